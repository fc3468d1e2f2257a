// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.apache.zeppelin.clustering.metadata.Commands.cas;
import static org.apache.zeppelin.clustering.metadata.Commands.open;
import static org.apache.zeppelin.clustering.metadata.Commands.put;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataSettings;
import org.apache.zeppelin.clustering.metadata.state.Codec;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.RequestId;
import org.apache.zeppelin.clustering.metadata.wire.Requests;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.apache.zeppelin.clustering.metadata.wire.Results;
import org.junit.Before;
import org.junit.Test;

public class WritesTest {

  /** What was sent, and how it is answered. */
  private static final class Message {
    final int requests;
    final Function<byte[], List<Result>> parse;
    final CompletableFuture<List<Result>> answer = new CompletableFuture<>();

    Message(int requests, Function<byte[], List<Result>> parse) {
      this.requests = requests;
      this.parse = parse;
    }

    void answered(ResultCode... codes) {
      List<Result> results =
          Stream.of(codes).map(code -> new Result(code, 7)).collect(Collectors.toList());
      answer.complete(parse.apply(Codec.encode(new Results(results))));
    }
  }

  private final List<Message> sent = new ArrayList<>();
  private final Deque<Runnable> timers = new ArrayDeque<>();
  private final Router router = mock(Router.class);
  private final ScheduledExecutorService clock = mock(ScheduledExecutorService.class);
  private final Writes writes =
      new Writes(
          MetadataSettings.builder()
              .serverId("localhost:1")
              .servers(List.of("localhost:1"))
              .storageDir(Path.of("unused"))
              .build(),
          router,
          clock);
  private final List<CompletableFuture<Result>> first = new ArrayList<>();

  @Before
  public void listen() {
    when(router.<List<Result>>send(any(), any(), any()))
        .thenAnswer(
            call -> {
              Requests requests = Codec.decode(call.getArgument(1), new Requests());
              sent.add(new Message(requests.getRequestsSize(), call.getArgument(2)));
              return sent.get(sent.size() - 1).answer;
            });
    when(clock.schedule(any(Runnable.class), anyLong(), any()))
        .thenAnswer(
            call -> {
              timers.add(call.getArgument(0));
              return null;
            });
  }

  private CompletableFuture<Result> commit(Command... commands) {
    return writes.commit(List.of(commands));
  }

  /** Two under way, so that others wait. */
  private void fill() {
    first.add(commit(put("note/1", "x")));
    first.add(commit(put("note/2", "x")));
    assertEquals(2, sent.size());
    assertTrue(timers.isEmpty());
  }

  @Test
  public void eachOfAMessageHasItsOwnResult() {
    fill();
    CompletableFuture<Result> put = commit(put("note/3", "x"));
    CompletableFuture<Result> claim = commit(cas("note/4", 3, "x"));
    assertEquals(2, sent.size());
    sent.get(0).answered(ResultCode.OK);
    assertEquals(ResultCode.OK, first.get(0).join().getCode());
    assertEquals(2, sent.get(2).requests);
    assertFalse(put.isDone());
    sent.get(2).answered(ResultCode.OK, ResultCode.CONFLICT);
    assertEquals(ResultCode.OK, put.join().getCode());
    assertEquals(ResultCode.CONFLICT, claim.join().getCode());
  }

  @Test
  public void whoHasWaitedGoesThoughOthersAreUnderWay() {
    fill();
    commit(put("note/3", "x"));
    commit(put("note/3", "y"));
    assertEquals("one timer for all", 1, timers.size());
    timers.remove().run();
    assertEquals("of one key", 4, sent.size());
    assertTrue(timers.isEmpty());
    commit(put("note/5", "x"));
    assertEquals("it is set again", 1, timers.size());
  }

  @Test
  public void aMessageThatFailsFailsAllOfItAndTheNextGoes() {
    fill();
    CompletableFuture<Result> third = commit(put("note/3", "x"));
    CompletableFuture<Result> fourth = commit(put("note/4", "x"));
    sent.get(0).answered(ResultCode.OK);
    CompletableFuture<Result> fifth = commit(put("note/5", "x"));
    MetadataException failure = new MetadataException("no majority");
    sent.get(2).answer.completeExceptionally(failure);
    for (CompletableFuture<Result> each : List.of(third, fourth)) {
      Throwable cause = assertThrows(CompletionException.class, each::join).getCause();
      assertSame(failure, cause);
    }
    assertEquals(4, sent.size());
    sent.get(3).answered(ResultCode.OK);
    assertEquals(ResultCode.OK, fifth.join().getCode());
  }

  @Test
  public void sessionsAndIdsOfCallersWaitForNobody() {
    fill();
    commit(open("s1", "localhost:1"));
    commit();
    writes.commit(new RequestId("caller", 1, 1), List.of(put("note/3", "x")));
    assertEquals(5, sent.size());
    assertTrue(sent.stream().allMatch(message -> message.requests == 1));
  }

  @Test
  public void allThatFailAtOnceAreTold() {
    fill();
    List<CompletableFuture<Result>> waiting = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      waiting.add(commit(put("note/same", "x")));
    }
    doReturn(CompletableFuture.failedFuture(new MetadataException("removed")))
        .when(router)
        .send(any(), any(), any());
    sent.get(0).answered(ResultCode.OK);
    assertTrue(waiting.stream().allMatch(CompletableFuture::isCompletedExceptionally));
  }

  @Test
  public void whoeverWaitsAtTheCloseIsToldSo() {
    fill();
    CompletableFuture<Result> waiting = commit(put("note/3", "x"));
    writes.close();
    for (CompletableFuture<Result> each : List.of(waiting, commit(put("note/4", "x")))) {
      String message = assertThrows(CompletionException.class, each::join).getMessage();
      assertTrue(message, message.contains("The metadata is closed"));
    }
    sent.get(0).answered(ResultCode.OK);
    assertEquals(2, sent.size());
    assertEquals(ResultCode.OK, first.get(0).join().getCode());
  }

  @Test
  public void anAnswerOfAnotherLengthIsNone() {
    fill();
    assertThrows(
        IllegalArgumentException.class, () -> sent.get(0).answered(ResultCode.OK, ResultCode.OK));
  }
}
