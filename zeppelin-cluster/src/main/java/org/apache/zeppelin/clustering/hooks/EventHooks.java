// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.apache.thrift.TException;
import org.apache.zeppelin.clustering.zeppelin.ClusterModule;

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

  private EventHooks() {}

  static final class Tell {
    private Tell() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static Object[] enter(
        @Advice.Origin("#m") String method, @Advice.AllArguments Object[] arguments)
        throws TException {
      ClusterModule module = ClusterHooks.module();
      return module == null ? null : module.events().forward(method, arguments);
    }
  }

  static final class Ask {
    private Ask() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static Object[] enter(
        @Advice.Origin("#m") String method, @Advice.AllArguments Object[] arguments)
        throws TException {
      ClusterModule module = ClusterHooks.module();
      return module == null ? null : module.events().forward(method, arguments);
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
