// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.shiro.session.mgt.eis.SessionDAO;
import org.apache.thrift.TException;
import org.apache.zeppelin.clustering.hooks.Caller;
import org.apache.zeppelin.clustering.hooks.Cluster;
import org.apache.zeppelin.clustering.hooks.ClusterAccess;
import org.apache.zeppelin.clustering.hooks.ClusterRest;
import org.apache.zeppelin.clustering.hooks.ClusterRuns;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.notes.ClusterTree;
import org.apache.zeppelin.clustering.servers.MemberControl;
import org.apache.zeppelin.clustering.web.ClusterActions;
import org.apache.zeppelin.clustering.web.ClusterApi;
import org.apache.zeppelin.clustering.web.RestAnswers;
import org.apache.zeppelin.clustering.web.Rights;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What woven code meets: the module as a whole. {@link #start} brings the metadata up before
 * Zeppelin builds anything; {@link #complete} makes this server a member once Zeppelin is complete;
 * {@link #shutdown} leaves the cluster.
 */
@TouchesZeppelin("pass on what woven code asks")
public final class ClusterModule implements Cluster {

  private static final Logger LOGGER = LoggerFactory.getLogger(ClusterModule.class);
  private static final long NOTE_LIST_PAUSE_MILLIS = 1_000;
  private static final long JOIN_WAIT_SECONDS = 60;
  private static final String JOINING =
      "This server is still joining the cluster; try again in a moment.";

  private final Services services;
  private final ZeppelinRelease zeppelin;
  private final CurrentParagraph paragraph =
      new CurrentParagraph(() -> joinedAlready().map(Member::output).orElse(null));
  private final KeptRunning kept = new KeptRunning();
  private final ParagraphRuns runs = new ParagraphRuns(paragraph, kept, this::joined);
  private final NoteFinder notes;
  private final RestGateway rest;
  private final AccessDoor access;
  private final LoginGateway logins;
  private final QuartzJobs jobs = new QuartzJobs();
  private final AtomicReference<SearchService> index = new AtomicReference<>();
  private final CompletableFuture<Member> joined = new CompletableFuture<>();

  private ClusterModule(ClusterSettings settings, ZeppelinRelease zeppelin, String release) {
    this.services = new Services(settings, release);
    this.zeppelin = zeppelin;
    this.notes = new NoteFinder(zeppelin, System::nanoTime, NOTE_LIST_PAUSE_MILLIS);
    this.access = new AccessDoor(zeppelin, this::joined);
    this.rest =
        new RestGateway(
            new RestAnswers(
                new ClusterApi(services.metadata(), services.servers()),
                new ClusterActions(
                    services.servers(),
                    new MemberControl(
                        services.metadata(), services.metadata().members(), services.servers())),
                new Rights(settings.adminRole()),
                settings.insecure() ? Insecurity.warning(settings) : ""),
            () -> joined().openNotes(),
            path -> joined().noteAt(path),
            () -> joinedAlready().ifPresent(member -> member.openNotes().handled()));
    this.logins = new LoginGateway(services);
  }

  /** Puts the parts together; starts nothing. */
  public static ClusterModule create(ClusterSettings settings, ZeppelinRelease zeppelin) {
    String release = ClusterModule.class.getPackage().getImplementationVersion();
    return new ClusterModule(settings, zeppelin, release == null ? "development" : release);
  }

  /**
   * Starts the metadata, which other servers may need before this one can serve.
   *
   * @throws RuntimeException with one sentence on what to mend
   */
  public void start() {
    services.start();
  }

  /** Takes calls of other servers, then becomes a member. */
  @Override
  public synchronized void complete(Notebook notebook, NoteManager known, NotebookRepo storage) {
    if (joined.isDone()) {
      return;
    }
    Member member =
        new Member(
            services,
            zeppelin,
            paragraph,
            kept,
            logins,
            notebook,
            known,
            storage,
            notes,
            rest,
            access,
            jobs,
            index::get);
    member.start();
    joined.complete(member);
  }

  /** Waits for the parts: Zeppelin answers requests a moment before it is complete. */
  private Member joined() {
    try {
      return joined.get(JOIN_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(JOINING, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(JOINING, e);
    }
  }

  private Optional<Member> joinedAlready() {
    return Optional.ofNullable(joined.getNow(null));
  }

  @Override
  public RemoteInterpreterProcess process(
      ManagedInterpreterGroup group, String userName, Properties properties) throws IOException {
    return joined().door().getOrCreateInterpreterProcess(group, userName, properties);
  }

  @Override
  public boolean createInterpreter(
      RemoteInterpreter interpreter, String sessionId, Properties properties) throws IOException {
    return joined().door().createInterpreter(interpreter, sessionId, properties);
  }

  @Override
  public Map<String, String> processEnvironment() {
    return Map.of(ProcessIdentity.LAUNCHED_BY, services.servers().id());
  }

  @Override
  public boolean closeSession(ManagedInterpreterGroup group, String sessionId) {
    return joined().closer().closeSession(group, sessionId);
  }

  @Override
  public boolean closeGroup(ManagedInterpreterGroup group) {
    return joined().closer().closeGroup(group);
  }

  @Override
  public void closeSetting(String settingId) {
    if (joinedAlready().filter(m -> m.interpreterSettings().following()).isPresent()) {
      return;
    }
    joined().closer().closeSetting(settingId);
  }

  @Override
  public void closeAll() {
    joinedAlready().ifPresent(j -> j.closer().closeAll());
  }

  @Override
  public Object[] event(String method, Object[] arguments) throws TException {
    return joined().events().forward(method, arguments);
  }

  @Override
  public void findNote(NoteManager known, NotebookRepo storage, String noteId) throws IOException {
    notes.find(known, storage, noteId);
  }

  @Override
  public boolean treeChangeBegins() throws IOException {
    // Before the join the others could not be told: no step is taken without them.
    Member member = joined();
    if (member.following()) {
      return false;
    }
    member.tree().begin();
    return true;
  }

  @Override
  public void treeChangeEnds(String method, Object[] arguments) {
    ClusterTree tree = joined().tree();
    try {
      if (method != null) {
        ZeppelinTree.step(method, arguments).ifPresent(joined()::did);
      }
    } finally {
      tree.end();
    }
  }

  @Override
  public boolean storageIsAhead() {
    return joinedAlready().filter(Member::following).isPresent();
  }

  @Override
  public void requireOwned(String noteId) throws IOException {
    joined().openNotes().owners().requireOwned(noteId);
  }

  @Override
  public boolean keepsLoaded(String noteId) {
    return joined().openNotes().owners().keeps(noteId);
  }

  @Override
  public String message(NotebookServer server, NotebookSocket socket, String text) {
    Member member = joined();
    return member.browsers().message(member.openNotes(), server, socket, text).orElse(null);
  }

  @Override
  public void messageHandled(NotebookSocket socket, String text) {
    Member member = joined();
    member.openNotes().handled();
    member.browsers().handled(member.openNotes(), socket, text);
  }

  @Override
  public void brokenWhileSending(NotebookSocket socket, int code, String reason) {
    Thread end =
        new Thread(() -> zeppelin.closed(socket, code, reason), "cluster-broken-connection");
    end.setDaemon(true);
    end.start();
  }

  @Override
  public void left(NotebookSocket socket) {
    joinedAlready().ifPresent(member -> member.browsers().left(member.openNotes(), socket));
  }

  @Override
  public Caller caller() {
    return rest.caller();
  }

  @Override
  public ClusterRuns runs() {
    return runs;
  }

  @Override
  public Class<?> restFilter() {
    return zeppelin.restFilter();
  }

  @Override
  public ClusterRest rest() {
    return rest;
  }

  @Override
  public ClusterAccess access() {
    return access;
  }

  @Override
  public SessionDAO sessions() {
    return logins.sessions();
  }

  @Override
  public Optional<TicketContainer.Entry> ticket(String user) {
    return logins.ticket(user);
  }

  @Override
  public TicketContainer.Entry ticket(String user, Set<String> roles) {
    return logins.ticket(user, roles);
  }

  @Override
  public void removeTicket(String user) {
    logins.removeTicket(user);
  }

  @Override
  public Optional<Set<String>> roles(String user) {
    return logins.roles(user);
  }

  @Override
  public void schedulerStarted(Scheduler scheduler) {
    jobs.started(scheduler);
  }

  @Override
  public boolean cronFires(JobExecutionContext context) {
    return ScheduledNotes.fires(() -> joined().cron(), context);
  }

  @Override
  public void cronEnded(JobExecutionContext context) {
    joined().cron().ended(context);
  }

  @Override
  public void scheduleRefreshed(String noteId) throws IOException {
    // Before the join Zeppelin sets what it finds in the storage.
    Member member = joined.getNow(null);
    if (member != null) {
      member.cron().refreshed(noteId);
    }
  }

  @Override
  public List<NoteJobInfo> noteJobs(
      AuthorizationService permissions,
      long sinceMillis,
      ServiceContext context,
      ServiceCallback<List<NoteJobInfo>> callback)
      throws IOException {
    return joined().jobs().list(permissions, sinceMillis, context, callback);
  }

  @Override
  public void broadcast(String noteId, Message message) {
    joinedAlready().ifPresent(member -> member.jobs().told(noteId, message));
  }

  @Override
  public Object[] changeSettings(String method, Object[] arguments)
      throws IOException, InterpreterException {
    return joined().interpreterSettings().change(method, arguments);
  }

  @Override
  public void searchMade(SearchService made) {
    index.set(made);
  }

  @Override
  public List<Map<String, String>> found(String query, List<Map<String, String>> here) {
    return joined().search().found(query, here);
  }

  @Override
  public void interpretersInstalled() {
    joinedAlready().ifPresent(member -> member.interpreterSettings().installed());
  }

  /** Leaves the cluster: stops what this server manages, ends its session, closes everything. */
  public synchronized void shutdown() {
    LOGGER.info("Server {} leaves the cluster", services.servers().id());
    joinedAlready().ifPresent(Member::close);
    services.close();
  }
}
