// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.util.Optional;
import java.util.ServiceLoader;
import org.apache.zeppelin.notebook.NoteManager;
import org.apache.zeppelin.notebook.Notebook;
import org.apache.zeppelin.notebook.repo.NotebookRepo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins the cluster when Zeppelin begins, if the setting asks for one. */
@TouchesZeppelin("become a member when the server is complete")
public final class Startup {

  private static final Logger LOGGER = LoggerFactory.getLogger(Startup.class);
  private static final int EXIT_CODE = 78;

  private Startup() {}

  /**
   * Whether the setting is there.
   *
   * @throws RuntimeException when Zeppelin's settings cannot be read
   */
  static boolean isWanted() {
    return starter().isWanted();
  }

  /** Called first thing in Zeppelin's main; ends the JVM when the cluster cannot begin. */
  public static void begin() {
    try {
      ClusterStarter starter = starter();
      Optional<Cluster> cluster = starter.create();
      if (cluster.isPresent()) {
        ClusterHooks.set(cluster.get());
        starter.start();
      }
    } catch (RuntimeException | LinkageError e) {
      refuse(e);
    }
  }

  /** Called when Zeppelin is complete; ends the JVM when this server cannot become a member. */
  public static void complete(Notebook notebook, NoteManager notes, NotebookRepo storage) {
    Cluster cluster = ClusterHooks.cluster();
    if (cluster == null) {
      return;
    }
    try {
      cluster.complete(notebook, notes, storage);
    } catch (RuntimeException | LinkageError e) {
      refuse(e);
    }
  }

  /**
   * Ends the JVM: with a hook that is not woven, a cluster would half work. By no logger, as this
   * may run while the classes of logging are loading.
   */
  static void cannotHook(String what, Throwable cause) {
    // The sentence last, where one looks first.
    cause.printStackTrace();
    System.err.println(
        "Zeppelin does not start: zeppelin-cluster cannot hook into "
            + what
            + ", as "
            + cause.getMessage()
            + ". Use a release that the README of zeppelin-cluster names, or take"
            + " zeppelin.cluster.addr out to start without a cluster.");
    Runtime.getRuntime().halt(EXIT_CODE);
  }

  private static ClusterStarter starter() {
    return ServiceLoader.load(ClusterStarter.class, Startup.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The hooks of zeppelin-cluster are in this Zeppelin and the rest of it is"
                        + " not: put zeppelin-cluster-<version>.jar into Zeppelin's lib"));
  }

  private static void refuse(Throwable cause) {
    String sentence = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    // What the user can mend needs no stack; the rest does.
    boolean explained = cause instanceof StartRefusedException;
    LOGGER.error("Zeppelin does not start: {}", sentence, explained ? null : cause);
    System.err.println("Zeppelin does not start: " + sentence);
    // No exit(): Zeppelin's main has not come to where its own shutdown hooks could run.
    Runtime.getRuntime().halt(EXIT_CODE);
  }
}
