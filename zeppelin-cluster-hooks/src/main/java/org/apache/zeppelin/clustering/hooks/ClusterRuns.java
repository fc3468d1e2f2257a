// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import org.apache.zeppelin.interpreter.InterpreterContext;
import org.apache.zeppelin.interpreter.InterpreterException;
import org.apache.zeppelin.interpreter.InterpreterResult;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreter;
import org.apache.zeppelin.interpreter.thrift.RemoteInterpreterContext;
import org.apache.zeppelin.notebook.Paragraph;

/** What woven code asks about runs of paragraphs. Any thread of Zeppelin may call. */
@TouchesZeppelin("name what woven code passes on about runs")
public interface ClusterRuns {

  /** The calling thread begins to run the paragraph. */
  void begins(Paragraph paragraph);

  /** The calling thread's paragraph has ended. */
  void ends();

  /**
   * A paragraph is about to run through the interpreter.
   *
   * @return what {@link #answered} is to be told
   */
  boolean reaches(RemoteInterpreter interpreter, InterpreterContext context)
      throws InterpreterException;

  /**
   * The calling thread is about to send something to a process. A paragraph that it sends for the
   * second time goes as a question after its run, so that it does not run twice.
   */
  void sends(RemoteInterpreterContext context);

  /**
   * The interpreter has answered, or failed.
   *
   * @param reached what {@link #reaches} gave back; false when it failed
   * @param result null when it failed
   * @param failure null when it answered
   * @return what the user shall read in place of that; null when Zeppelin knows best
   */
  InterpreterResult answered(
      RemoteInterpreter interpreter, boolean reached, InterpreterResult result, Throwable failure);

  /** True while the calling thread reads a note whose running paragraphs are to go on running. */
  boolean keepsRunning();
}
