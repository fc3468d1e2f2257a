// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.interpreters.RunningProcess;
import org.apache.zeppelin.interpreter.InterpreterResult;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcessListener;
import org.apache.zeppelin.notebook.Paragraph;

/**
 * Knows the paragraph that the current thread runs, so that a start that has to wait can say so
 * where the user looks.
 */
@TouchesZeppelin("show in the paragraph why a start waits")
final class CurrentParagraph {

  /** The local property by which Zeppelin asks for a run that is there already. */
  static final String RECOVER = "isRecover";

  private final ThreadLocal<Paragraph> running = new ThreadLocal<>();
  private final ThreadLocal<RunningProcess> process = new ThreadLocal<>();
  private final ThreadLocal<Integer> timesSent = new ThreadLocal<>();
  private final Supplier<RemoteInterpreterProcessListener> listener;

  /**
   * @param listener what shows output in browsers; asked for at each use, and null until Zeppelin
   *     is complete
   */
  CurrentParagraph(Supplier<RemoteInterpreterProcessListener> listener) {
    this.listener = listener;
  }

  void begin(Paragraph paragraph) {
    running.set(paragraph);
  }

  void end() {
    running.remove();
    process.remove();
    timesSent.remove();
  }

  /** What the thread runs goes to that process now. */
  void reaches(RunningProcess used) {
    process.set(used);
    timesSent.set(0);
  }

  /**
   * What the thread runs is about to be sent there.
   *
   * @return true when it was sent before, on a connection that broke
   */
  boolean sendsAgain() {
    Integer times = timesSent.get();
    if (times == null) {
      return false;
    }
    timesSent.set(times + 1);
    return times > 0;
  }

  /** True when it was sent more than once. */
  boolean sentAgain() {
    return Optional.ofNullable(timesSent.get()).filter(times -> times > 1).isPresent();
  }

  /** The process has answered, or it has failed. */
  void answered() {
    timesSent.remove();
  }

  /** The process to which it went, which may have ended since. */
  Optional<RunningProcess> process() {
    return Optional.ofNullable(process.get());
  }

  /** Id of the running paragraph's note; empty outside of a run. */
  String noteId() {
    return Optional.ofNullable(running.get()).map(p -> p.getNote().getId()).orElse("");
  }

  /** True while the thread goes on with a run whose server was lost. */
  boolean recovering() {
    return Optional.ofNullable(running.get())
        .map(p -> p.getLocalProperties().get(RECOVER))
        .filter(Boolean::parseBoolean)
        .isPresent();
  }

  /** A notice in the paragraph that the calling thread runs now, if any; usable by any thread. */
  Notice notice() {
    return new Notice(Optional.ofNullable(running.get()));
  }

  /** Lines that stand where the paragraph's output will be, until it comes. */
  final class Notice {
    private final Optional<Paragraph> paragraph;
    private volatile boolean shown;

    private Notice(Optional<Paragraph> paragraph) {
      this.paragraph = paragraph;
    }

    void show(String line) {
      RemoteInterpreterProcessListener output = listener.get();
      if (output == null) {
        return;
      }
      paragraph.ifPresent(
          p -> {
            shown = true;
            output.onOutputUpdated(
                p.getNote().getId(), p.getId(), 0, InterpreterResult.Type.TEXT, line + "\n");
            // Also for those who open the note, or ask by REST, while it waits.
            output.checkpointOutput(p.getNote().getId(), p.getId());
          });
    }

    /** The wait is over: what was shown goes. */
    void remove() {
      RemoteInterpreterProcessListener output = listener.get();
      if (shown && output != null) {
        paragraph.ifPresent(p -> output.onOutputClear(p.getNote().getId(), p.getId()));
      }
    }
  }
}
