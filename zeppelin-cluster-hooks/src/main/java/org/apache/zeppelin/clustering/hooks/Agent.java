// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.lang.instrument.Instrumentation;

/** Weaves the hooks into an unmodified Zeppelin as it loads. */
public final class Agent {

  private Agent() {}

  /** Entry point of {@code -javaagent}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    instrumentation.addTransformer(
        new WeaveIfWanted(
            instrumentation,
            Startup::isWanted,
            () -> new HookTransformer(Startup::cannotHook),
            cause -> Startup.cannotHook("Zeppelin", cause)),
        true);
  }
}
