// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.zeppelin.clustering.notes.Views.View;
import org.apache.zeppelin.clustering.rpc.wire.BrowserAnswer;
import org.apache.zeppelin.clustering.rpc.wire.BrowserMessage;
import org.apache.zeppelin.clustering.rpc.wire.BrowserRef;
import org.apache.zeppelin.clustering.servers.Peers;
import org.apache.zeppelin.clustering.servers.Servers;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes what this server's browsers say about a note to the note's owner. */
final class BrowserForwarder {

  private static final Logger LOGGER = LoggerFactory.getLogger(BrowserForwarder.class);

  private final Servers servers;
  private final Peers peers;
  private final OwnerCalls owners;
  private final Views views;
  private final Executor executor;
  private final NoteSettings settings;
  private final String release;

  BrowserForwarder(
      Servers servers,
      Peers peers,
      OwnerCalls owners,
      Views views,
      Executor executor,
      NoteSettings settings,
      String release) {
    this.servers = servers;
    this.peers = peers;
    this.owners = owners;
    this.views = views;
    this.executor = executor;
    this.settings = settings;
    this.release = release;
  }

  /**
   * Has the message handled by the note's owner.
   *
   * @return false when that is this server, whose Zeppelin shall handle it
   * @throws IOException when it was not handled, with the reason for the user
   */
  boolean forward(LocalBrowser browser, BrowserCall call) throws IOException {
    Optional<View> known = views.known(browser);
    Optional<String> lookedAt = known.flatMap(View::noteId);
    Optional<String> wanted = call.aboutViewed() ? lookedAt.or(call::noteId) : call.noteId();
    if (wanted.isEmpty()) {
      return false;
    }
    String noteId = wanted.get();
    if (call.text().length() > settings.maxTextChars()) {
      throw new IOException("This message is too long to be passed to another server");
    }
    AtomicReference<BrowserRef> ref = new AtomicReference<>();
    Optional<OwnerCalls.Answer<BrowserAnswer>> answer =
        owners.call(
            noteId,
            client -> {
              // Anew for each try: the session may be another one by then.
              ref.set(ref(views.of(browser)));
              return client.browserMessage(message(ref.get(), noteId, call));
            });
    if (answer.isEmpty()) {
      if (call.aboutViewed() && lookedAt.isPresent()) {
        lookHere(known.get());
        browser.lookAt(noteId);
      }
      return false;
    }
    answered(views.of(browser), ref.get().getSession(), noteId, call, answer.get());
    return true;
  }

  private BrowserRef ref(View view) {
    return new BrowserRef(servers.id(), servers.requireSession(), view.number());
  }

  private BrowserMessage message(BrowserRef browser, String noteId, BrowserCall call) {
    return new BrowserMessage(
        browser, noteId, call.user(), call.aboutViewed(), call.text(), release);
  }

  private void answered(
      View view,
      String session,
      String noteId,
      BrowserCall call,
      OwnerCalls.Answer<BrowserAnswer> answer) {
    BrowserAnswer told = answer.value();
    String viewed = told.getViewed();
    if (viewed == null && !told.isFinished() && !call.aboutViewed()) {
      // What takes so long is the opening of a note.
      viewed = noteId;
    }
    boolean moved =
        viewed != null
            && !(view.noteId().filter(viewed::equals).isPresent()
                && view.server().filter(answer.server()::equals).isPresent());
    if (moved) {
      view.browser().lookAway();
      leave(view, view.looksAt(viewed, answer.server(), session));
    }
    view.spokeTo(answer.server(), session);
  }

  /** Zeppelin has handled a message here; what the browser looks at here now counts. */
  void handledHere(LocalBrowser browser, BooleanSupplier left) {
    views
        .known(browser)
        .filter(view -> view.noteId().isPresent() && left.getAsBoolean())
        .ifPresent(this::lookHere);
  }

  private void lookHere(View view) {
    leave(view, view.looksHere());
  }

  /** The browser is gone. */
  void left(LocalBrowser browser) {
    views.remove(browser).ifPresent(this::lookHere);
  }

  private void leave(View view, List<String> formerServers) {
    Optional<String> session = servers.session();
    if (session.isEmpty()) {
      // They notice that this server is gone.
      return;
    }
    BrowserRef ref = new BrowserRef(servers.id(), session.get(), view.number());
    for (String server : formerServers) {
      executor.execute(() -> leave(server, ref));
    }
  }

  private void leave(String server, BrowserRef browser) {
    try {
      peers.callIdempotent(
          server,
          settings.callMillis(),
          client -> {
            client.browserLeft(browser);
            return null;
          });
    } catch (TException | IllegalStateException e) {
      LOGGER.info("{} was not told that browser {} left: {}", server, browser, e.toString());
    }
  }
}
