// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import static org.apache.zeppelin.clustering.metadata.Commands.cas;
import static org.apache.zeppelin.clustering.metadata.Commands.casDelete;
import static org.apache.zeppelin.clustering.metadata.Commands.delete;
import static org.apache.zeppelin.clustering.metadata.Commands.expire;
import static org.apache.zeppelin.clustering.metadata.Commands.note;
import static org.apache.zeppelin.clustering.metadata.Commands.open;
import static org.apache.zeppelin.clustering.metadata.Commands.publish;
import static org.apache.zeppelin.clustering.metadata.Commands.put;
import static org.apache.zeppelin.clustering.metadata.Commands.require;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.metadata.RecordingListener;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.CompareAndSetCommand;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.LogRecord;
import org.apache.zeppelin.clustering.metadata.wire.PutCommand;
import org.apache.zeppelin.clustering.metadata.wire.Request;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.junit.Test;

public class MetadataStateTest {

  private final Log log = new Log();

  private Entry entry(String key) {
    return log.state.get(key).orElseThrow();
  }

  private void assertCode(ResultCode expected, Result result) {
    assertEquals(result.toString(), expected, result.getCode());
    assertEquals(log.index(), result.getIndex());
  }

  @Test
  public void anUpdateKeepsTheEpochAndADeletionEndsIt() {
    log.commit(put("note/a", "one"));
    log.commit(put("note/a", "two"));
    assertEquals(2, entry("note/a").getVersion());
    assertEquals(1, entry("note/a").getEpoch());
    log.commit(delete("note/a"));
    log.commit(put("note/a", "three"));
    assertEquals(4, entry("note/a").getEpoch());
    log.commit(delete("note/a"), put("note/a", "four"));
    assertEquals(5, entry("note/a").getEpoch());
  }

  @Test
  public void compareAndSetTellsTheLoserWhatStandsThere() {
    assertCode(ResultCode.OK, log.commit(cas("note/a", 0, "one")));
    Result lost = log.commit(cas("note/a", 0, "two"));
    assertCode(ResultCode.CONFLICT, lost);
    assertEquals("one", lost.getCurrent().getValue().getNote().getOwner());
    assertEquals(0, lost.getFailedCommand());
    assertCode(ResultCode.OK, log.commit(cas("note/a", 1, "three")));
    assertCode(ResultCode.CONFLICT, log.commit(casDelete("note/a", 1)));
    assertCode(ResultCode.OK, log.commit(casDelete("note/a", 3)));
    Result absent = log.commit(cas("note/a", 3, "four"));
    assertCode(ResultCode.CONFLICT, absent);
    assertFalse(absent.isSetCurrent());
  }

  @Test
  public void aBatchAppliesAsAWholeOrNotAtAll() {
    Result failed = log.commit(put("note/a", "x"), publish("t", "p"), cas("note/a", 7, "y"));
    assertCode(ResultCode.CONFLICT, failed);
    assertEquals(2, failed.getFailedCommand());
    assertFalse("the batch left no trace, so nothing stands there", failed.isSetCurrent());
    assertTrue(log.state.list("").isEmpty());
    assertCode(
        ResultCode.OK,
        log.commit(put("note/a", "x"), casDelete("note/a", 2), cas("note/a", 0, "z")));
    assertEquals("z", entry("note/a").getValue().getNote().getOwner());
  }

  @Test
  public void whatIsTiedGoesWithItsSession() {
    assertCode(ResultCode.NO_SESSION, log.commit(put("note/a", "x", "s1")));
    log.commit(open("s1", "server1"), open("s2", "server2"));
    log.commit(put("note/a", "x", "s1"), put("note/b", "x", "s1"), put("note/c", "x", "s2"));
    log.commit(put("note/b", "standing by itself"));
    RecordingListener heard = new RecordingListener();
    log.commit(List.of(expire("s1")), change -> change.tell(heard));
    assertEquals(List.of("note/a x -> -", "expired s1"), heard.heard());
    assertEquals(2, log.state.list("note/").size());
    assertFalse(log.state.session("s1").isPresent());
    assertCode(ResultCode.NO_SESSION, log.commit(expire("s1")));
    assertCode(ResultCode.NO_SESSION, log.commit(require("s1"), put("note/z", "x")));
    assertCode(ResultCode.OK, log.commit(require("s2"), put("note/z", "x")));
  }

