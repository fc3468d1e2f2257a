// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.bench;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.LockEntry;
import org.apache.zeppelin.clustering.metadata.wire.PutCommand;

/** Requests to the metadata, and how long they took in nanoseconds. */
final class Requests {

  private static final int KEYS = 1_000;
  private static final String KEY = "lock/bench-";
  private static final String VALUE = "x".repeat(248);
  private static final String SESSION = "s".repeat(8);

  private final Metadata metadata;

  Requests(Metadata metadata) {
    this.metadata = metadata;
  }

  private static List<Command> put(int number) {
    EntryValue value = EntryValue.lock(new LockEntry(VALUE, SESSION));
    return List.of(Command.put(new PutCommand(KEY + number, value)));
  }

  private interface Request {
    void make(int number) throws ExecutionException, InterruptedException;
  }

  private static long[] each(int count, Request request)
      throws ExecutionException, InterruptedException {
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      request.make(i);
      nanos[i] = System.nanoTime() - begin;
    }
    return nanos;
  }

  long[] puts(int count) throws ExecutionException, InterruptedException {
    return each(count, i -> metadata.commit(put(i % KEYS)).get());
  }

  long[] gets(int count) throws ExecutionException, InterruptedException {
    return each(count, i -> metadata.get(KEY + i % KEYS).get());
  }

  /** Of the reads alone, each right after a write of the same key. */
  long[] getsAfterPuts(int count) throws ExecutionException, InterruptedException {
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      metadata.commit(put(i % KEYS)).get();
      long begin = System.nanoTime();
      metadata.get(KEY + i % KEYS).get();
      nanos[i] = System.nanoTime() - begin;
    }
    return nanos;
  }

  /** How many puts a second were acknowledged, for so long, with so many under way. */
  long load(int seconds, int inFlight) throws ExecutionException, InterruptedException {
    long begin = System.nanoTime();
    long end = begin + TimeUnit.SECONDS.toNanos(seconds);
    long done = many(inFlight, n -> put(n % KEYS), sent -> System.nanoTime() < end);
    return Math.round(done * 1e9 / (System.nanoTime() - begin));
  }

  /** Puts so many keys. */
  void fill(int count, int inFlight) throws ExecutionException, InterruptedException {
    commit(count, inFlight, Requests::put);
  }

  /** Commits so many requests, with so many under way. */
  void commit(int count, int inFlight, IntFunction<List<Command>> request)
      throws ExecutionException, InterruptedException {
    many(inFlight, request, sent -> sent < count);
  }

  private interface More {
    boolean more(int sent);
  }

  private long many(int inFlight, IntFunction<List<Command>> request, More until)
      throws ExecutionException, InterruptedException {
    Semaphore free = new Semaphore(inFlight);
    AtomicLong done = new AtomicLong();
    AtomicReference<Throwable> failed = new AtomicReference<>();
    for (int sent = 0; until.more(sent); sent++) {
      free.acquire();
      metadata
          .commit(request.apply(sent))
          .whenComplete(
              (result, failure) -> {
                if (failure == null) {
                  done.incrementAndGet();
                } else {
                  failed.set(failure);
                }
                free.release();
              });
    }
    free.acquire(inFlight);
    if (failed.get() != null) {
      throw new ExecutionException(failed.get());
    }
    return done.get();
  }
}
