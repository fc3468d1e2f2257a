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
  private final NoteUses uses;
  private final StandIns standIns;
  private final BrowserInbox inbox;
  private final Reopener reopener;
  private final RestCalls rest;

  NoteRpc(
      String self,
      String release,
      NoteOwners owners,
      NoteUses uses,
      StandIns standIns,
      BrowserInbox inbox,
      Reopener reopener,
      RestCalls rest) {
    this.self = self;
    this.release = release;
    this.owners = owners;
    this.uses = uses;
    this.standIns = standIns;
    this.inbox = inbox;
    this.reopener = reopener;
    this.rest = rest;
  }

  @Override
  public BrowserAnswer browserMessage(BrowserMessage message) throws TException {
    checkRelease(message.getBrowser().getServer(), message.getRelease());
    String noteId = message.getNoteId();
    enter(noteId);
    BrowserCall call =
        new BrowserCall(noteId, message.isAboutViewed(), message.getUser(), message.getText());
    try {
      return standIns.receive(message, call, () -> uses.exit(noteId));
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

  /** Begins a use of the note, which its end has to end. */
  private void enter(String noteId) throws NotOwnerException, UnavailableException {
    if (!uses.enter(noteId)) {
      throw new NotOwnerException(self + " is just giving note " + noteId + " away");
    }
    boolean owner = false;
    try {
      requireOwner(noteId);
      owner = true;
    } finally {
      if (!owner) {
        uses.exit(noteId);
      }
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
    enter(call.getNoteId());
    return rest.begin(call, () -> uses.exit(call.getNoteId()));
  }

  @Override
  public String takeNote(String noteId) throws TException {
    try {
      return owners.take(noteId).other().orElse(self);
    } catch (IOException e) {
      throw new UnavailableException(e.getMessage());
    }
  }

  @Override
  public RestAnswer restAnswer(String pending) throws TException {
    return rest.later(pending);
  }
}
