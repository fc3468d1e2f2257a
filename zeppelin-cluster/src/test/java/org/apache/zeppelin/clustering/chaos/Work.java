// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Threads that repeat something until they are told to stop. */
final class Work {

  private final Findings findings;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();

  Work(Findings findings) {
    this.findings = findings;
  }

  /** One round of something; whatever it cannot do, it may try in the next. */
  interface Round {
    void run() throws Exception;
  }

  void repeat(String name, long pauseMillis, Round round) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!stopped.get()) {
                  once(name, round);
                  TimeUnit.MILLISECONDS.sleep(pauseMillis);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    threads.add(thread);
    thread.start();
  }

  private void once(String name, Round round) throws InterruptedException {
    try {
      round.run();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | AssertionError e) {
      // A client of a broken cluster has a bad day; that is no verdict on the cluster.
      findings.count("rounds that failed: " + name.replaceAll("-[0-9]+$", ""));
      if (findings.figure("rounds that failed: " + name.replaceAll("-[0-9]+$", "")) == 1) {
        findings.say("first failure of " + name + ": " + e);
        e.printStackTrace();
      }
    }
  }

  /** Waits for the rounds that run, at most that long. */
  void stop(int seconds) throws InterruptedException {
    stopped.set(true);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (Thread each : threads) {
      each.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      each.interrupt();
    }
  }
}
