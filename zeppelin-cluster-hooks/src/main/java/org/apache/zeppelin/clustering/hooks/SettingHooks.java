// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.io.IOException;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.apache.zeppelin.interpreter.ExecutionContext;
import org.apache.zeppelin.interpreter.InterpreterException;
import org.apache.zeppelin.interpreter.InterpreterSetting;

/**
 * {@code InterpreterSetting} and its manager: a setting that is closed here is closed everywhere,
 * used here or not.
 */
final class SettingHooks {

  private SettingHooks() {}

  static final class Close {
    private Close() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.This InterpreterSetting setting) {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        cluster.closeSetting(setting.getId());
      }
    }
  }

  static final class CloseInterpreters {
    private CloseInterpreters() {}

    /** Zeppelin closes only groups that it knows; knowing this one, it goes on to close it. */
    @Advice.OnMethodEnter
    static void enter(
        @Advice.This InterpreterSetting setting, @Advice.Argument(0) ExecutionContext context) {
      if (ClusterHooks.cluster() != null) {
        setting.getOrCreateInterpreterGroup(context);
      }
    }
  }

  static final class Change {
    private Change() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static Object[] enter(
        @Advice.Origin("#m") String method, @Advice.AllArguments Object[] arguments)
        throws IOException, InterpreterException {
      Cluster cluster = ClusterHooks.cluster();
      return cluster == null ? null : cluster.changeSettings(method, arguments);
    }
  }

  static final class Create {
    private Create() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static Object[] enter(
        @Advice.Origin("#m") String method, @Advice.AllArguments Object[] arguments)
        throws IOException, InterpreterException {
      Cluster cluster = ClusterHooks.cluster();
      return cluster == null ? null : cluster.changeSettings(method, arguments);
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter Object[] done,
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object result) {
      if (done != null) {
        result = done[0];
      }
    }
  }

  static final class Installed {
    private Installed() {}

    @Advice.OnMethodExit
    static void exit() {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        cluster.interpretersInstalled();
      }
    }
  }

  static final class CloseAll {
    private CloseAll() {}

    @Advice.OnMethodEnter
    static void enter() {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        cluster.closeAll();
      }
    }
  }
}
