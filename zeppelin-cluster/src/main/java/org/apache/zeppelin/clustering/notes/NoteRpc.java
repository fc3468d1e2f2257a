// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.io.IOException;
import org.apache.zeppelin.clustering.rpc.NoteCalls;
import org.apache.zeppelin.clustering.rpc.wire.BrowserAnswer;
import org.apache.zeppelin.clustering.rpc.wire.BrowserMessage;
import org.apache.zeppelin.clustering.rpc.wire.BrowserRef;
import org.apache.zeppelin.clustering.rpc.wire.BrowserTexts;
import org.apache.zeppelin.clustering.rpc.wire.NotOwnerException;
import org.apache.zeppelin.clustering.rpc.wire.RefusedException;
import org.apache.zeppelin.clustering.rpc.wire.RestAnswer;
import org.apache.zeppelin.clustering.rpc.wire.RestCall;
import org.apache.zeppelin.clustering.rpc.wire.UnavailableException;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers other servers' calls about notes. */
final class NoteRpc implements NoteCalls {

  private static final Logger LOGGER = LoggerFactory.getLogger(NoteRpc.class);

  private final String self;
  private final String release;
  private final NoteOwners owners;
  private final StandIns standIns;
  private final BrowserInbox inbox;
  private final Reopener reopener;
  private final RestCalls rest;

  NoteRpc(
      String self,
      String release,
      NoteOwners owners,
      StandIns standIns,
      BrowserInbox inbox,
      Reopener reopener,
      RestCalls rest) {
    this.self = self;
    this.release = release;
    this.owners = owners;
    this.standIns = standIns;
    this.inbox = inbox;
    this.reopener = reopener;
    this.rest = rest;
  }

  @Override
  public BrowserAnswer browserMessage(BrowserMessage message) throws TException {
    checkRelease(message.getBrowser().getServer(), message.getRelease());
    requireOwner(message.getNoteId());
    BrowserCall call =
        new BrowserCall(
            message.getNoteId(),
            message.isAboutViewed(),
            message.getUser(),
            message.getRoles(),
            message.getText());
    try {
      return standIns.receive(message, call);
    } catch (RuntimeException e) {
      LOGGER.warn("A message of a browser of {} failed", message.getBrowser().getServer(), e);
      throw new RefusedException(self + " could not handle it: " + e);
    }
  }

  private void checkRelease(String sender, String senderRelease) throws RefusedException {
    if (!release.equals(senderRelease)) {
      throw new RefusedException(
          self
              + " runs release "
              + release
              + " of zeppelin-cluster and "
              + sender
              + " runs "
              + senderRelease
              + ": install the same release on both");
    }
  }

  /** A caller that knows of another owner, or of none, asks again who it is. */
  private void requireOwner(String noteId) throws NotOwnerException, UnavailableException {
    if (owners.owns(noteId)) {
      return;
    }
    try {
      // The entry may name this server while its claim is being committed or its note read.
      if (owners.known(noteId).filter(self::equals).isPresent()
          && owners.find(noteId, true).other().isEmpty()) {
        return;
      }
    } catch (IOException e) {
      throw new UnavailableException(e.getMessage());
    }
    throw new NotOwnerException(self + " does not own note " + noteId);
  }

  @Override
  public void browserLeft(BrowserRef browser) {
    standIns.left(browser);
  }

  @Override
  public void browserTexts(BrowserTexts texts) {
    if (inbox.take(texts)) {
      reopener.lost(texts.getServer());
    }
  }

  @Override
  public RestAnswer rest(RestCall call) throws TException {
    checkRelease("the calling server", call.getRelease());
    requireOwner(call.getNoteId());
    return rest.begin(call);
  }

  @Override
  public RestAnswer restAnswer(String pending) throws TException {
    return rest.later(pending);
  }
}
