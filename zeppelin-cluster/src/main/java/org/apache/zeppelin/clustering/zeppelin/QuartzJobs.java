// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.notebook.scheduler.CronJob;
import org.quartz.CronScheduleBuilder;
import org.quartz.JobBuilder;
import org.quartz.JobDataMap;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs that Zeppelin makes of scheduled notes, made in its way. Any thread may call. */
@TouchesZeppelin("run scheduled notes as Zeppelin does")
final class QuartzJobs {

  private static final Logger LOGGER = LoggerFactory.getLogger(QuartzJobs.class);
  private static final String GROUP = "note";

  private final ThreadLocal<Boolean> running = ThreadLocal.withInitial(() -> false);

  /** Null where Zeppelin schedules nothing. */
  private volatile Scheduler scheduler;

  void started(Scheduler started) {
    scheduler = started;
  }

  /**
   * The note fires like this from now on.
   *
   * @param cron null when it fires no more
   * @param data what Zeppelin's job wants to know
   */
  void schedule(String noteId, String cron, Map<String, Object> data) {
    Scheduler present = scheduler;
    if (present == null) {
      return;
    }
    try {
      boolean was = present.deleteJob(new JobKey(noteId, GROUP));
      if (was || cron != null) {
        LOGGER.info("Note {} fires from now on: {}", noteId, cron == null ? "never" : cron);
      }
      if (cron != null) {
        present.scheduleJob(
            job(noteId, data),
            TriggerBuilder.newTrigger()
                .withIdentity("trigger_" + noteId, GROUP)
                .withSchedule(CronScheduleBuilder.cronSchedule(cron))
                .build());
      }
    } catch (SchedulerException | RuntimeException e) {
      LOGGER.warn("Note {} cannot be scheduled here as '{}'", noteId, cron, e);
    }
  }

  private static JobDetail job(String noteId, Map<String, Object> data) {
    return JobBuilder.newJob(CronJob.class)
        .withIdentity(noteId, GROUP)
        .setJobData(new JobDataMap(data))
        .build();
  }

  /** Runs Zeppelin's job on the calling thread, outside the scheduler. */
  void run(String noteId, Map<String, Object> data) {
    running.set(true);
    try {
      new CronJob().execute(context(job(noteId, data)));
    } finally {
      running.remove();
    }
  }

  /** True while the calling thread is in {@link #run}. */
  boolean running() {
    return running.get();
  }

  private static JobExecutionContext context(JobDetail job) {
    return (JobExecutionContext)
        Proxy.newProxyInstance(
            QuartzJobs.class.getClassLoader(),
            new Class<?>[] {JobExecutionContext.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "getJobDetail":
                  return job;
                case "setResult":
                  LOGGER.info("Note {} has run: {}", job.getKey().getName(), arguments[0]);
                  return null;
                case "toString":
                  return job.toString();
                default:
                  throw new UnsupportedOperationException(method.getName());
              }
            });
  }
}
