// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.notes.BrowserCall;
import org.apache.zeppelin.clustering.notes.LocalBrowser;
import org.apache.zeppelin.clustering.notes.OpenNotes;
import org.apache.zeppelin.clustering.notes.StandIn;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.conf.ZeppelinConfiguration;
import org.apache.zeppelin.socket.NotebookServer;
import org.apache.zeppelin.socket.NotebookSocket;
import org.apache.zeppelin.ticket.TicketContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This server's websocket connections, of real browsers and of those that stand in for others. */
@TouchesZeppelin("have a browser's message handled by the owner of its note")
final class Browsers implements StandIn.Factory {

  private static final Logger LOGGER = LoggerFactory.getLogger(Browsers.class);

  private final ZeppelinRelease zeppelin;
  private final ZeppelinConfiguration configuration;
  private final BiFunction<String, String, Optional<TicketContainer.Entry>> tickets;
  private final Supplier<Optional<NotebookServer>> server;
  private final int maxTextChars;
  private final Map<NotebookSocket, ZeppelinBrowser> browsers = new ConcurrentHashMap<>();
  private final Set<NotebookSocket> standIns = ConcurrentHashMap.newKeySet();

  /**
   * @param tickets this server's ticket of a user who shows one of his
   * @param server Zeppelin's websocket server, once there is one
   * @param maxTextChars longest message that is passed on
   */
  Browsers(
      ZeppelinRelease zeppelin,
      ZeppelinConfiguration configuration,
      BiFunction<String, String, Optional<TicketContainer.Entry>> tickets,
      Supplier<Optional<NotebookServer>> server,
      int maxTextChars) {
    this.maxTextChars = maxTextChars;
    this.zeppelin = zeppelin;
    this.configuration = configuration;
    this.tickets = tickets;
    this.server = server;
  }

  /**
   * A browser's message has come.
   *
   * @return what Zeppelin shall handle here, with this server's ticket of the user; empty when it
   *     was handled elsewhere, or refused
   */
  Optional<String> message(
      OpenNotes notes, NotebookServer receiver, NotebookSocket socket, String text) {
    if (socket == null || standIns.contains(socket)) {
      return Optional.of(text);
    }
    MessageHead head = MessageHead.of(text);
    Optional<TicketContainer.Entry> ticket;
    try {
      ticket = ticket(head);
    } catch (MetadataException e) {
      // Zeppelin asks the same, and tells the browser why there is no answer.
      return Optional.of(text);
    }
    Routing routing = Routing.of(head.operation());
    String own = ticket.map(TicketContainer.Entry::getTicket).orElse("");
    boolean valid = head.ticket().filter(own::equals).isPresent();
    if (valid && routing == Routing.NONE) {
      return Optional.of(text);
    }
    Optional<BrowserText> parsed = BrowserText.parse(text);
    if (ticket.isEmpty() || parsed.isEmpty()) {
      // Zeppelin refuses it, in its own way.
      return Optional.of(text);
    }
    String here = valid ? text : parsed.get().withTicket(ticket.get().getPrincipal(), own);
    if (routing == Routing.NONE) {
      return Optional.of(here);
    }
    ZeppelinBrowser browser =
        browsers.computeIfAbsent(socket, s -> new ZeppelinBrowser(receiver, s));
    if (socket.getUser().isEmpty()) {
      receiver.getConnectionManager().addUserConnection(ticket.get().getPrincipal(), socket);
    }
    return forward(notes, browser, call(parsed.get(), routing, browser, ticket.get(), text))
        ? Optional.empty()
        : Optional.of(here);
  }

  private boolean forward(OpenNotes notes, ZeppelinBrowser browser, BrowserCall call) {
    try {
      return notes.forward(browser, call);
    } catch (IOException | RuntimeException e) {
      LOGGER.warn("A message of browser {} was not handled", browser, e);
      browser.send(BrowserText.error(e.getMessage() == null ? e.toString() : e.getMessage()));
      return true;
    }
  }

