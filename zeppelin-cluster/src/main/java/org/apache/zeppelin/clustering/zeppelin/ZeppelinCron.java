// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.text.ParseException;
import java.util.Date;
import java.util.Map;
import org.apache.zeppelin.clustering.cron.LocalCron;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.conf.ZeppelinConfiguration;
import org.apache.zeppelin.notebook.Note;
import org.apache.zeppelin.notebook.NoteManager;
import org.apache.zeppelin.notebook.Notebook;
import org.apache.zeppelin.notebook.repo.NotebookRepo;
import org.apache.zeppelin.user.AuthenticationInfo;
import org.quartz.CronExpression;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Zeppelin's scheduled notes on this server. */
@TouchesZeppelin("run scheduled notes as Zeppelin does")
final class ZeppelinCron implements LocalCron {

  private static final Logger LOGGER = LoggerFactory.getLogger(ZeppelinCron.class);
  private static final String TRASH = "/~Trash";

  private final ZeppelinRelease zeppelin;
  private final ZeppelinConfiguration configuration;
  private final Notebook notebook;
  private final NoteManager notes;
  private final NotebookRepo storage;
  private final QuartzJobs jobs;

  ZeppelinCron(
      ZeppelinRelease zeppelin,
      ZeppelinConfiguration configuration,
      Notebook notebook,
      NoteManager notes,
      NotebookRepo storage,
      QuartzJobs jobs) {
    this.zeppelin = zeppelin;
    this.configuration = configuration;
    this.notebook = notebook;
    this.notes = notes;
    this.storage = storage;
    this.jobs = jobs;
  }

  @Override
  public boolean present(String noteId) {
    String path = notes.getNotesInfo().get(noteId);
    return path != null && !path.startsWith(TRASH);
  }

  @Override
  public boolean scheduled(String noteId, long scheduledMillis) throws IOException {
    return zeppelin.withNote(
        notes,
        noteId,
        false,
        note -> {
          String cron = cron(note);
          try {
            return cron != null
                && note.isCronSupported(configuration)
                && new CronExpression(cron).isSatisfiedBy(new Date(scheduledMillis));
          } catch (ParseException e) {
            LOGGER.debug("Note {} has a schedule that is none: {}", noteId, cron, e);
            return false;
          }
        });
  }

  /** Null when the note has no schedule. */
  static String cron(Note note) {
    Object cron = note.getConfig() == null ? null : note.getConfig().get("cron");
    return cron == null || cron.toString().isBlank() ? null : cron.toString();
  }

  @Override
  public boolean busy(String noteId) throws IOException {
    return zeppelin.withNote(
        notes, noteId, false, note -> note.isRunning() || note.haveRunningOrPendingParagraphs());
  }

  /** What Zeppelin's job wants to know of the note as it is now. */
  Map<String, Object> data(String noteId) throws IOException {
    return zeppelin.cronData(notebook, noteId);
  }

  @Override
  public void run(String noteId) {
    try {
      jobs.run(noteId, data(noteId));
    } catch (IOException | RuntimeException e) {
      LOGGER.warn("Note {} could not be run for its schedule", noteId, e);
    }
  }

  @Override
  public void schedule(String noteId, String cron) {
    try {
      jobs.schedule(noteId, cron, cron == null ? Map.of() : data(noteId));
    } catch (IOException | RuntimeException e) {
      LOGGER.warn("Note {} cannot be scheduled here as '{}'", noteId, cron, e);
    }
  }

  @Override
  public void scheduleAll() {
    for (Map.Entry<String, String> each : Map.copyOf(notes.getNotesInfo()).entrySet()) {
      try {
        schedule(
            each.getKey(),
            cron(storage.get(each.getKey(), each.getValue(), AuthenticationInfo.ANONYMOUS)));
      } catch (IOException | RuntimeException e) {
        LOGGER.warn("The schedule of note {} cannot be read", each.getKey(), e);
      }
    }
  }
}
