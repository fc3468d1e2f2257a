// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import static org.junit.Assert.assertEquals;
import static org.mockito.Answers.RETURNS_DEEP_STUBS;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.loading.ClassReloadingStrategy;
import org.apache.thrift.transport.TTransportException;
import org.apache.zeppelin.interpreter.Interpreter;
import org.apache.zeppelin.interpreter.InterpreterContext;
import org.apache.zeppelin.interpreter.remote.PooledRemoteClient;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreter;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcess;
import org.apache.zeppelin.interpreter.thrift.RemoteInterpreterContext;
import org.apache.zeppelin.interpreter.thrift.RemoteInterpreterResult;
import org.apache.zeppelin.interpreter.thrift.RemoteInterpreterService;
import org.junit.Test;

/** What Zeppelin sends to a process when the connection breaks, with the hooks woven into it. */
public class BrokenConnectionHooksTest {

  private final List<Map<String, String>> sent = new ArrayList<>();

  /** One whose connection breaks under the first two calls. */
  private RemoteInterpreter interpreter() throws Exception {
    RemoteInterpreterService.Client client =
        mock(RemoteInterpreterService.Client.class, RETURNS_DEEP_STUBS);
    when(client.interpret(any(), any(), any(), any()))
        .thenAnswer(
            call -> {
              RemoteInterpreterContext context = call.getArgument(3);
              sent.add(Map.copyOf(context.getLocalProperties()));
              if (sent.size() <= 2) {
                throw new TTransportException("broken");
              }
              return new RemoteInterpreterResult("SUCCESS", List.of(), "{}", "{}", "{}");
            });
    PooledRemoteClient<RemoteInterpreterService.Client> pool =
        new PooledRemoteClient<>(() -> client);
    RemoteInterpreterProcess process = mock(RemoteInterpreterProcess.class);
    when(process.isRunning()).thenReturn(true);
    when(process.callRemoteFunction(any()))
        .thenAnswer(call -> pool.callRemoteFunction(call.getArgument(0)));
    RemoteInterpreter interpreter =
        new RemoteInterpreter(new Properties(), "session", "Class", "user");
    set(interpreter, "interpreterProcess", process);
    set(interpreter, "formType", Interpreter.FormType.NONE);
    return interpreter;
  }

  /** Not by a spy, which would not outlive the weaving. */
  private static void set(RemoteInterpreter interpreter, String name, Object value)
      throws ReflectiveOperationException {
    Field field = RemoteInterpreter.class.getDeclaredField(name);
    field.setAccessible(true);
    field.set(interpreter, value);
  }

  @Test
  public void eachTimeThatAParagraphIsSentIsAskedAbout() throws Exception {
    ClassFileLocator files =
        ClassFileLocator.ForClassLoader.of(RemoteInterpreter.class.getClassLoader());
    ByteBuddyAgent.install();
    ClassReloadingStrategy reloading = ClassReloadingStrategy.fromInstalledAgent();
    Cluster cluster = mock(Cluster.class);
    ClusterRuns runs = mock(ClusterRuns.class);
    when(cluster.runs()).thenReturn(runs);
    List<RemoteInterpreterContext> asked = new ArrayList<>();
    doAnswer(
            call -> {
              RemoteInterpreterContext context = call.getArgument(0);
              asked.add(context);
              context.setLocalProperties(Map.of("time", String.valueOf(asked.size())));
              return null;
            })
        .when(runs)
        .sends(any());
    RemoteInterpreter interpreter = interpreter();
    InterpreterContext context = InterpreterContext.builder().build();
    new Weaving(files)
        .apply(
            new ByteBuddy().redefine(RemoteInterpreter.class, files),
            TypeDescription.ForLoadedType.of(RemoteInterpreter.class))
        .make()
        .load(RemoteInterpreter.class.getClassLoader(), reloading);
    PresentCluster present = new PresentCluster(cluster);
    try {
      interpreter.interpret("text", context);
    } finally {
      present.close();
      reloading.reset(RemoteInterpreter.class);
    }
    assertEquals(3, asked.size());
    assertEquals(List.of(Map.of("time", "1"), Map.of("time", "2"), Map.of("time", "3")), sent);
  }
}
