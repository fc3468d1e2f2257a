// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.io.IOException;
import java.util.Properties;
import net.bytebuddy.asm.Advice;
import org.apache.zeppelin.interpreter.Interpreter;
import org.apache.zeppelin.interpreter.InterpreterContext;
import org.apache.zeppelin.interpreter.InterpreterException;
import org.apache.zeppelin.interpreter.InterpreterResult;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreter;
import org.apache.zeppelin.interpreter.thrift.RemoteInterpreterContext;

/** {@code RemoteInterpreter}: what a server asks of a process. */
final class RemoteInterpreterHooks {

  private RemoteInterpreterHooks() {}

  static final class Create {
    private Create() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(
        @Advice.This RemoteInterpreter interpreter,
        @Advice.FieldValue("sessionId") String sessionId,
        @Advice.FieldValue(value = "properties", declaringType = Interpreter.class)
            Properties properties,
        @Advice.FieldValue(value = "isCreated", readOnly = false) boolean created)
        throws IOException {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster == null || created) {
        return false;
      }
      boolean done = cluster.createInterpreter(interpreter, sessionId, properties);
      if (done) {
        created = true;
      }
      return done;
    }
  }

  static final class Interpret {
    private Interpret() {}

    @Advice.OnMethodEnter
    static boolean enter(
        @Advice.This RemoteInterpreter interpreter, @Advice.Argument(1) InterpreterContext context)
        throws InterpreterException {
      Cluster cluster = ClusterHooks.cluster();
      return cluster != null && cluster.runs().reaches(interpreter, context);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter boolean reached,
        @Advice.This RemoteInterpreter interpreter,
        @Advice.Return(readOnly = false) InterpreterResult result,
        @Advice.Thrown(readOnly = false) Throwable failure) {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        InterpreterResult better = cluster.runs().answered(interpreter, reached, result, failure);
        if (better != null) {
          result = better;
          failure = null;
        }
      }
    }
  }

  /** Zeppelin sends what a paragraph holds up to three times, when a connection breaks. */
  static final class Send {
    private Send() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return RemoteInterpreterContext context) {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        cluster.runs().sends(context);
      }
    }
  }
}
