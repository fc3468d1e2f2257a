// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.notes.LocalBrowser;
import org.apache.zeppelin.socket.NotebookServer;
import org.apache.zeppelin.socket.NotebookSocket;
import org.apache.zeppelin.ticket.TicketContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A browser's connection to this server. */
@TouchesZeppelin("speak to the browsers of this server")
final class ZeppelinBrowser implements LocalBrowser {

  private static final Logger LOGGER = LoggerFactory.getLogger(ZeppelinBrowser.class);

  private final NotebookServer server;
  private final NotebookSocket socket;

  ZeppelinBrowser(NotebookServer server, NotebookSocket socket) {
    this.server = server;
    this.socket = socket;
  }

  @Override
  public void send(String text) {
    try {
      socket.send(text);
    } catch (IOException | RuntimeException e) {
      LOGGER.warn("A message to browser {} was not sent", socket, e);
    }
  }

  /** The note, or page, that it looks at on this server; null when none. */
  String viewedHere() {
    return server.getConnectionManager().getAssociatedNoteId(socket);
  }

  @Override
  public void lookAt(String noteId) {
    server.getConnectionManager().addNoteConnection(noteId, socket);
  }

  @Override
  public void lookAway() {
    server.getConnectionManager().removeConnectionFromAllNote(socket);
  }

  @Override
  public boolean reopen(String noteId) {
    TicketContainer.Entry ticket = TicketContainer.instance.getTicketEntry(socket.getUser());
    if (ticket != null) {
      server.onMessage(
          socket, BrowserText.getNote(noteId, ticket.getPrincipal(), ticket.getTicket()));
    }
    return ticket != null;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ZeppelinBrowser && ((ZeppelinBrowser) other).socket == socket;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(socket);
  }

  @Override
  public String toString() {
    return socket.toString();
  }
}
