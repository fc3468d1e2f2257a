// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.function.Supplier;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.utility.JavaModule;

/** Weaves the hooks into an unmodified Zeppelin as it loads. */
public final class Agent {

  private static final String ZEPPELIN = "org.apache.zeppelin.";

  private Agent() {}

  /** Entry point of {@code -javaagent}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    instrumentation.addTransformer(
        new WeaveIfWanted(instrumentation, Startup::isWanted, new Weaver(), Agent::refuse), true);
  }

  private static void refuse(Throwable cause) {
    System.err.println("zeppelin-cluster cannot hook into this Zeppelin.");
    cause.printStackTrace();
    Runtime.getRuntime().halt(1);
  }

  /** A class of its own, so that the library is loaded only where something is woven. */
  private static final class Weaver implements Supplier<ClassFileTransformer> {
    @Override
    public ClassFileTransformer get() {
      return new ZeppelinOnly(
          new AgentBuilder.Default()
              .disableClassFormatChanges()
              .with(AgentBuilder.DescriptionStrategy.Default.POOL_ONLY)
              .with(new Failures())
              .type(type -> !Weaving.hooksOf(type).isEmpty())
              .transform(
                  (builder, type, loader, module, domain) ->
                      Weaving.apply(builder, type, ClassFileLocator.ForClassLoader.of(loader)))
              .makeRaw());
    }
  }

  /**
   * A hook that cannot be woven is a cluster that half works. The check at start finds that first;
   * whatever gets past it ends the server, if there is a cluster at all.
   */
  private static final class Failures extends AgentBuilder.Listener.Adapter {
    @Override
    public void onError(
        String type, ClassLoader loader, JavaModule module, boolean loaded, Throwable error) {
      if (!type.startsWith(ZEPPELIN)) {
        return;
      }
      System.err.println(
          "zeppelin-cluster cannot hook into "
              + type
              + ": this is not a release of Zeppelin that it knows. Without zeppelin.cluster.addr"
              + " Zeppelin works as if the module were not there.");
      // By no logger: this may run while the classes of logging are loading.
      error.printStackTrace();
      if (ClusterHooks.cluster() != null) {
        Runtime.getRuntime().halt(1);
      }
    }
  }
}
