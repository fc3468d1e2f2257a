// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.cron.Firings;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.notes.NoteOwners;
import org.apache.zeppelin.clustering.rpc.CronCalls;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.interpreter.InterpreterContext;
import org.apache.zeppelin.interpreter.InterpreterException;
import org.apache.zeppelin.notebook.NoteManager;
import org.apache.zeppelin.notebook.Notebook;
import org.apache.zeppelin.notebook.repo.NotebookRepo;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scheduled notes between Zeppelin's scheduler and the cluster. */
@TouchesZeppelin("run a scheduled note once in the cluster")
final class ScheduledNotes implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(ScheduledNotes.class);

  private final ZeppelinRelease zeppelin;
  private final NoteManager notes;
  private final NoteOwners owners;
  private final QuartzJobs jobs;
  private final ZeppelinCron local;
  private final Firings firings;

  ScheduledNotes(
      Services services,
      ZeppelinRelease zeppelin,
      Notebook notebook,
      NoteManager notes,
      NotebookRepo storage,
      NoteOwners owners,
      QuartzJobs jobs) {
    this.zeppelin = zeppelin;
    this.notes = notes;
    this.owners = owners;
    this.jobs = jobs;
    this.local =
        new ZeppelinCron(zeppelin, services.settings().zeppelin(), notebook, notes, storage, jobs);
    this.firings =
        new Firings(
            services.metadata(),
            services.servers(),
            new Peers(services.metadata(), services.clients()),
            owners::otherOwner,
            local,
            services.retries()::submit,
            services.settings().cronWaitMillis());
  }

  /** Starts to follow the log. Call before this server's session is opened. */
  void start() {
    firings.start();
  }

  /** What other servers may call. */
  CronCalls rpc() {
    return firings::asked;
  }

  /**
   * @param joined waits until this server has joined
   * @return true when the calling thread is to run the job
   */
  static boolean fires(Supplier<ScheduledNotes> joined, JobExecutionContext context) {
    try {
      if (joined.get().fires(context)) {
        return true;
      }
    } catch (IOException | RuntimeException e) {
      LOGGER.warn("A firing is left out here: {}", context, e);
    }
    // Zeppelin's listener fails without a result.
    context.setResult("skipped");
    return false;
  }

  private boolean fires(JobExecutionContext context) throws IOException {
    if (jobs.running()) {
      return true;
    }
    String noteId = noteId(context);
    if (!firings.comes(noteId, context.getScheduledFireTime().getTime())) {
      return false;
    }
    boolean ready = false;
    try {
      // Since the job was made the note may have been read anew.
      context.getJobDetail().getJobDataMap().putAll(local.data(noteId));
      ready = true;
    } finally {
      if (!ready) {
        firings.ended(noteId);
      }
    }
    return true;
  }

  private static String noteId(JobExecutionContext context) {
    return context.getJobDetail().getKey().getName();
  }

  /** The calling thread has run the job. */
  void ended(JobExecutionContext context) {
    if (!jobs.running()) {
      firings.ended(noteId(context));
    }
  }

  /** A paragraph is about to be given to an interpreter. */
  void begins(InterpreterContext context) throws InterpreterException {
    try {
      firings.begins(context.getNoteId());
    } catch (IOException e) {
      throw new InterpreterException(e.getMessage(), e);
    }
  }

  /**
   * Zeppelin has set a note's schedule. What is set on a server that does not own the note is what
   * the storage has; what is set on its owner the storage may not have yet.
   */
  void refreshed(String noteId) throws IOException {
    if (!owners.owns(noteId)) {
      return;
    }
    String cron =
        zeppelin.withNote(
            notes,
            noteId,
            false,
            note -> {
              notes.saveNote(note);
              return ZeppelinCron.cron(note);
            });
    firings.scheduleChanged(noteId, cron);
  }

  /** The note is removed, on this server first. */
  void removed(String noteId) {
    local.schedule(noteId, null);
    firings.removed(noteId);
  }

  @Override
  public void close() {
    firings.close();
  }
}
