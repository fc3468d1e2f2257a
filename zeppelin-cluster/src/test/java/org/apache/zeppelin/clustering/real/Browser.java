// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** What a browser with one open note hears from its server, and what it asks of it. */
public final class Browser implements AutoCloseable {

  private static final Gson GSON = new Gson();

  private final RealCluster cluster;
  private final List<JsonObject> heard = new CopyOnWriteArrayList<>();
  private final JsonObject ticket;
  private final WebSocket socket;

  private Browser(RealCluster cluster, int server) throws IOException, InterruptedException {
    this(cluster, cluster.url(server), cluster.get(server, "/security/ticket").getAsJsonObject());
  }

  /** A user's, who has that ticket, through whatever answers at the address. */
  Browser(RealCluster cluster, String url, String principal, String ticket) throws IOException {
    this(cluster, url, shown(principal, ticket));
  }

  private static JsonObject shown(String principal, String ticket) {
    JsonObject shown = new JsonObject();
    shown.addProperty("principal", principal);
    shown.addProperty("ticket", ticket);
    shown.addProperty("roles", "[]");
    return shown;
  }

  private Browser(RealCluster cluster, String url, JsonObject ticket) throws IOException {
    this.cluster = cluster;
    this.ticket = ticket;
    try {
      this.socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .header("Origin", url)
              .buildAsync(URI.create(url.replace("http", "ws") + "/ws"), new Ear(heard))
              .join();
    } catch (CompletionException e) {
      throw new IOException("No websocket to " + url, e.getCause());
    }
  }

  /** A user's, who shows that ticket, at that address. */
  public static Browser of(RealCluster cluster, String url, String principal, String ticket)
      throws IOException {
    return new Browser(cluster, url, principal, ticket);
  }

  /** One that has opened no note yet. */
  public static Browser connect(RealCluster cluster, int server)
      throws IOException, InterruptedException {
    return new Browser(cluster, server);
  }

  /** Opens the note on the server and waits until it is there. */
  static Browser open(RealCluster cluster, int server, String noteId)
      throws IOException, InterruptedException {
    Browser browser = new Browser(cluster, server);
    browser.open(noteId);
    return browser;
  }

  /** Opens the note and waits until it is there. */
  void open(String noteId) throws IOException, InterruptedException {
    JsonObject note = new JsonObject();
    note.addProperty("id", noteId);
    say("GET_NOTE", note);
    // Whatever else it says would be the reason.
    cluster.await(
        "the note opens", () -> List.copyOf(heard), all -> all.stream().anyMatch(this::isNote));
  }

  private boolean isNote(JsonObject message) {
    return message.get("op").getAsString().equals("NOTE");
  }

  /** Asks for a run as a click on the paragraph's button does. */
  void run(String paragraphId, String text) {
    JsonObject run = new JsonObject();
    run.addProperty("id", paragraphId);
    run.addProperty("title", "");
    run.addProperty("paragraph", text);
    run.add("config", new JsonObject());
    run.add("params", new JsonObject());
    say("RUN_PARAGRAPH", run);
  }

  /** Sends a message of that kind. */
  void say(String op, JsonObject data) {
    JsonObject message = new JsonObject();
    message.addProperty("op", op);
    message.add("data", data);
    for (String part : new String[] {"principal", "ticket", "roles"}) {
      message.add(part, ticket.get(part));
    }
    send(message);
  }

  /** Says that to the server as it is. */
  public void send(JsonObject message) {
    socket.sendText(GSON.toJson(message), true).join();
  }

  /** All messages so far, in order. */
  public List<JsonObject> messages() {
    return List.copyOf(heard);
  }

  /** The data of all messages of that kind so far, in order. */
  List<JsonObject> heard(String op) {
    return heard.stream()
        .filter(m -> m.get("op").getAsString().equals(op))
        .map(m -> m.getAsJsonObject("data"))
        .collect(Collectors.toList());
  }

  /** The pieces of the paragraph's output that came while it ran, in order. */
  List<String> pieces(String paragraphId) {
    return heard.stream()
        .filter(m -> m.get("op").getAsString().matches("PARAGRAPH_(APPEND|UPDATE)_OUTPUT"))
        .map(m -> m.getAsJsonObject("data"))
        .filter(d -> d.get("paragraphId").getAsString().equals(paragraphId))
        .map(d -> d.get("data").getAsString())
        .filter(piece -> !piece.isEmpty())
        .collect(Collectors.toList());
  }

  /** Waits until the server says that the paragraph has come to that status. */
  void awaitStatus(String paragraphId, String status) throws IOException, InterruptedException {
    cluster.await(
        "paragraph " + paragraphId + " " + status,
        () ->
            heard("PARAGRAPH").stream()
                .map(d -> d.getAsJsonObject("paragraph"))
                .filter(p -> p.get("id").getAsString().equals(paragraphId))
                .map(p -> p.get("status").getAsString())
                .collect(Collectors.toList()),
        statuses -> statuses.contains(status));
  }

  @Override
  public void close() {
    socket.abort();
  }

  /** Puts the parts of a message together. */
  private static final class Ear implements WebSocket.Listener {
    private final List<JsonObject> heard;
    private final StringBuilder message = new StringBuilder();

    private Ear(List<JsonObject> heard) {
      this.heard = heard;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        heard.add(GSON.fromJson(message.toString(), JsonObject.class));
        message.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
