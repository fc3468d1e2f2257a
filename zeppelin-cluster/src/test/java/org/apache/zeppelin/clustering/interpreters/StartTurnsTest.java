// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zeppelin.clustering.metadata.Await;
import org.apache.zeppelin.clustering.rpc.wire.StaleException;
import org.junit.Test;

public class StartTurnsTest {

  private final StartTurns turns = new StartTurns();
  private final AtomicInteger ended = new AtomicInteger();

  private CompletableFuture<Void> begin(String group, StartTurns.EndOther endOther) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            turns.begin(group, endOther);
          } catch (IOException | StaleException e) {
            throw new CompletionException(e);
          }
        });
  }

  @Test
  public void aSecondStartHasTheFirstEndAndWaitsForIt() throws Exception {
    turns.begin("md", ended::incrementAndGet);
    assertEquals(0, ended.get());
    CompletableFuture<Void> second = begin("md", ended::incrementAndGet);
    Await.until("the first is told twice", () -> ended.get() > 1);
    assertFalse(second.isDone());
    turns.end("md");
    second.join();
    turns.end("md");
    turns.begin("md", ended::incrementAndGet);
  }

  @Test
  public void anotherGroupWaitsForNobody() throws Exception {
    turns.begin("md", ended::incrementAndGet);
    turns.begin("sh", ended::incrementAndGet);
    assertEquals(0, ended.get());
  }

  @Test
  public void whoseClaimIsOldHasNoTurn() throws Exception {
    turns.begin("md", ended::incrementAndGet);
    CompletableFuture<Void> second =
        begin(
            "md",
            () -> {
              throw new StaleException("a newer claim", 9);
            });
    Throwable failure = assertThrows(CompletionException.class, second::join).getCause();
    assertTrue(failure instanceof StaleException);
    turns.end("md");
    turns.begin("md", ended::incrementAndGet);
  }
}
