// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zeppelin.scheduler.AbstractScheduler;
import org.apache.zeppelin.scheduler.Job;
import org.apache.zeppelin.scheduler.Scheduler;
import org.apache.zeppelin.scheduler.SchedulerFactory;
import org.junit.Test;

/** What waits for a process that is gone does not wait for ever. */
public class DroppedSchedulerTest {

  private final CountDownLatch runs = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** Its process cannot be asked to cancel it, as one that has ended. */
  private final class Run extends Job<Object> {
    Run(String name) {
      super(name, null);
    }

    @Override
    public Object getReturn() {
      return null;
    }

    @Override
    public int progress() {
      return 0;
    }

    @Override
    public Map<String, Object> info() {
      return Map.of();
    }

    @Override
    protected Object jobRun() throws Exception {
      runs.countDown();
      goOn.await();
      return null;
    }

    @Override
    protected boolean jobAbort() {
      throw new IllegalStateException("the process does not answer");
    }

    @Override
    public void setResult(Object result) {}
  }

  /** As Zeppelin's own, but for the minutes that some of those wait when they are stopped. */
  private static final class OneByOne extends AbstractScheduler {
    OneByOne() {
      super("dropped");
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void runJobInScheduler(Job job) {
      runJob(job);
    }

    @Override
    public void stop(int timeout, TimeUnit unit) {
      stop();
    }
  }

  @Test
  public void whatWaitsIsAbortedAlsoWhenItsProcessDoesNotAnswer() throws Exception {
    Scheduler scheduler = SchedulerFactory.singleton().createOrGetScheduler(new OneByOne());
    List<Run> waiting = List.of(new Run("second"), new Run("third"));
    scheduler.submit(new Run("first"));
    runs.await();
    waiting.forEach(scheduler::submit);
    DroppedScheduler.drop(scheduler);
    for (Run each : waiting) {
      assertEquals(Job.Status.ABORT, each.getStatus());
    }
    goOn.countDown();
  }
}
