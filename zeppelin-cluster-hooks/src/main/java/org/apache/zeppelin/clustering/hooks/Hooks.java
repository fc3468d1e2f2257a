// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All hooks: the list of every method of Zeppelin that calls us, in all releases. */
public final class Hooks {

  private static final String STRING = "java.lang.String";
  private static final String PROPERTIES = "java.util.Properties";
  private static final String LAUNCH_CONTEXT =
      "org.apache.zeppelin.interpreter.launcher.InterpreterLaunchContext";
  private static final String GROUP = "interpreter.ManagedInterpreterGroup";
  private static final String SETTING = "interpreter.InterpreterSetting";
  private static final String INTERPRETER = "interpreter.remote.RemoteInterpreter";

  private static final List<Hook> ALL = list();

  private Hooks() {}

  /** In the order in which people read them. */
  public static List<Hook> all() {
    return ALL;
  }

  /** The full names of all classes that have hooks in some release. */
  public static Set<String> types() {
    return ALL.stream().map(Hook::type).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static List<Hook> list() {
    List<Hook> hooks = new ArrayList<>();
    server(hooks);
    oldMode(hooks);
    recovery(hooks);
    interpreters(hooks);
    NoteHooks.addTo(hooks);
    browsers(hooks);
    browserLocks(hooks);
    rest(hooks);
    AccessHooks.addTo(hooks);
    logins(hooks);
    cron(hooks);
    settings(hooks);
    return List.copyOf(hooks);
  }

  private static void server(List<Hook> hooks) {
    hooks.add(
        Hook.forPurpose("begin the cluster when the server begins")
            .in("server.ZeppelinServer")
            .method("main", "java.lang.String[]")
            .advice("ServerHooks$Main"));
    hooks.add(
        Hook.forPurpose("become a member when the server is complete")
            .in("notebook.Notebook")
            .method("recoveryIfNecessary", new String[0])
            .advice("NotebookHooks$Ready"));
    hooks.add(
        Hook.forPurpose("serve /api/cluster behind Zeppelin's login")
            .in("server.ZeppelinServer")
            .extending("org.glassfish.jersey.server.ResourceConfig")
            .method(Hook.CONSTRUCTOR)
            .advice("ServerHooks$Rest"));
    hooks.add(
        Hook.forPurpose("serve /api/cluster behind Zeppelin's login")
            .in("server.RestApiApplication")
            .method("getClasses", new String[0])
            .advice("ServerHooks$RestClasses"));
    hooks.add(
        Hook.forPurpose("stop what this server manages when it stops")
            .in("interpreter.InterpreterSettingManager")
            .method("close", new String[0])
            .advice("SettingHooks$CloseAll"));
  }

  private static void oldMode(List<Hook> hooks) {
    hooks.add(
        Hook.forPurpose("keep the old mode asleep in the server")
            .whereThere()
            .in("conf.ZeppelinConfiguration")
            .method("isClusterMode", new String[0])
            .advice("ConfigurationHooks$ClusterMode"));
    hooks.add(
        Hook.forPurpose("keep the old mode asleep in processes: what they are told")
            .in("conf.ZeppelinConfiguration")
            .method("getCompleteConfiguration", new String[0])
            .advice("ConfigurationHooks$ForProcesses"));
    hooks.add(
        Hook.forPurpose("keep the old mode asleep in processes: their environment")
            .in("interpreter.launcher.StandardInterpreterLauncher")
            .method("buildEnvFromProperties", LAUNCH_CONTEXT)
            .advice("ConfigurationHooks$Environment"));
  }

  private static void recovery(List<Hook> hooks) {
    hooks.add(
        Hook.forPurpose("go on with what ran in a note whose owner was lost")
            .in("conf.ZeppelinConfiguration")
            .method("isRecoveryEnabled", new String[0])
            .advice("ConfigurationHooks$RecoveryEnabled"));
    hooks.add(
        Hook.forPurpose("know from the metadata alone which processes are alive")
            .in("conf.ZeppelinConfiguration")
            .method("getRecoveryStorageClass", new String[0])
            .advice("ConfigurationHooks$RecoveryStorage"));
  }

  private static void interpreters(List<Hook> hooks) {
    hooks.add(
        Hook.forPurpose("give a group the one process that it has in the cluster")
            .in(GROUP)
            .method("getOrCreateInterpreterProcess", STRING, PROPERTIES)
            .advice("GroupHooks$GetOrCreate"));
    hooks.add(
        Hook.forPurpose("close a session on every server")
            .in(GROUP)
            .method("close", STRING)
            .advice("GroupHooks$CloseSession"));
    hooks.add(
        Hook.forPurpose("stop a process wherever it is")
            .in(GROUP)
            .method("close", new String[0])
            .advice("GroupHooks$Close"));
    hooks.add(
        Hook.forPurpose("stop the processes of a setting wherever they are")
            .in(SETTING)
            .method("close", new String[0])
            .advice("SettingHooks$Close"));
    hooks.add(
        Hook.forPurpose("stop what this server does not use itself")
            .in(SETTING)
            .method("closeInterpreters", "org.apache.zeppelin.interpreter.ExecutionContext")
            .advice("SettingHooks$CloseInterpreters"));
    hooks.add(
        Hook.forPurpose("create an interpreter once for all servers")
            .in(INTERPRETER)
            .method("internal_create", new String[0])
            .advice("RemoteInterpreterHooks$Create"));
    hooks.add(
        Hook.forPurpose("send a paragraph's output to the server that runs it")
            .in(INTERPRETER)
            .method("interpret", STRING, "org.apache.zeppelin.interpreter.InterpreterContext")
            .advice("RemoteInterpreterHooks$Interpret"));
    hooks.add(
        Hook.forPurpose("not run a paragraph twice when a connection to its process breaks")
            .in(INTERPRETER)
            .method("convert", "org.apache.zeppelin.interpreter.InterpreterContext")
            .advice("RemoteInterpreterHooks$Send"));
    for (String event : EventHooks.METHODS) {
      boolean asks = EventHooks.ASKING.contains(event);
      hooks.add(
          Hook.forPurpose("pass on what a process tells (" + event + ")")
              .in("interpreter.RemoteInterpreterEventServer")
              .method(event)
              .returning(asks ? "java.util.List" : "void")
              .advice(asks ? "EventHooks$Ask" : "EventHooks$Tell"));
    }
  }

  private static void settings(List<Hook> hooks) {
    String manager = "interpreter.InterpreterSettingManager";
    hooks.add(
        Hook.forPurpose("create an interpreter setting on every server")
            .in(manager)
            .method("createNewSetting")
            .advice("SettingHooks$Create"));
    for (String change :
        List.of("setPropertyAndRestart", "remove", "addRepository", "removeRepository")) {
      hooks.add(
          Hook.forPurpose("change interpreter settings on every server (" + change + ")")
              .in(manager)
              .method(change)
              .returning("void")
              .advice("SettingHooks$Change"));
    }
    hooks.add(
        Hook.forPurpose("take over settings of what was just installed")
            .in(manager)
            .method("refreshInterpreterTemplates", new String[0])
            .advice("SettingHooks$Installed"));
  }

  private static void browsers(List<Hook> hooks) {
    hooks.add(
        Hook.forPurpose("have a browser's message handled by the owner of its note")
            .in("socket.NotebookServer")
            .method("onMessage", "org.apache.zeppelin.socket.NotebookSocket", STRING)
            .advice("SocketHooks$Message"));
    hooks.add(
        Hook.forPurpose("know that a browser is gone")
            .in("socket.ConnectionManager")
            .method("removeConnection", "org.apache.zeppelin.socket.NotebookSocket")
            .advice("SocketHooks$Left"));
  }

  private static void browserLocks(List<Hook> hooks) {
    // Zeppelin 0.10 sends with the connection's lock, and to those of a note with the lock of all
    // notes; a connection that breaks while one sends to it takes the latter with the former.
    hooks.add(
        Hook.forPurpose("forget a broken connection without its lock")
            .whereThere()
            .in("socket.NotebookSocket")
            .method("onWebSocketClose", "int", STRING)
            .advice("SocketHooks$Broken"));
  }

  private static void logins(List<Hook> hooks) {
    String type = "ticket.TicketContainer";
    String roles = "java.util.Set";
    hooks.add(
        Hook.forPurpose("know a ticket of another server")
            .in(type)
            .method("getTicketEntry", STRING)
            .advice("TicketHooks$Find"));
    hooks.add(
        Hook.forPurpose("give a user one ticket for all servers")
            .in(type)
            .method("getTicketEntry", STRING, roles)
            .advice("TicketHooks$Obtain"));
    hooks.add(
        Hook.forPurpose("give a user one ticket for all servers: its text")
            .in(type)
            .method("getTicket", STRING, roles)
            .advice("TicketHooks$ObtainText"));
    hooks.add(
        Hook.forPurpose("take a ticket back on all servers")
            .in(type)
            .method("removeTicket", STRING)
            .advice("TicketHooks$Remove"));
    hooks.add(
        Hook.forPurpose("know the roles of who logged in on another server")
            .in("notebook.AuthorizationService")
            .method("getRoles", STRING)
            .advice("TicketHooks$Roles"));
  }

  private static void rest(List<Hook> hooks) {
    hooks.add(
        Hook.forPurpose("have REST ready before the first call comes from another server")
            .in("server.ZeppelinServer")
            .methodFrom("setupRestApiContextHandler", "org.eclipse.jetty.webapp.WebAppContext")
            .advice("ServerHooks$RestEagerly"));
    for (String kind : List.of("Shiro", "No")) {
      String service = "service." + kind + "AuthenticationService";
      String purpose = "know who makes a REST call that another server passes on (" + kind + ")";
      hooks.add(
          Hook.forPurpose(purpose + ": name")
              .in(service)
              .method("getPrincipal", new String[0])
              .advice("AuthenticationHooks$Principal"));
      hooks.add(
          Hook.forPurpose(purpose + ": roles")
              .in(service)
              .method("getAssociatedRoles", new String[0])
              .advice("AuthenticationHooks$Roles"));
      hooks.add(
          Hook.forPurpose(purpose + ": logged in")
              .in(service)
              .method("isAuthenticated", new String[0])
              .advice("AuthenticationHooks$Authenticated"));
    }
  }

  private static void cron(List<Hook> hooks) {
    String context = "org.quartz.JobExecutionContext";
    hooks.add(
        Hook.forPurpose("follow schedules that are changed on other servers")
            .in("notebook.scheduler.QuartzSchedulerService")
            .method(Hook.CONSTRUCTOR)
            .advice("CronHooks$Started"));
    hooks.add(
        Hook.forPurpose("tell the other servers of a changed schedule")
            .in("notebook.scheduler.QuartzSchedulerService")
            .method("refreshCron", STRING)
            .advice("CronHooks$Refreshed"));
    hooks.add(
        Hook.forPurpose("run a scheduled note once in the cluster")
            .in("notebook.scheduler.CronJob")
            .method("execute", context)
            .advice("CronHooks$Fires"));
    hooks.add(
        Hook.forPurpose("leave it to its owner whether a scheduled note may run")
            .whereThere()
            .in("notebook.scheduler.ZeppelinCronJobTriggerListerner")
            .method("vetoJobExecution", "org.quartz.Trigger", context)
            .advice("CronHooks$Veto"));
  }
}
