// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.Map;
import org.apache.zeppelin.clustering.interpreters.RunningProcess;
import org.apache.zeppelin.interpreter.thrift.RemoteInterpreterContext;
import org.junit.Test;

public class ParagraphRunsTest {

  private static final Map<String, String> OWN = Map.of("own", "property");
  private static final Map<String, String> RECOVERING =
      Map.of("own", "property", "isRecover", "true");

  private final RunningProcess process =
      new RunningProcess("group", 1, "localhost:1", "session", "localhost", 2);
  private final CurrentParagraph paragraph = new CurrentParagraph(() -> null);
  private final ParagraphRuns runs = new ParagraphRuns(paragraph, null, () -> null);

  private Map<String, String> sent() {
    RemoteInterpreterContext context = new RemoteInterpreterContext();
    context.setLocalProperties(OWN);
    runs.sends(context);
    return context.getLocalProperties();
  }

  @Test
  public void whatIsSentTheSecondTimeAsksForTheRunThatIsThereAlready() {
    paragraph.reaches(process);
    assertEquals(OWN, sent());
    assertFalse(paragraph.sentAgain());
    assertEquals(RECOVERING, sent());
    assertTrue(paragraph.sentAgain());
    assertEquals(RECOVERING, sent());
  }

  @Test
  public void theNextRunIsANewOne() {
    paragraph.reaches(process);
    sent();
    sent();
    paragraph.answered();
    assertEquals("what no run sends", OWN, sent());
    assertFalse(paragraph.sentAgain());
    paragraph.reaches(process);
    assertEquals(OWN, sent());
  }

  @Test
  public void aThreadThatRunsNothingSendsWhatItIsGiven() throws Exception {
    paragraph.reaches(process);
    sent();
    Thread other = new Thread(() -> assertEquals(OWN, sent()));
    Throwable[] failed = new Throwable[1];
    other.setUncaughtExceptionHandler((thread, failure) -> failed[0] = failure);
    other.start();
    other.join();
    assertEquals(null, failed[0]);
  }
}
