// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.zeppelin.interpreter.InterpreterResult;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcessListener;
import org.apache.zeppelin.notebook.Paragraph;

/**
 * Knows the paragraph that the current thread runs, so that a start that has to wait can say so
 * where the user looks.
 */
final class CurrentParagraph {

  private final ThreadLocal<Paragraph> running = new ThreadLocal<>();
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
  }

  /** Id of the running paragraph's note; empty outside of a run. */
  String noteId() {
    return Optional.ofNullable(running.get()).map(p -> p.getNote().getId()).orElse("");
  }

  /** Shows lines as output of the paragraph that the calling thread runs now; from any thread. */
  Consumer<String> shower() {
    Paragraph paragraph = running.get();
    return line -> {
      RemoteInterpreterProcessListener output = listener.get();
      if (paragraph != null && output != null) {
        output.onOutputUpdated(
            paragraph.getNote().getId(),
            paragraph.getId(),
            0,
            InterpreterResult.Type.TEXT,
            line + "\n");
        // Also for those who open the note, or ask by REST, while it waits.
        output.checkpointOutput(paragraph.getNote().getId(), paragraph.getId());
      }
    };
  }
}