  @Test
  public void aServerHasOneSession() {
    log.commit(open("s1", "server1"), open("other", "server2"));
    log.commit(put("note/a", "x", "s1"));
    RecordingListener heard = new RecordingListener();
    log.commit(List.of(open("s2", "server1")), change -> change.tell(heard));
    assertEquals(List.of("note/a x -> -", "expired s1", "opened s2"), heard.heard());
    assertEquals(2, log.state.sessions().size());
    assertCode(ResultCode.REFUSED, log.commit(open("s2", "server1")));
  }

  @Test
  public void aDeathSentenceOfAnEarlierTermIsRefused() {
    log.commit(open("s1", "server1"));
    Command stale = expire("s1", Log.TERM - 1);
    assertCode(ResultCode.REFUSED, log.commit(put("note/a", "x"), stale));
    assertTrue(log.state.list("").isEmpty());
    assertTrue(log.state.session("s1").isPresent());
    assertCode(ResultCode.OK, log.commit(expire("s1", Log.TERM)));
  }

  @Test
  public void aRepeatedRequestIsAnsweredAndNotApplied() {
    LogRecord first = Log.record("c", 1, 1, List.of(cas("note/a", 0, "one")));
    Result result = log.apply(first);
    assertCode(ResultCode.OK, result);
    RecordingListener heard = new RecordingListener();
    log.commit(put("note/b", "meanwhile"));
    assertEquals(result, log.apply(first, heard));
    assertTrue(heard.heard().isEmpty());
    assertEquals(1, entry("note/a").getVersion());
  }

  @Test
  public void aDuplicateOfAnAnsweredRequestIsNotAppliedAgain() {
    LogRecord first = Log.record("c", 1, 1, List.of(put("note/a", "old")));
    log.apply(first);
    log.apply(Log.record("c", 2, 2, List.of(put("note/a", "new"))));
    assertCode(ResultCode.REFUSED, log.apply(first));
    assertEquals("new", entry("note/a").getValue().getNote().getOwner());
  }

  @Test
  public void requestsOfOneEntryApplyOrFailEachByItself() {
    log.commit(open("s1", "server1"));
    log.commit(put("note/b", "theirs"));
    LogRecord together =
        Log.together(
            Log.record("c", 1, 1, List.of(put("note/a", "x", "s1"), cas("note/c", 0, "x"))),
            Log.record("c", 2, 1, List.of(cas("note/b", 1, "y"))),
            Log.record("c", 3, 1, List.of(require("s2"), put("note/d", "x"))),
            Log.record("c", 4, 1, List.of(require("s1"), cas("note/e", 0, "x"))));
    List<Result> results = log.applyAll(together);
    assertEquals(
        List.of(ResultCode.OK, ResultCode.CONFLICT, ResultCode.NO_SESSION, ResultCode.OK),
        results.stream().map(Result::getCode).collect(Collectors.toList()));
    assertEquals("theirs", results.get(1).getCurrent().getValue().getNote().getOwner());
    assertEquals(4, log.state.list("").size());
    for (String key : List.of("note/a", "note/c", "note/e")) {
      assertEquals(log.index(), entry(key).getVersion());
    }
    long index = log.index();
    assertEquals("repeated, answered and not applied", results, log.applyAll(together));
    assertEquals(index, entry("note/a").getVersion());
    // Each is known by itself, too, however it comes.
    assertEquals(results.get(3), log.apply(Log.record("c", 4, 1, List.of(put("note/z", "x")))));
  }

  @Test
  public void requestsThatCouldTouchOneKeyAreRefusedTogether() {
    log.commit(open("s1", "server1"));
    LogRecord one = Log.record("c", 1, 1, List.of(put("note/a", "x")));
    List<LogRecord> others =
        List.of(
            Log.record("c", 2, 1, List.of(put("note/b", "x"), delete("note/a"))),
            Log.record("c", 2, 1, List.of(expire("s1"))),
            Log.record("c", 2, 1, List.of(open("s2", "server1"))),
            Log.record("c", 2, 1, List.of(publish("t", "p"))),
            Log.record("c", 2, 1, List.of()),
            Log.record("d", 2, 1, List.of(put("note/b", "x"))));
    for (LogRecord other : others) {
      List<Result> results = log.applyAll(Log.together(one, other));
      assertEquals(2, results.size());
      assertCode(ResultCode.REFUSED, results.get(0));
      assertCode(ResultCode.REFUSED, results.get(1));
      assertTrue(log.state.list("").isEmpty());
      assertEquals(1, log.state.sessions().size());
    }
    assertCode(ResultCode.OK, log.apply(one));
  }