  /** What Zeppelin checks first of each message. */
  private Optional<TicketContainer.Entry> ticket(MessageHead head) {
    Optional<String> user = head.principal();
    Optional<String> shown = head.ticket().filter(ticket -> !ticket.isEmpty());
    if (user.isEmpty() || shown.isEmpty()) {
      return Optional.empty();
    }
    if (user.get().equals("anonymous")) {
      return Optional.ofNullable(TicketContainer.instance.getTicketEntry(user.get()))
          .filter(entry -> configuration.isAnonymousAllowed())
          .filter(entry -> entry.getTicket().equals(shown.get()));
    }
    return tickets.apply(user.get(), shown.get());
  }

  private BrowserCall call(
      BrowserText text,
      Routing routing,
      ZeppelinBrowser browser,
      TicketContainer.Entry ticket,
      String original) {
    return new BrowserCall(
        noteId(text, routing, browser), routing == Routing.VIEWED, ticket.getPrincipal(), original);
  }

  private String noteId(BrowserText text, Routing routing, ZeppelinBrowser browser) {
    switch (routing) {
      case ID:
        return text.data("id").orElse(null);
      case NOTE_ID:
        return text.data("noteId").orElse(null);
      case HOME:
        String home =
            configuration.getString(ZeppelinConfiguration.ConfVars.ZEPPELIN_NOTEBOOK_HOMESCREEN);
        return home == null || home.isEmpty() ? null : home;
      case VIEWED:
      default:
        String viewed = browser.viewedHere();
        return viewed != null ? viewed : text.data("noteId").orElse(null);
    }
  }

  /** Zeppelin has handled a message of the browser here. */
  void handled(OpenNotes notes, NotebookSocket socket, String text) {
    ZeppelinBrowser browser = socket == null ? null : browsers.get(socket);
    if (browser != null) {
      boolean left = Routing.of(BrowserText.operationOf(text)) == Routing.HOME;
      notes.handledHere(browser, () -> left || browser.viewedHere() != null);
    }
  }

  /** A connection has ended. */
  void left(OpenNotes notes, NotebookSocket socket) {
    ZeppelinBrowser browser = browsers.remove(socket);
    if (browser != null) {
      notes.left(browser);
    }
  }

  /** Sends a message to every browser that has used a note through this server. */
  void sendAll(String text) {
    browsers.values().forEach(browser -> browser.send(text));
  }

  /** The real browsers that look at the note here. */
  List<LocalBrowser> viewers(String noteId) {
    List<LocalBrowser> viewers = new ArrayList<>();
    for (ZeppelinBrowser browser : browsers.values()) {
      if (noteId.equals(browser.viewedHere())) {
        viewers.add(browser);
      }
    }
    return viewers;
  }

  /** True when nobody, here or through another server, looks at the note here. */
  boolean unwatched(String noteId) {
    Optional<NotebookServer> present = server.get();
    return viewers(noteId).isEmpty()
        && (present.isEmpty()
            || standIns.stream()
                .noneMatch(
                    s ->
                        noteId.equals(
                            present.get().getConnectionManager().getAssociatedNoteId(s))));
  }

  @Override
  public StandIn open(String name, Consumer<String> out) {
    NotebookServer present =
        server.get().orElseThrow(() -> new IllegalStateException("Zeppelin is still starting"));
    NotebookSocket socket = zeppelin.standIn(name, text -> pass(text, out));
    standIns.add(socket);
    return new ZeppelinStandIn(present, socket, () -> standIns.remove(socket));
  }

  /** The list of notes comes from the browser's own server, which has it too. */
  private void pass(String text, Consumer<String> out) {
    if (text.length() > maxTextChars) {
      out.accept(
          BrowserText.error(
              "What the note's server sent is too long to be passed on ("
                  + text.length()
                  + " characters): zeppelin.cluster.rpc.frame.max.bytes limits it"));
    } else if (!BrowserText.operationOf(text).equals("NOTES_INFO")) {
      out.accept(text);
    }
  }
}
