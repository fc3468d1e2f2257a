// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.util.Optional;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.notes.BrowserCall;
import org.apache.zeppelin.clustering.notes.StandIn;
import org.apache.zeppelin.socket.ConnectionManager;
import org.apache.zeppelin.socket.NotebookServer;
import org.apache.zeppelin.socket.NotebookSocket;
import org.apache.zeppelin.ticket.TicketContainer;

/** What Zeppelin takes for a connection, and is a browser of another server. */
@TouchesZeppelin("let browsers of other servers use this server's notes")
final class ZeppelinStandIn implements StandIn {

  private final NotebookServer server;
  private final NotebookSocket socket;
  private final Runnable closed;

  ZeppelinStandIn(NotebookServer server, NotebookSocket socket, Runnable closed) {
    this.server = server;
    this.socket = socket;
    this.closed = closed;
  }

  @Override
  public void receive(BrowserCall call) {
    TicketContainer.Entry entry = TicketContainer.instance.getTicketEntry(call.user());
    if (entry == null) {
      // Logged out since the browser's server looked: Zeppelin drops such messages, and so do we.
      return;
    }
    String noteId = call.noteId().orElse(null);
    if (call.aboutViewed() && !viewed().filter(v -> v.equals(noteId)).isPresent()) {
      // The browser's server let it look at the note, maybe while another server owned it.
      server.getConnectionManager().addNoteConnection(noteId, socket);
    }
    BrowserText.parse(call.text())
        .ifPresent(
            text -> server.onMessage(socket, text.withTicket(call.user(), entry.getTicket())));
  }

  @Override
  public Optional<String> viewed() {
    return Optional.ofNullable(server.getConnectionManager().getAssociatedNoteId(socket));
  }

  @Override
  public void close() {
    closed.run();
    ConnectionManager connections = server.getConnectionManager();
    connections.removeConnectionFromAllNote(socket);
    connections.removeUserConnection(socket.getUser(), socket);
  }
}
