// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.apache.thrift.TException;

/** {@code RemoteInterpreterEventServer}: what a process tells its manager about a paragraph. */
final class EventHooks {

  /** Calls about a note, a paragraph or the group. The others are for the manager itself. */
  static final List<String> METHODS =
      List.of(
          "appendOutput",
          "updateOutput",
          "updateAllOutput",
          "appendAppOutput",
          "updateAppOutput",
          "updateAppStatus",
          "checkpointOutput",
          "runParagraphs",
          "addAngularObject",
          "updateAngularObject",
          "removeAngularObject",
          "sendParagraphInfo",
          "sendWebUrl",
          "getParagraphList",
          "updateParagraphConfig");

  /** Those of them that get an answer. */
  static final Set<String> ASKING = Set.of("getParagraphList");

  private EventHooks() {}

  static final class Tell {
    private Tell() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static Object[] enter(
        @Advice.Origin("#m") String method, @Advice.AllArguments Object[] arguments)
        throws TException {
      Cluster cluster = ClusterHooks.cluster();
      return cluster == null ? null : cluster.event(method, arguments);
    }
  }

  static final class Ask {
    private Ask() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static Object[] enter(
        @Advice.Origin("#m") String method, @Advice.AllArguments Object[] arguments)
        throws TException {
      Cluster cluster = ClusterHooks.cluster();
      return cluster == null ? null : cluster.event(method, arguments);
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter Object[] answer,
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object result) {
      if (answer != null) {
        result = answer[0];
      }
    }
  }
}
