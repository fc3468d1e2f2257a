// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.shiro.session.mgt.eis.SessionDAO;
import org.apache.thrift.TException;
import org.apache.zeppelin.common.Message;
import org.apache.zeppelin.interpreter.InterpreterException;
import org.apache.zeppelin.interpreter.ManagedInterpreterGroup;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreter;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcess;
import org.apache.zeppelin.notebook.AuthorizationService;
import org.apache.zeppelin.notebook.NoteManager;
import org.apache.zeppelin.notebook.Notebook;
import org.apache.zeppelin.notebook.repo.NotebookRepo;
import org.apache.zeppelin.search.SearchService;
import org.apache.zeppelin.service.JobManagerService.NoteJobInfo;
import org.apache.zeppelin.service.ServiceCallback;
import org.apache.zeppelin.service.ServiceContext;
import org.apache.zeppelin.socket.NotebookServer;
import org.apache.zeppelin.socket.NotebookSocket;
import org.apache.zeppelin.ticket.TicketContainer;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;

/**
 * What woven code asks of the module. Any thread of Zeppelin may call; calls that need the cluster
 * wait for it while this server joins.
 */
@TouchesZeppelin("name what woven code passes on")
public interface Cluster {

  /** Zeppelin is complete: become a member. */
  void complete(Notebook notebook, NoteManager notes, NotebookRepo storage);

  /** Zeppelin stops: stop what this server manages, unless that is to stay. */
  void closeAll();

  /**
   * The process of the group, or null when Zeppelin shall create it here itself.
   *
   * @throws IOException with the cause to show to the user
   */
  RemoteInterpreterProcess process(
      ManagedInterpreterGroup group, String userName, Properties properties) throws IOException;

  /** What a process that this server launches shall have in its environment. */
  Map<String, String> processEnvironment();

  /** Closes a session everywhere; false when the group is none of the cluster's. */
  boolean closeSession(ManagedInterpreterGroup group, String sessionId);

  /** Stops the group's process wherever it is; false when the group is none of the cluster's. */
  boolean closeGroup(ManagedInterpreterGroup group);

  /** Stops every process of the setting. */
  void closeSetting(String settingId);

  /** Creates the interpreter once for all servers; false when Zeppelin shall do it. */
  boolean createInterpreter(RemoteInterpreter interpreter, String sessionId, Properties properties)
      throws IOException;

  /**
   * Forwards what an interpreter process tells, if it belongs to another server.
   *
   * @return an array holding the answer, or null when the call is for this server
   */
  Object[] event(String method, Object[] arguments) throws TException;

  /** Makes a note known that the storage has and this server does not know yet. */
  void findNote(NoteManager notes, NotebookRepo storage, String noteId) throws IOException;

  /**
   * The calling thread begins to change the tree of notes; calls may be nested.
   *
   * @return true if {@link #treeChangeEnds} is to be called
   * @throws IOException when it cannot be changed now
   */
  boolean treeChangeBegins() throws IOException;

  /**
   * The calling thread has come to the end of such a change.
   *
   * @param method what it did in {@code NoteManager}; null when it did nothing itself, or failed
   */
  void treeChangeEnds(String method, Object[] arguments);

  /** True while the calling thread repeats what another server did, which the storage has. */
  boolean storageIsAhead();

  /**
   * A note is about to be written to the storage.
   *
   * @throws IOException when another server may write it, and this one may not
   */
  void requireOwned(String noteId) throws IOException;

  /** True while what this server has of the note in memory is more than the storage may have. */
  boolean keepsLoaded(String noteId);

  /**
   * A browser's message has come.
   *
   * @return what Zeppelin shall handle here, which is the message or says the same with this
   *     server's ticket of its user; null when it was handled by the owner of its note, or refused
   */
  String message(NotebookServer server, NotebookSocket socket, String text);

  /** Zeppelin has handled the message here. */
  void messageHandled(NotebookSocket socket, String text);

  /**
   * A browser's connection broke while the calling thread was sending to it, which therefore has
   * its lock: another thread has to see to it.
   */
  void brokenWhileSending(NotebookSocket socket, int code, String reason);

  /** A browser's connection has ended. */
  void left(NotebookSocket socket);

  /** For whom the calling thread handles a call of another server; null when it does not. */
  Caller caller();

  /** What woven code asks about runs of paragraphs. */
  ClusterRuns runs();

  /** The JAX-RS filter to register in Zeppelin's REST application. */
  Class<?> restFilter();

  /** What that filter answers. */
  ClusterRest rest();

  /** What woven code asks about permissions and credentials. */
  ClusterAccess access();

  /** Shiro's sessions, the same on all servers. */
  SessionDAO sessions();

  /** The ticket of the user, who is not anonymous; empty when he is logged in nowhere. */
  Optional<TicketContainer.Entry> ticket(String user);

  /** The ticket of a user who is logged in with these roles; made if he has none. */
  TicketContainer.Entry ticket(String user, Set<String> roles);

  /** The user has logged out. */
  void removeTicket(String user);

  /** With which roles the user is logged in, for the list of notes; empty when he is not. */
  Optional<Set<String>> roles(String user);

  /** Zeppelin's scheduler of notes is there. */
  void schedulerStarted(Scheduler scheduler);

  /**
   * A note's schedule has come to a point on this server.
   *
   * @return true when the calling thread is to run the note; then {@link #cronEnded} is to be
   *     called. Otherwise the context says that it was skipped
   */
  boolean cronFires(JobExecutionContext context);

  /** The calling thread has run the note, well or not. */
  void cronEnded(JobExecutionContext context);

  /**
   * Zeppelin has set a note's schedule on this server.
   *
   * @throws IOException when it is changed here and could not be saved
   */
  void scheduleRefreshed(String noteId) throws IOException;

  /**
   * What the job manager page shows; told to the callback too.
   *
   * @return null when Zeppelin shall look itself
   */
  List<NoteJobInfo> noteJobs(
      AuthorizationService permissions,
      long sinceMillis,
      ServiceContext context,
      ServiceCallback<List<NoteJobInfo>> callback)
      throws IOException;

  /** Zeppelin tells this server's browsers something of what that id stands for. */
  void broadcast(String noteId, Message message);

  /** Zeppelin has made its search index. */
  void searchMade(SearchService index);

  /** What a search shall find, when the index of this server has found this. */
  List<Map<String, String>> found(String query, List<Map<String, String>> here);

  /**
   * Changes interpreter settings or repositories in the whole cluster, as that method of {@code
   * InterpreterSettingManager} does it on one server.
   *
   * @return an array holding what the method returns, or null when it shall do its work here
   * @throws InterpreterException when the setting is not there
   * @throws IOException with the reason to show to the user
   */
  Object[] changeSettings(String method, Object[] arguments)
      throws IOException, InterpreterException;

  /** Interpreters may have been installed on this server. */
  void interpretersInstalled();
}
