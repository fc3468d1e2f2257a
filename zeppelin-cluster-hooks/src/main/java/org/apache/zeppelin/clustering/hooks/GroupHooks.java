// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.io.IOException;
import java.util.Properties;
import net.bytebuddy.asm.Advice;
import org.apache.zeppelin.interpreter.ManagedInterpreterGroup;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcess;

/** {@code ManagedInterpreterGroup}: how a group gets its process and loses it. */
final class GroupHooks {

  private GroupHooks() {}

  static final class GetOrCreate {
    private GetOrCreate() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static RemoteInterpreterProcess enter(
        @Advice.This ManagedInterpreterGroup group,
        @Advice.Argument(0) String userName,
        @Advice.Argument(1) Properties properties)
        throws IOException {
      Cluster cluster = ClusterHooks.cluster();
      return cluster == null ? null : cluster.process(group, userName, properties);
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter RemoteInterpreterProcess found,
        @Advice.FieldValue(value = "remoteInterpreterProcess", readOnly = false)
            RemoteInterpreterProcess field,
        @Advice.Return(readOnly = false) RemoteInterpreterProcess result) {
      if (found != null) {
        field = found;
        result = found;
      }
    }
  }

  static final class CloseSession {
    private CloseSession() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(
        @Advice.This ManagedInterpreterGroup group, @Advice.Argument(0) String sessionId) {
      Cluster cluster = ClusterHooks.cluster();
      return cluster != null && cluster.closeSession(group, sessionId);
    }
  }

  static final class Close {
    private Close() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.This ManagedInterpreterGroup group) {
      Cluster cluster = ClusterHooks.cluster();
      return cluster != null && cluster.closeGroup(group);
    }
  }
}