  @Test
  public void rememberedClientsAreBoundedAndTheLeastRecentGoes() {
    LogRecord first = Log.record("c0", 1, 1, List.of(put("note/a", "x")));
    LogRecord second = Log.record("c1", 1, 1, List.of(put("note/b", "x")));
    log.apply(first);
    log.apply(second);
    log.apply(Log.record("c0", 2, 1, List.of(put("note/a", "y"))));
    for (int i = 2; i <= RememberedResults.MAX_CLIENTS; i++) {
      log.apply(Log.record("c" + i, 1, 1, List.of(put("note/" + i, "x"))));
    }
    assertEquals(RememberedResults.MAX_CLIENTS, log.state.clients().size());
    log.apply(first);
    assertEquals("still known", 3, entry("note/a").getVersion());
    log.apply(second);
    assertEquals("forgotten", log.index(), entry("note/b").getVersion());
  }

  @Test
  public void rememberedResultsOfAClientAreBounded() {
    for (int i = 1; i <= RememberedResults.MAX_RESULTS_PER_CLIENT + 10; i++) {
      log.apply(Log.record("c", i, 1, List.of(put("note/a", "x"))));
    }
    assertEquals(
        RememberedResults.MAX_RESULTS_PER_CLIENT, log.state.clients().get(0).getResults().size());
    assertCode(
        ResultCode.REFUSED, log.apply(Log.record("c", 3, 1, List.of(put("note/a", "again")))));
  }

  @Test
  public void malformedRecordsAreRefusedAndChangeNothing() {
    log.commit(put("note/a", "x"));
    List<Command> malformed =
        List.of(
            new Command(),
            put("nonsense", "x"),
            put("note/", "x"),
            put("note/" + "x".repeat(Keys.MAX_KEY_BYTES), "x"),
            put("process/p", "a note under a process's key"),
            Command.put(new PutCommand("note/b", new EntryValue())),
            Command.put(new PutCommand("note/b", note("x")).setSession("")),
            cas("note/a", -1, "x"),
            Command.compareAndSet(new CompareAndSetCommand("note/a", 1).setSession("s")),
            open("", "owner"),
            expire("x".repeat(CommandCheck.MAX_NAME_CHARS + 1)),
            publish("", "p"));
    for (Command command : malformed) {
      Result result = log.commit(put("note/c", "x"), command);
      assertCode(ResultCode.REFUSED, result);
      assertTrue(result.getMessage(), result.getMessage().startsWith("command 1: "));
    }
    assertCode(ResultCode.REFUSED, log.apply(null));
    assertCode(ResultCode.REFUSED, log.apply(new LogRecord()));
    assertCode(ResultCode.REFUSED, log.apply(new LogRecord(new Request(), 0)));
    assertCode(ResultCode.REFUSED, log.apply(Log.record("", 1, 1, List.of())));
    assertCode(ResultCode.REFUSED, log.apply(Log.record("c", 1, 2, List.of())));
    assertEquals(1, log.state.list("").size());
  }

  @Test
  public void aRequestWithoutCommandsIsAPlaceInTheLog() {
    assertCode(ResultCode.OK, log.commit());
    assertTrue(log.state.clients().isEmpty());
  }

  @Test
  public void whatAReaderGetsIsItsOwn() {
    log.commit(put("note/a", "x"));
    entry("note/a").getValue().getNote().setOwner("changed by the reader");
    assertEquals("x", entry("note/a").getValue().getNote().getOwner());
  }

  @Test
  public void listGivesThePrefixInKeyOrder() {
    log.commit(put("note/b", "x"), put("note/a", "x"), put("note/ab", "x"), put("note/c", "x"));
    assertEquals(2, log.state.list("note/a").size());
    assertEquals("note/a", log.state.list("note/").get(0).getKey());
    assertTrue(log.state.list("process/").isEmpty());
  }

  @Test
  public void aDiffBringsAnOldPictureToTheNewOne() {
    log.commit(open("s1", "server1"), put("note/gone", "x"), put("note/same", "x"));
    log.commit(put("note/changed", "x"), put("note/again", "x", "s1"));
    MetadataState before = log.state;
    log.commit(delete("note/gone"), delete("note/again"), put("note/again", "y"));
    log.commit(put("note/changed", "y"), put("note/new", "y"), open("s2", "server1"));
    RecordingListener heard = new RecordingListener();
    StateDiff.between(before, log.state).forEach(change -> change.tell(heard));
    assertEquals(
        List.of(
            "note/again x -> -",
            "note/gone x -> -",
            "expired s1",
            "opened s2",
            "note/again - -> y",
            "note/changed x -> y",
            "note/new - -> y",
            "skipped"),
        heard.heard());
  }
}
