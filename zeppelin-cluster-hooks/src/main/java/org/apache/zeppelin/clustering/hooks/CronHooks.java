// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.io.IOException;
import java.io.UncheckedIOException;
import net.bytebuddy.asm.Advice;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;

/** {@code QuartzSchedulerService}, {@code CronJob} and what may veto it: scheduled notes. */
final class CronHooks {

  private CronHooks() {}

  static final class Started {
    private Started() {}

    @Advice.OnMethodExit
    static void exit(@Advice.FieldValue("scheduler") Scheduler scheduler) {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        cluster.schedulerStarted(scheduler);
      }
    }
  }

  static final class Refreshed {
    private Refreshed() {}

    /** Zeppelin's method declares no exception, and who changes the schedule has to hear of it. */
    @Advice.OnMethodExit
    static void exit(@Advice.Argument(0) String noteId) {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        try {
          cluster.scheduleRefreshed(noteId);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  static final class Fires {
    private Fires() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.Argument(0) JobExecutionContext context) {
      Cluster cluster = ClusterHooks.cluster();
      return cluster != null && !cluster.cronFires(context);
    }

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter boolean skipped, @Advice.Argument(0) JobExecutionContext context) {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null && !skipped) {
        cluster.cronEnded(context);
      }
    }
  }

  static final class Veto {
    private Veto() {}

    /** What it asks of the note, its owner knows; here it would be read for nothing. */
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter() {
      return ClusterHooks.cluster() != null;
    }
  }
}
