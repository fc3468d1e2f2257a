// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.io.IOException;
import java.util.Optional;
import org.apache.zeppelin.clustering.rpc.wire.RestAnswer;
import org.apache.zeppelin.clustering.rpc.wire.RestCall;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.shaded.thrift.TException;

/** Passes REST calls about a note to the note's owner. */
final class RestForwarder {

  private final OwnerCalls owners;
  private final Peers peers;
  private final NoteSettings settings;
  private final String release;

  RestForwarder(OwnerCalls owners, Peers peers, NoteSettings settings, String release) {
    this.owners = owners;
    this.peers = peers;
    this.settings = settings;
    this.release = release;
  }

  /**
   * The owner's answer, waited for as long as the owner is there; empty when this server's Zeppelin
   * shall handle the call.
   *
   * @param call without its release, which is added
   * @throws IOException when it was not handled, with the reason for the user
   */
  Optional<RestAnswer> forward(RestCall call) throws IOException {
    call.setRelease(release);
    Optional<OwnerCalls.Answer<RestAnswer>> first =
        owners.call(call.getNoteId(), client -> client.rest(call));
    if (first.isEmpty()) {
      return Optional.empty();
    }
    String server = first.get().server();
    RestAnswer answer = first.get().value();
    while (answer.isSetPending()) {
      String pending = answer.getPending();
      try {
        answer = peers.call(server, settings.callMillis(), client -> client.restAnswer(pending));
      } catch (TException e) {
        throw new IOException(
            "Server "
                + server
                + ", which has the note open, was lost before it answered: "
                + e.getMessage(),
            e);
      }
    }
    return Optional.of(answer);
  }
}
