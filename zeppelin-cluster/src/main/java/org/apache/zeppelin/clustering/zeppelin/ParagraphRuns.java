// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.hooks.ClusterRuns;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.interpreter.InterpreterContext;
import org.apache.zeppelin.interpreter.InterpreterException;
import org.apache.zeppelin.interpreter.InterpreterResult;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreter;
import org.apache.zeppelin.interpreter.thrift.RemoteInterpreterContext;
import org.apache.zeppelin.notebook.Paragraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs of paragraphs on this server, as woven code reports them. */
@TouchesZeppelin("know which paragraph a thread runs")
final class ParagraphRuns implements ClusterRuns {

  private static final Logger LOGGER = LoggerFactory.getLogger(ParagraphRuns.class);

  private final CurrentParagraph paragraph;
  private final KeptRunning kept;
  private final Supplier<Member> member;

  /**
   * @param member waits for this server to have joined
   */
  ParagraphRuns(CurrentParagraph paragraph, KeptRunning kept, Supplier<Member> member) {
    this.paragraph = paragraph;
    this.kept = kept;
    this.member = member;
  }

  @Override
  public void begins(Paragraph running) {
    paragraph.begin(running);
  }

  @Override
  public void ends() {
    paragraph.end();
  }

  @Override
  public boolean reaches(RemoteInterpreter interpreter, InterpreterContext context)
      throws InterpreterException {
    member.get().cron().begins(context);
    return member.get().door().running(interpreter, context);
  }

  @Override
  public void sends(RemoteInterpreterContext context) {
    if (paragraph.sendsAgain()) {
      LOGGER.warn(
          "The connection on which paragraph {} of note {} ran is broken; its run is asked for",
          context.getParagraphId(),
          context.getNoteId());
      Map<String, String> properties = new HashMap<>(context.getLocalProperties());
      properties.put(CurrentParagraph.RECOVER, "true");
      context.setLocalProperties(properties);
    }
  }

  @Override
  public InterpreterResult answered(
      RemoteInterpreter interpreter, boolean reached, InterpreterResult result, Throwable failure) {
    if (reached) {
      member.get().door().ran(interpreter);
    }
    try {
      return member.get().recovery().answered(interpreter, result, failure);
    } finally {
      paragraph.answered();
    }
  }

  @Override
  public boolean keepsRunning() {
    return kept.inThisThread();
  }
}
