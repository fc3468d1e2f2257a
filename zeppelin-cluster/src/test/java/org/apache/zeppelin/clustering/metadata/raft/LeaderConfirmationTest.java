// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.junit.Test;

public class LeaderConfirmationTest {

  private final Map<String, CompletableFuture<Long>> asked = new TreeMap<>();
  private final List<Runnable> whenItTakesLong = new ArrayList<>();
  private CompletableFuture<Void> timer;
  private long leadingTerm = 7;
  private long committed = 100;
  private Set<String> voters = Set.of("a", "b", "c");
  private final LeaderConfirmation confirmation =
      new LeaderConfirmation(
          "a",
          () -> leadingTerm,
          () -> committed,
          () -> List.of(voters),
          voter -> asked.computeIfAbsent(voter, v -> new CompletableFuture<>()),
          task -> {
            whenItTakesLong.add(task);
            timer = new CompletableFuture<Void>();
            return timer;
          });

  private static void assertFails(CompletableFuture<Long> confirmed) {
    assertTrue(confirmed.isDone());
    ExecutionException e = assertThrows(ExecutionException.class, confirmed::get);
    assertEquals(MetadataException.class, e.getCause().getClass());
  }

  @Test
  public void givesWhatWasCommittedWhenItWasAsked() throws Exception {
    CompletableFuture<Long> confirmed = confirmation.confirm();
    committed = 200;
    assertFalse(confirmed.isDone());
    asked.get("b").complete(7L);
    assertEquals(100, (long) confirmed.get());
    assertTrue("nobody else will be asked", timer.isCancelled());
    assertEquals(Set.of("b"), asked.keySet());
  }

  @Test
  public void asksTheOthersWhenItTakesLong() throws Exception {
    CompletableFuture<Long> confirmed = confirmation.confirm();
    assertEquals(Set.of("b"), asked.keySet());
    whenItTakesLong.remove(0).run();
    assertEquals(Set.of("b", "c"), asked.keySet());
    asked.get("c").complete(7L);
    assertEquals(100, (long) confirmed.get());
    asked.remove("b").complete(9L);
    assertEquals("what comes later changes nothing", 100, (long) confirmed.get());
    asked.clear();
    confirmation.confirm();
    assertEquals("who was late is not asked first again", Set.of("c"), asked.keySet());
  }

  @Test
  public void asksTheOthersAtOnceWhenOneFails() throws Exception {
    voters = Set.of("a", "b", "c", "d", "e");
    CompletableFuture<Long> confirmed = confirmation.confirm();
    assertEquals(Set.of("b", "c"), asked.keySet());
    asked.get("c").completeExceptionally(new IllegalStateException("gone"));
    assertEquals(Set.of("b", "c", "d", "e"), asked.keySet());
    asked.get("b").complete(7L);
    assertFalse(confirmed.isDone());
    asked.get("e").complete(7L);
    assertEquals(100, (long) confirmed.get());
    asked.clear();
    confirmation.confirm();
    assertEquals("the one that answered is asked again", Set.of("b", "d"), asked.keySet());
  }

  @Test
  public void failsWhenAnotherWasElected() {
    CompletableFuture<Long> confirmed = confirmation.confirm();
    asked.get("b").complete(8L);
    assertFails(confirmed);
  }

  @Test
  public void failsWhenItLeadsNoMoreAsTheAnswersCome() {
    CompletableFuture<Long> confirmed = confirmation.confirm();
    leadingTerm = LeaderRole.NOT_LEADING;
    asked.get("b").complete(7L);
    assertFails(confirmed);
  }

  @Test
  public void failsWhenNobodyAnswers() {
    CompletableFuture<Long> confirmed = confirmation.confirm();
    asked.get("b").completeExceptionally(new IllegalStateException("gone"));
    assertFalse(confirmed.isDone());
    asked.get("c").completeExceptionally(new IllegalStateException("gone, too"));
    assertFails(confirmed);
  }

  @Test
  public void asksNobodyWhenItDoesNotLeadOrIsAlone() throws Exception {
    voters = Set.of("a");
    assertEquals(100, (long) confirmation.confirm().get());
    leadingTerm = LeaderRole.NOT_LEADING;
    assertFails(confirmation.confirm());
    assertEquals(Set.of(), asked.keySet());
  }

  @Test
  public void aVotersQuestionAnswersTheLeadersOwn() {
    assertEquals(Optional.of(100L), by("b", 7));
    assertEquals("one that has not heard of this term yet", Optional.of(100L), by("b", 6));
    assertEquals("there was another election", Optional.empty(), by("b", 8));
    assertEquals("no voter", Optional.empty(), by("listener", 7));
    assertEquals("itself counts once", Optional.empty(), by("a", 7));
    voters = Set.of("a", "b", "c", "d", "e");
    assertEquals("two of five", Optional.empty(), by("b", 7));
    leadingTerm = LeaderRole.NOT_LEADING;
    voters = Set.of("a", "b", "c");
    assertEquals(Optional.empty(), by("b", 7));
    assertEquals(Set.of(), asked.keySet());
  }

  private Optional<Long> by(String asker, long term) {
    return confirmation.confirmedBy(asker, term);
  }
}
