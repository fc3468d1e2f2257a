// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.List;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.apache.zeppelin.clustering.rpc.wire.StaleException;

/** Changes of process entries, which count only if nobody has changed them meanwhile. */
final class EntryChanges {

  private final Metadata metadata;

  EntryChanges(Metadata metadata) {
    this.metadata = metadata;
  }

  /**
   * Commits a fenced change, which comes last of the commands.
   *
   * @return the entry as it is then
   * @throws StaleException when another server was first, or this one's session is over
   */
  Entry commit(Entry before, List<Command> commands) throws StaleException {
    Result result = Blocking.await(metadata.commit(commands));
    if (result.getCode() != ResultCode.OK) {
      throw new StaleException(
          before.getKey() + " was changed by another server (" + result.getCode() + ")",
          result.isSetCurrent() ? result.getCurrent().getEpoch() : 0);
    }
    Entry after = before.deepCopy();
    after.setValue(commands.get(commands.size() - 1).getCompareAndSet().getValue());
    after.setVersion(result.getIndex());
    after.setSession(null);
    return after;
  }
}
