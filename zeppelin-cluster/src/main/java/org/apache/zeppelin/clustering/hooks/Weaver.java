// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.returns;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import java.lang.instrument.Instrumentation;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.utility.JavaModule;

/** Says which advice goes into which method of Zeppelin: the list of all that we touch. */
final class Weaver {

  private static final String ZEPPELIN = "org.apache.zeppelin.";
  private static final String ADVICE = "org.apache.zeppelin.clustering.hooks.";

  private Weaver() {}

  static void install(Instrumentation instrumentation) {
    AgentBuilder builder =
        new AgentBuilder.Default()
            .disableClassFormatChanges()
            .ignore(not(nameStartsWith(ZEPPELIN)))
            .with(new Failures());
    builder = hook(builder, "server.ZeppelinServer", "ServerHooks$Main", named("main"));
    builder = hook(builder, "server.ZeppelinServer", "ServerHooks$Rest", isConstructor());
    builder =
        hook(
            builder,
            "conf.ZeppelinConfiguration",
            "ConfigurationHooks$ClusterMode",
            named("isClusterMode"));
    builder =
        hook(
            builder,
            "conf.ZeppelinConfiguration",
            "ConfigurationHooks$ForProcesses",
            named("getCompleteConfiguration"));
    builder =
        hook(
            builder,
            "interpreter.launcher.StandardInterpreterLauncher",
            "ConfigurationHooks$Environment",
            named("buildEnvFromProperties"));
    builder =
        hook(
            builder,
            "interpreter.ManagedInterpreterGroup",
            "GroupHooks$GetOrCreate",
            named("getOrCreateInterpreterProcess"));
    builder =
        hook(
            builder,
            "interpreter.ManagedInterpreterGroup",
            "GroupHooks$CloseSession",
            named("close").and(takesArguments(String.class)));
    builder =
        hook(
            builder,
            "interpreter.ManagedInterpreterGroup",
            "GroupHooks$Close",
            named("close").and(takesNoArguments()));
    builder =
        hook(
            builder,
            "interpreter.InterpreterSetting",
            "SettingHooks$Close",
            named("close").and(takesNoArguments()));
    builder =
        hook(
            builder,
            "interpreter.InterpreterSetting",
            "SettingHooks$CloseInterpreters",
            named("closeInterpreters")
                .and(takesArgument(0, named(ZEPPELIN + "interpreter.ExecutionContext"))));
    builder =
        hook(
            builder,
            "interpreter.InterpreterSettingManager",
            "SettingHooks$CloseAll",
            named("close").and(takesNoArguments()));
    builder =
        hook(
            builder,
            "interpreter.remote.RemoteInterpreter",
            "RemoteInterpreterHooks$Create",
            named("internal_create"));
    builder =
        hook(
            builder,
            "interpreter.remote.RemoteInterpreter",
            "RemoteInterpreterHooks$Interpret",
            named("interpret"));
    for (String event : EventHooks.METHODS) {
      builder =
          hook(
              builder,
              "interpreter.RemoteInterpreterEventServer",
              "EventHooks$Tell",
              named(event).and(returns(void.class)));
      builder =
          hook(
              builder,
              "interpreter.RemoteInterpreterEventServer",
              "EventHooks$Ask",
              named(event).and(not(returns(void.class))));
    }
    builder = hook(builder, "notebook.Paragraph", "NotebookHooks$Run", named("jobRun"));
    builder =
        hook(
            builder,
            "notebook.NoteManager",
            "NotebookHooks$Find",
            named("getNote").and(takesArgument(0, String.class)));
    builder =
        hook(builder, "notebook.Notebook", "NotebookHooks$Ready", named("recoveryIfNecessary"));
    builder.installOn(instrumentation);
  }

  private static AgentBuilder hook(
      AgentBuilder builder,
      String type,
      String advice,
      ElementMatcher<? super MethodDescription> method) {
    // By name: a loaded advice class would load the very class that is being woven.
    return builder
        .type(named(ZEPPELIN + type))
        .transform(
            new AgentBuilder.Transformer.ForAdvice()
                .include(Weaver.class.getClassLoader())
                .advice(method, ADVICE + advice));
  }

  /** A hook that cannot be woven is a cluster that half works: say it and stop. */
  private static final class Failures extends AgentBuilder.Listener.Adapter {
    @Override
    public void onError(
        String type, ClassLoader loader, JavaModule module, boolean loaded, Throwable error) {
      if (type.startsWith(ZEPPELIN)) {
        System.err.println(
            "zeppelin-cluster cannot hook into "
                + type
                + ": this release of Zeppelin is not one that it knows. Remove the -javaagent"
                + " option to start without a cluster.");
        error.printStackTrace();
        Runtime.getRuntime().halt(1);
      }
    }
  }
}
