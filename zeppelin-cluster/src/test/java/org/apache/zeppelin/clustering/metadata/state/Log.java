// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.LogRecord;
import org.apache.zeppelin.clustering.metadata.wire.Request;
import org.apache.zeppelin.clustering.metadata.wire.RequestId;
import org.apache.zeppelin.clustering.metadata.wire.Result;

/** A state with a log that has only ever been ours. */
final class Log {

  static final long TERM = 3;

  MetadataState state = MetadataState.empty();
  private long index;
  private long sequence;

  Result commit(Command... commands) {
    return commit(Arrays.asList(commands), event -> {});
  }

  Result commit(List<Command> commands, Consumer<Change> changes) {
    sequence++;
    return apply(record("client", sequence, sequence, commands), changes);
  }

  Result apply(LogRecord record) {
    return apply(record, change -> {});
  }

  Result apply(LogRecord record, MetadataListener listener) {
    return apply(record, change -> change.tell(listener));
  }

  /** The results of all its requests. */
  List<Result> applyAll(LogRecord record) {
    return applyAll(record, change -> {});
  }

  private Result apply(LogRecord record, Consumer<Change> changes) {
    return applyAll(record, changes).get(0);
  }

  private List<Result> applyAll(LogRecord record, Consumer<Change> changes) {
    index++;
    Applied applied = state.apply(record, TERM, index);
    state = applied.state();
    applied.changes().forEach(changes);
    return applied.results();
  }

  long index() {
    return index;
  }

  static LogRecord record(
      String client, long sequence, long answeredBelow, List<Command> commands) {
    return new LogRecord(
        new Request(new RequestId(client, sequence, answeredBelow), commands), 1_000 + sequence);
  }

  /** One record of the requests of all. */
  static LogRecord together(LogRecord first, LogRecord... others) {
    LogRecord all = first.deepCopy();
    for (LogRecord other : others) {
      all.addToOthers(other.getRequest());
    }
    return all;
  }
}
