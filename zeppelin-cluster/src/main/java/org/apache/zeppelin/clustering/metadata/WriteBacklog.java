// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.RequestId;
import org.apache.zeppelin.clustering.metadata.wire.Result;

/** The order of writes that wait, and which of them a later one makes needless. Not thread-safe. */
final class WriteBacklog {

  /** One write, and everyone who waits for it: its own caller and those whose it supersedes. */
  static final class Write {
    final String supersedeKey;
    final List<Command> commands;
    final long bytes;
    final long submittedNanos;
    final List<CompletableFuture<Result>> waiting = new ArrayList<>();

    /** Ids under which writes that this one supersedes were tried, and will not be again. */
    final List<RequestId> abandoned = new ArrayList<>();

    /** Set at the first attempt and kept for all: a lost answer does not apply it twice. */
    RequestId id;

    Write(String supersedeKey, List<Command> commands, long bytes, long submittedNanos) {
      this.supersedeKey = supersedeKey;
      this.commands = List.copyOf(commands);
      this.bytes = bytes;
      this.submittedNanos = submittedNanos;
      waiting.add(new CompletableFuture<>());
    }

    CompletableFuture<Result> future() {
      return waiting.get(0);
    }
  }

  private final int maxEntries;
  private final long maxBytes;
  private final Set<Write> writes = new LinkedHashSet<>();
  private long bytes;

  WriteBacklog(int maxEntries, long maxBytes) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  /**
   * Puts the write last; an earlier one of the same key leaves and its callers wait for this one.
   *
   * @param beingTried a write that may be committed at this moment and so cannot leave, or null
   * @return false, and nothing happened, when there is no room
   */
  boolean add(Write write, Write beingTried) {
    Optional<Write> earlier =
        writes.stream()
            .filter(w -> w != beingTried)
            .filter(w -> w.supersedeKey.equals(write.supersedeKey))
            .findFirst();
    long freed = earlier.map(w -> w.bytes).orElse(0L);
    int left = writes.size() - (earlier.isPresent() ? 1 : 0);
    if (left >= maxEntries || bytes - freed + write.bytes > maxBytes) {
      return false;
    }
    earlier.ifPresent(
        w -> {
          remove(w);
          write.waiting.addAll(w.waiting);
          write.abandoned.addAll(w.abandoned);
          if (w.id != null) {
            write.abandoned.add(w.id);
          }
        });
    writes.add(write);
    bytes += write.bytes;
    return true;
  }

  /** The write whose turn it is. */
  Optional<Write> first() {
    Iterator<Write> all = writes.iterator();
    return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
  }

  void remove(Write write) {
    if (writes.remove(write)) {
      bytes -= write.bytes;
    }
  }

  List<Write> drain() {
    List<Write> all = new ArrayList<>(writes);
    writes.clear();
    bytes = 0;
    return all;
  }

  int size() {
    return writes.size();
  }

  long bytes() {
    return bytes;
  }
}
