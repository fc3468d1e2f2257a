// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.apache.zeppelin.clustering.metadata.Commands.put;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.zeppelin.clustering.metadata.state.RequestIds;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.RequestId;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.junit.After;
import org.junit.Test;

public class RetryQueueTest {

  /** One try that the test decides. */
  private static final class Attempt {
    final RequestId id;
    final String key;
    final CompletableFuture<Result> answer = new CompletableFuture<>();

    Attempt(RequestId id, List<Command> commands) {
      this.id = id;
      key = commands.get(0).getPut().getKey();
    }

    void succeed() {
      answer.complete(new Result(ResultCode.OK, 1));
    }

    void lose() {
      answer.completeExceptionally(
          new MetadataUnavailableException(
              "no majority: server b does not answer", List.of(), null));
    }
  }

  private final List<Attempt> attempts = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private RetryQueue queue = queue(3, 1_000_000);

  private RetryQueue queue(int maxEntries, long maxBytes) {
    MetadataSettings settings =
        MetadataSettings.builder()
            .serverId("a:1")
            .servers(List.of("a:1"))
            .storageDir(Path.of("unused"))
            .retryQueueMaxEntries(maxEntries)
            .retryQueueMaxBytes(maxBytes)
            .build();
    return new RetryQueue(settings, this::commit, nanos::get, new ScheduledThreadPoolExecutor(1));
  }

  private synchronized CompletableFuture<Result> commit(RequestId id, List<Command> commands) {
    attempts.add(new Attempt(id, commands));
    return attempts.get(attempts.size() - 1).answer;
  }

  private synchronized int tried() {
    return attempts.size();
  }

  private Attempt attempt(int number) throws Exception {
    Await.until("attempt " + number, () -> tried() >= number);
    synchronized (this) {
      return attempts.get(number - 1);
    }
  }

  private CompletableFuture<Result> submit(String key) {
    return queue.submit(key, List.of(put(key, "x")));
  }

