// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.interpreters.InterpreterCluster;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.interpreter.InterpreterException;
import org.apache.zeppelin.interpreter.InterpreterResult;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreter;
import org.apache.zeppelin.notebook.Notebook;
import org.apache.zeppelin.notebook.Paragraph;
import org.apache.zeppelin.scheduler.Job;
import org.apache.zeppelin.socket.NotebookServer;
import org.apache.zeppelin.user.AuthenticationInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with what ran in a note when its former owner was lost, by Zeppelin's own recovery: the
 * process keeps a result until somebody asks for it. Where the process is gone too, the paragraph
 * ends with the reason.
 */
@TouchesZeppelin("go on with what ran in a note whose owner was lost")
final class Recovery {

  private static final Logger LOGGER = LoggerFactory.getLogger(Recovery.class);
  private static final String RUN_AGAIN = " Run the paragraph again.";

  /** What a process says of a run that it does not know, or knows no longer. */
  private static final String UNKNOWN_RUN = "Job is finished, unable to recover it";

  private final InterpreterCluster cluster;
  private final Notebook notebook;
  private final ZeppelinRelease zeppelin;
  private final CurrentParagraph current;
  private final Function<String, Optional<Set<String>>> roles;
  private final Supplier<Optional<NotebookServer>> listener;

  /**
   * @param roles with which roles a user is logged in
   * @param listener saves and shows what becomes of a run
   */
  Recovery(
      InterpreterCluster cluster,
      Notebook notebook,
      ZeppelinRelease zeppelin,
      CurrentParagraph current,
      Function<String, Optional<Set<String>>> roles,
      Supplier<Optional<NotebookServer>> listener) {
    this.cluster = cluster;
    this.notebook = notebook;
    this.zeppelin = zeppelin;
    this.current = current;
    this.roles = roles;
    this.listener = listener;
  }

  /**
   * Goes on with all that runs in the note, which this server owns.
   *
   * @throws IOException when the note cannot be read
   */
  void recover(String noteId) throws IOException {
    zeppelin.withNote(
        notebook,
        noteId,
        note -> {
          for (int i = 0; i < note.getParagraphCount(); i++) {
            Paragraph paragraph = note.getParagraph(i);
            if (paragraph.getStatus() == Job.Status.RUNNING) {
              recover(noteId, paragraph);
            }
          }
          return null;
        });
  }

  private void recover(String noteId, Paragraph paragraph) {
    // Zeppelin sets it when a run begins, not when it goes on with one.
    listener.get().ifPresent(paragraph::setListener);
    Optional<String> user = Optional.ofNullable(paragraph.getUser());
    user.ifPresent(
        name ->
            paragraph.setAuthenticationInfo(
                new AuthenticationInfo(
                    name, new HashSet<>(roles.apply(name).orElse(Set.of())), "")));
    try {
      String group = paragraph.getBindedInterpreter().getInterpreterGroup().getId();
      if (cluster.findExisting(group).isPresent()) {
        LOGGER.info("Go on with paragraph {} of note {}, in {}", paragraph.getId(), noteId, group);
        paragraph.recover();
      } else {
        lost(
            noteId,
            paragraph,
            cluster.lastLossOf(group).orElse("interpreter group " + group + " has no process"));
      }
    } catch (InterpreterException | IOException | RuntimeException e) {
      LOGGER.warn("Paragraph {} of note {} cannot be gone on with", paragraph.getId(), noteId, e);
      lost(noteId, paragraph, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private static void lost(String noteId, Paragraph paragraph, String reason) {
    LOGGER.warn("Paragraph {} of note {} was lost: {}", paragraph.getId(), noteId, reason);
    String text = "What ran here was lost with its server: " + reason + "." + RUN_AGAIN;
    paragraph.setReturn(new InterpreterResult(InterpreterResult.Code.ERROR, text), null);
    paragraph.setStatus(Job.Status.ERROR);
  }

  /**
   * What the user shall read when a run ended with its process, or could not be gone on with.
   *
   * @param result null when the call failed
   * @param failure null when it did not
   * @return null when Zeppelin's own result is to stand
   */
  InterpreterResult answered(
      RemoteInterpreter interpreter, InterpreterResult result, Throwable failure) {
    String group = interpreter.getInterpreterGroup().getId();
    if (failure != null) {
      return current
          .process()
          .flatMap(cluster::awaitLoss)
          .map(reason -> ended(group, reason, failure))
          .orElse(null);
    }
    boolean unknown =
        (current.recovering() || current.sentAgain())
            && result.code() == InterpreterResult.Code.ERROR
            && result.message().stream().anyMatch(m -> UNKNOWN_RUN.equals(m.getData()));
    if (!unknown) {
      return null;
    }
    return unknown(
        group,
        current.recovering()
            ? "The server that ran this paragraph was lost"
            : "The connection on which this paragraph was sent broke");
  }

  private static InterpreterResult ended(String group, String reason, Throwable failure) {
    LOGGER.warn("A run in interpreter group {} was lost: {}", group, reason, failure);
    return new InterpreterResult(
        InterpreterResult.Code.ERROR, "What ran here was lost: " + reason + "." + RUN_AGAIN);
  }

  private static InterpreterResult unknown(String group, String what) {
    return new InterpreterResult(
        InterpreterResult.Code.ERROR,
        what
            + ", and the process of interpreter group "
            + group
            + " does not know of the run: it did not get there, or its result was not fetched in"
            + " time."
            + RUN_AGAIN);
  }
}
