// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.access;

import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.PublishCommand;

/** Something that every server hears of. */
final class Publish {

  private Publish() {}

  static Command of(String topic) {
    PublishCommand publish = new PublishCommand();
    publish.setTopic(topic);
    publish.setPayload(new byte[0]);
    return Command.publish(publish);
  }
}
