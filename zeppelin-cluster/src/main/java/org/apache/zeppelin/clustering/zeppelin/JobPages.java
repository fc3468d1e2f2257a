// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.notes.NoteOwners;
import org.apache.zeppelin.clustering.rpc.JobCalls;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.common.Message;
import org.apache.zeppelin.notebook.AuthorizationService;
import org.apache.zeppelin.notebook.NoteManager;
import org.apache.zeppelin.notebook.repo.NotebookRepo;
import org.apache.zeppelin.service.JobManagerService.NoteJobInfo;
import org.apache.zeppelin.service.ServiceCallback;
import org.apache.zeppelin.service.ServiceContext;
import org.apache.zeppelin.socket.NotebookServer;
import org.apache.zeppelin.user.AuthenticationInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Job manager pages of this server: what they show of a note is what its owner has of it. Notes
 * that nobody owns are looked up in the storage, and not kept. Any thread may call.
 */
@TouchesZeppelin("show the jobs of all servers on the job manager page")
final class JobPages implements JobCalls, AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(JobPages.class);
  private static final String PAGE = "JOB_MANAGER_PAGE";
  private static final String REST = "org.apache.zeppelin.rest.";
  private static final int MAX_WAITING = 1_000;

  private final Gson gson = new Gson();
  private final ThreadLocal<Boolean> passing = ThreadLocal.withInitial(() -> false);
  private final Services services;
  private final ZeppelinRelease zeppelin;
  private final NoteManager notes;
  private final NotebookRepo storage;
  private final NoteOwners owners;
  private final Supplier<Optional<NotebookServer>> server;
  private final Peers peers;

  /**
   * One thread, so that news keep their order; what is too much is left out: a newer one follows.
   */
  private final ThreadPoolExecutor teller =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.MINUTES,
          new LinkedBlockingQueue<>(MAX_WAITING),
          JobPages::daemon,
          new ThreadPoolExecutor.DiscardOldestPolicy());

  JobPages(
      Services services,
      ZeppelinRelease zeppelin,
      NoteManager notes,
      NotebookRepo storage,
      NoteOwners owners,
      Supplier<Optional<NotebookServer>> server) {
    this.services = services;
    this.zeppelin = zeppelin;
    this.notes = notes;
    this.storage = storage;
    this.owners = owners;
    this.server = server;
    this.peers = new Peers(services.metadata(), services.clients());
    this.teller.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "cluster-jobs");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * What the page shows of the notes that the user owns.
   *
   * @return null when the page is switched off, which Zeppelin says itself
   */
  List<NoteJobInfo> list(
      AuthorizationService permissions,
      long sinceMillis,
      ServiceContext context,
      ServiceCallback<List<NoteJobInfo>> callback)
      throws IOException {
    if (!services.settings().zeppelin().isJobManagerEnabled()) {
      return null;
    }
    List<JsonObject> found = own();
    // Zeppelin asks after each change of a note too; that is about notes of this server only.
    if (sinceMillis == 0 || callback.getClass().getName().startsWith(REST)) {
      found.addAll(ofOthers());
      found.addAll(ofNobody());
    }
    List<NoteJobInfo> jobs = new ArrayList<>();
    for (JsonObject job : found) {
      if (job.get("unixTimeLastRun").getAsLong() > sinceMillis
          && permissions.isOwner(context.getUserAndRoles(), job.get("noteId").getAsString())) {
        jobs.add(gson.fromJson(job, NoteJobInfo.class));
      }
    }
    callback.onSuccess(jobs, context);
    return jobs;
  }

  private List<JsonObject> own() {
    List<JsonObject> jobs = new ArrayList<>();
    for (String noteId : owners.owned()) {
      if (!notes.getNotesInfo().containsKey(noteId)) {
        continue;
      }
      try {
        jobs.add(zeppelin.withNote(notes, noteId, false, note -> json(new NoteJobInfo(note))));
      } catch (IOException | RuntimeException e) {
        LOGGER.debug("Note {} is not shown among the jobs", noteId, e);
      }
    }
    return jobs;
  }

  private JsonObject json(NoteJobInfo job) {
    return gson.toJsonTree(job).getAsJsonObject();
  }

  private List<JsonObject> ofOthers() {
    List<JsonObject> jobs = new ArrayList<>();
    for (String other : peers.others(services.servers().id())) {
      try {
        String answer = peers.callIdempotent(other, callMillis(), client -> client.noteJobs());
        for (JsonElement job : gson.fromJson(answer, JsonArray.class)) {
          jobs.add(job.getAsJsonObject());
        }
      } catch (TException e) {
        LOGGER.warn("The jobs of server {} are not shown: it does not answer", other, e);
      }
    }
    return jobs;
  }

  private long callMillis() {
    return services.settings().interpreters().callTimeoutMillis();
  }

  private List<JsonObject> ofNobody() {
    List<JsonObject> jobs = new ArrayList<>();
    for (Map.Entry<String, String> each : Map.copyOf(notes.getNotesInfo()).entrySet()) {
      if (owners.known(each.getKey()).isPresent()) {
        continue;
      }
      try {
        jobs.add(
            json(
                new NoteJobInfo(
                    storage.get(each.getKey(), each.getValue(), AuthenticationInfo.ANONYMOUS))));
      } catch (IOException | RuntimeException e) {
        LOGGER.debug("Note {} is not shown among the jobs", each.getKey(), e);
      }
    }
    return jobs;
  }

  /** Zeppelin has told this server's browsers something; what is for the pages goes to all. */
  void told(String noteId, Message message) {
    if (!PAGE.equals(noteId) || passing.get()) {
      return;
    }
    String text = message.toJson();
    teller.execute(
        () -> {
          for (String other : peers.others(services.servers().id())) {
            try {
              peers.call(
                  other,
                  callMillis(),
                  client -> {
                    client.jobsChanged(text);
                    return null;
                  });
            } catch (TException e) {
              LOGGER.debug("Server {} was not told of changed jobs", other, e);
            }
          }
        });
  }

  @Override
  public String noteJobs() {
    return gson.toJson(own());
  }

  @Override
  public void jobsChanged(String message) {
    passing.set(true);
    try {
      server
          .get()
          .ifPresent(s -> s.getConnectionManager().broadcast(PAGE, Message.fromJson(message)));
    } finally {
      passing.remove();
    }
  }

  @Override
  public void close() {
    teller.shutdownNow();
  }
}
