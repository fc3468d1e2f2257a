// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cron;

import java.util.List;
import org.apache.zeppelin.clustering.metadata.Eventually;
import org.apache.zeppelin.clustering.metadata.state.Codec;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.PublishCommand;
import org.apache.zeppelin.clustering.notes.wire.ScheduleChange;

/** Tells the other servers of changed schedules, and follows theirs. Any thread may call. */
final class ScheduleNews {

  private static final String TOPIC = "schedule";

  private final String self;
  private final LocalCron local;
  private final Eventually eventually;

  ScheduleNews(String self, LocalCron local, Eventually eventually) {
    this.self = self;
    this.local = local;
    this.eventually = eventually;
  }

  /**
   * @param cron null when the note fires no more
   */
  void tell(String noteId, String cron) {
    ScheduleChange change = new ScheduleChange(self, noteId);
    if (cron != null) {
      change.setCron(cron);
    }
    PublishCommand publish = new PublishCommand();
    publish.setTopic(TOPIC);
    publish.setPayload(Codec.encode(change));
    eventually.commit(TOPIC + "/" + noteId, List.of(Command.publish(publish)));
  }

  void heard(String topic, byte[] payload) {
    if (topic.equals(TOPIC)) {
      ScheduleChange change = Codec.decode(payload, new ScheduleChange());
      if (!change.getServer().equals(self)) {
        local.schedule(change.getNoteId(), change.getCron());
      }
    }
  }
}
