// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The browsers of this server that look, or looked, at notes of other servers. */
final class Views {

  private final AtomicLong numbers = new AtomicLong();
  private final Map<LocalBrowser, View> byBrowser = new ConcurrentHashMap<>();
  private final Map<Long, View> byNumber = new ConcurrentHashMap<>();

  /** What is known of the browser, from now on if it was not before. */
  View of(LocalBrowser browser) {
    return byBrowser.computeIfAbsent(
        browser,
        b -> {
          View view = new View(numbers.incrementAndGet(), b);
          byNumber.put(view.number(), view);
          return view;
        });
  }

  Optional<View> known(LocalBrowser browser) {
    return Optional.ofNullable(byBrowser.get(browser));
  }

  Optional<View> numbered(long number) {
    return Optional.ofNullable(byNumber.get(number));
  }

  /** Forgets the browser. */
  Optional<View> remove(LocalBrowser browser) {
    View view = byBrowser.remove(browser);
    if (view != null) {
      byNumber.remove(view.number());
    }
    return Optional.ofNullable(view);
  }

  /** Those that look at the note on another server. */
  List<View> lookingAt(String noteId) {
    List<View> found = new ArrayList<>();
    for (View view : byBrowser.values()) {
      if (view.noteId().filter(noteId::equals).isPresent()) {
        found.add(view);
      }
    }
    return found;
  }

  List<View> all() {
    return new ArrayList<>(byBrowser.values());
  }

  /** Those that look at a note elsewhere, and did so last under another session of this server. */
  List<View> before(String session) {
    List<View> found = new ArrayList<>();
    for (View view : byBrowser.values()) {
      if (view.isBefore(session)) {
        found.add(view);
      }
    }
    return found;
  }

  /** Those that look at a note on that server. */
  List<View> lookingOn(String server) {
    List<View> found = new ArrayList<>();
    for (View view : byBrowser.values()) {
      if (view.server().filter(server::equals).isPresent()) {
        found.add(view);
      }
    }
    return found;
  }

  /** One browser: the note that it looks at elsewhere, and who stands in for it. */
  static final class View {
    private final long number;
    private final LocalBrowser browser;
    private final Set<String> standIns = new HashSet<>();
    private String noteId;
    private String server;
    private String session;

    private View(long number, LocalBrowser browser) {
      this.number = number;
      this.browser = browser;
    }

    long number() {
      return number;
    }

    LocalBrowser browser() {
      return browser;
    }

    synchronized Optional<String> noteId() {
      return Optional.ofNullable(noteId);
    }

    synchronized Optional<String> server() {
      return Optional.ofNullable(server);
    }

    /**
     * It has spoken to that server, which keeps something for it.
     *
     * @param under session of this server, for as long as which it does
     */
    synchronized void spokeTo(String otherServer, String under) {
      standIns.add(otherServer);
      if (otherServer.equals(server)) {
        session = under;
      }
    }

    /** It looks at a note elsewhere, and who stood in for it went with another session. */
    synchronized boolean isBefore(String present) {
      return noteId != null && !present.equals(session);
    }

    /**
     * It looks at that note there.
     *
     * @param under session of this server
     * @return the servers that need not keep anything for it any more
     */
    synchronized List<String> looksAt(String newNoteId, String newServer, String under) {
      noteId = newNoteId;
      server = newServer;
      session = under;
      List<String> former = new ArrayList<>(standIns);
      former.remove(newServer);
      standIns.retainAll(Set.of(newServer));
      return former;
    }

    /** It looks at nothing elsewhere any more; all that keep something for it need not. */
    synchronized List<String> looksHere() {
      noteId = null;
      server = null;
      session = null;
      List<String> former = new ArrayList<>(standIns);
      standIns.clear();
      return former;
    }
  }
}
