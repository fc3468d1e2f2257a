// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.util.List;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.scheduler.Job;
import org.apache.zeppelin.scheduler.Scheduler;
import org.apache.zeppelin.scheduler.SchedulerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes away the scheduler of an interpreter whose process is gone. */
@TouchesZeppelin("take away the queue of an interpreter whose process is gone")
final class DroppedScheduler {

  private static final Logger LOGGER = LoggerFactory.getLogger(DroppedScheduler.class);

  private DroppedScheduler() {}

  /** What ran fails by itself, its process being gone; what waited would wait for ever. */
  static void drop(Scheduler scheduler) {
    try {
      SchedulerFactory.singleton().removeScheduler(scheduler.getName());
    } catch (RuntimeException e) {
      // Zeppelin asks the process to cancel what waits, and gives up at the first failure.
      LOGGER.info("{} could not be told to cancel what waits: {}", scheduler.getName(), e + "");
    }
    for (Job<?> job : jobs(scheduler)) {
      if (job.getStatus() == Job.Status.PENDING) {
        job.setStatus(Job.Status.ABORT);
      }
    }
  }

  /** What runs in it and what waits. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  static List<Job<?>> jobs(Scheduler scheduler) {
    return (List) scheduler.getAllJobs();
  }
}