  private static void assertFails(String part, CompletableFuture<Result> future) {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> future.get(60, SECONDS));
    assertEquals(MetadataException.class, failure.getCause().getClass());
    assertTrue(failure.getMessage(), failure.getMessage().contains(part));
  }

  @After
  public void close() {
    queue.close();
  }

  @Test
  public void writesGoOneAfterTheOtherInTheirOrder() throws Exception {
    CompletableFuture<Result> a = submit("note/a");
    CompletableFuture<Result> b = submit("note/b");
    attempt(1);
    assertEquals("the second waits for the first", 1, tried());
    attempt(1).succeed();
    attempt(2).succeed();
    assertEquals(ResultCode.OK, a.get(60, SECONDS).getCode());
    assertEquals(ResultCode.OK, b.get(60, SECONDS).getCode());
    assertEquals("note/a", attempt(1).key);
    assertEquals("note/b", attempt(2).key);
    assertEquals(0, queue.depth());
    assertEquals(0, queue.bytes());
  }

  @Test
  public void aWriteWithoutAMajorityIsTriedAgainUnderItsOwnId() throws Exception {
    CompletableFuture<Result> a = submit("note/a");
    CompletableFuture<Result> b = submit("note/b");
    attempt(1).lose();
    attempt(2).lose();
    attempt(3).succeed();
    attempt(4).succeed();
    a.get(60, SECONDS);
    b.get(60, SECONDS);
    assertEquals("note/a", attempt(3).key);
    assertEquals(attempt(1).id, attempt(2).id);
    assertEquals(attempt(1).id, attempt(3).id);
    assertTrue(attempt(4).id.getSequence() > attempt(1).id.getSequence());
    assertTrue(attempt(4).id.getAnsweredBelow() > attempt(1).id.getSequence());
  }

  @Test
  public void aLaterWriteTakesThePlaceOfAnEarlierOneOfItsKey() throws Exception {
    submit("note/head");
    attempt(1);
    CompletableFuture<Result> earlier = submit("note/a");
    submit("note/b");
    CompletableFuture<Result> later = submit("note/a");
    assertEquals(1, queue.superseded());
    assertEquals(3, queue.depth());
    for (int i = 1; i <= 3; i++) {
      attempt(i).succeed();
    }
    later.get(60, SECONDS);
    assertEquals(later.get(), earlier.get(60, SECONDS));
    assertEquals("note/b", attempt(2).key);
    assertEquals("note/a", attempt(3).key);
    assertEquals(3, tried());
  }

  @Test
  public void theOneBeingTriedIsNotSuperseded() throws Exception {
    CompletableFuture<Result> first = submit("note/a");
    attempt(1);
    CompletableFuture<Result> second = submit("note/a");
    assertEquals(2, queue.depth());
    attempt(1).succeed();
    attempt(2).succeed();
    first.get(60, SECONDS);
    second.get(60, SECONDS);
  }

  @Test
  public void aSupersededWriteThatWasTriedCannotApplyLate() throws Exception {
    submit("note/a");
    attempt(1).lose();
    Await.until("the failure is known", () -> queue.lastError().isPresent());
    // Either it is superseded while it pauses, or tried again before; the second answer tells.
    submit("note/a");
    attempt(2).succeed();
    if (queue.superseded() == 1) {
      assertTrue(attempt(2).id.getAnsweredBelow() > attempt(1).id.getSequence());
    } else {
      assertEquals(attempt(1).id, attempt(2).id);
    }
  }

  @Test
  public void manySupersededTriesDoNotExhaustTheIds() {
    RequestIds ids = new RequestIds("c");
    RequestId stuck = ids.take().orElseThrow();
    Optional<RequestId> last = Optional.of(stuck);
    for (int i = 0; i < RequestIds.MAX_UNDER_WAY; i++) {
      last = ids.take();
      last.ifPresent(ids::done);
    }
    assertFalse("one unanswered request holds the numbers back", last.isPresent());
    ids.done(stuck);
    assertTrue(ids.take().isPresent());
  }

  @Test
  public void aFullQueueRefusesTheNewcomerAndKeepsTheRest() throws Exception {
    submit("note/a");
    submit("note/b");
    submit("note/c");
    assertFails("full", submit("note/d"));
    assertEquals(1, queue.refused());
    assertEquals(3, queue.depth());
    submit("note/c");
    assertEquals("superseding needs no room", 1, queue.refused());
    attempt(1).succeed();
    attempt(2);
    assertEquals(2, queue.depth());
  }

  @Test
  public void bytesAreBoundedToo() {
    queue.close();
    queue = queue(1000, 200);
    submit("note/a");
    assertTrue(queue.bytes() > 0 && queue.bytes() <= 200);
    assertFails("full", submit("note/" + "b".repeat(200)));
    assertEquals(1, queue.depth());
  }

  @Test
  public void anErrorThatNoRetryMendsIsTold() throws Exception {
    CompletableFuture<Result> a = submit("note/a");
    CompletableFuture<Result> b = submit("note/b");
    attempt(1).answer.completeExceptionally(new MetadataException("malformed"));
    attempt(2).succeed();
    assertFails("malformed", a);
    b.get(60, SECONDS);
  }

  @Test
  public void itTellsHowItIs() throws Exception {
    assertEquals(0, queue.oldestAgeMillis());
    submit("note/a");
    nanos.addAndGet(SECONDS.toNanos(7));
    assertEquals(7_000, queue.oldestAgeMillis());
    assertEquals(Optional.empty(), queue.lastError());
    attempt(1).lose();
    Await.until("the error", () -> queue.lastError().isPresent());
    assertEquals("no majority: server b does not answer", queue.lastError().get());
    attempt(2).succeed();
    Await.until("recovery", () -> queue.depth() == 0);
    assertEquals(Optional.empty(), queue.lastError());
  }

  @Test
  public void closingFailsWhatWaits() throws Exception {
    CompletableFuture<Result> a = submit("note/a");
    CompletableFuture<Result> b = submit("note/b");
    attempt(1);
    queue.close();
    assertFails("closed", a);
    assertFails("closed", b);
    assertFails("closed", submit("note/c"));
    attempt(1).succeed();
    assertEquals(1, tried());
  }
}
