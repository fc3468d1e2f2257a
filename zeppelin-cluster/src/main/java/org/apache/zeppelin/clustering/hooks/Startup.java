// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import org.apache.zeppelin.clustering.zeppelin.ClusterModule;
import org.apache.zeppelin.clustering.zeppelin.ClusterSettings;
import org.apache.zeppelin.clustering.zeppelin.InvalidSettingException;
import org.apache.zeppelin.conf.ZeppelinConfiguration;
import org.apache.zeppelin.notebook.Notebook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins the cluster when Zeppelin begins, if the setting asks for one. */
public final class Startup {

  private static final Logger LOGGER = LoggerFactory.getLogger(Startup.class);
  private static final int EXIT_CODE = 78;

  private Startup() {}

  /** Called first thing in Zeppelin's main; ends the JVM when the cluster cannot begin. */
  public static void begin() {
    ZeppelinConfiguration configuration = ZeppelinConfiguration.create();
    if (!ClusterSettings.wanted(configuration)) {
      return;
    }
    try {
      ClusterModule module = ClusterModule.create(ClusterSettings.read(configuration));
      ClusterHooks.start(module);
      module.start();
      Runtime.getRuntime()
          .addShutdownHook(new Thread(module::shutdown, "zeppelin-cluster-shutdown"));
    } catch (InvalidSettingException e) {
      refuse(e.getMessage(), null);
    } catch (RuntimeException e) {
      refuse(e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }
  }

  /** Called when Zeppelin is complete; ends the JVM when this server cannot become a member. */
  public static void complete(Notebook notebook) {
    ClusterModule module = ClusterHooks.module();
    if (module == null) {
      return;
    }
    try {
      module.join(notebook);
    } catch (RuntimeException e) {
      refuse(e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }
  }

  private static void refuse(String sentence, RuntimeException cause) {
    LOGGER.error("Zeppelin does not start: {}", sentence, cause);
    System.err.println("Zeppelin does not start: " + sentence);
    // No exit(): Zeppelin's main has not come to where its own shutdown hooks could run.
    Runtime.getRuntime().halt(EXIT_CODE);
  }
}
