// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A browser that looks at one note and remembers nothing of what it hears, but when something came
 * for which it waited. Many of them share a client, and so its threads.
 */
final class Watcher implements AutoCloseable {

  private static final Gson GSON = new Gson();
  private static final int WAIT_SECONDS = 120;

  private final WebSocket socket;
  private final JsonObject ticket;
  private final List<Expected> expected = new CopyOnWriteArrayList<>();

  Watcher(HttpClient http, RealCluster cluster, int server, JsonObject ticket) {
    String url = cluster.url(server);
    this.ticket = ticket;
    this.socket =
        http.newWebSocketBuilder()
            .header("Origin", url)
            .buildAsync(URI.create(url.replace("http", "ws") + "/ws"), new Ear())
            .join();
  }

  /** Opens the note and waits until it is there. */
  void open(String noteId) throws IOException, InterruptedException {
    CompletableFuture<Long> open = next("\"op\":\"NOTE\"", noteId);
    JsonObject note = new JsonObject();
    note.addProperty("id", noteId);
    say("GET_NOTE", note);
    at(open);
  }

  /** Changes the paragraph's text as typing does, a moment after. */
  void edit(String noteId, String paragraphId, String text) {
    say("COMMIT_PARAGRAPH", paragraph(noteId, paragraphId, text));
  }

  /** Runs the paragraph with that text, as its button does. */
  void run(String noteId, String paragraphId, String text) {
    say("RUN_PARAGRAPH", paragraph(noteId, paragraphId, text));
  }

  private static JsonObject paragraph(String noteId, String paragraphId, String text) {
    JsonObject data = new JsonObject();
    data.addProperty("id", paragraphId);
    data.addProperty("noteId", noteId);
    data.addProperty("title", "");
    data.addProperty("paragraph", text);
    data.add("params", new JsonObject());
    data.add("config", new JsonObject());
    return data;
  }

  private void say(String op, JsonObject data) {
    JsonObject message = new JsonObject();
    message.addProperty("op", op);
    message.add("data", data);
    message.add("principal", ticket.get("principal"));
    message.add("ticket", ticket.get("ticket"));
    message.addProperty("roles", "[]");
    socket.sendText(GSON.toJson(message), true).join();
  }

  /** {@link System#nanoTime} of the next message that holds all of these. */
  CompletableFuture<Long> next(String... parts) {
    Expected next = new Expected(parts);
    expected.add(next);
    return next.came;
  }

  /** Waits for it. */
  static long at(CompletableFuture<Long> came) throws IOException, InterruptedException {
    try {
      return came.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("What was waited for did not come in " + WAIT_SECONDS + " s", e);
    }
  }

  @Override
  public void close() {
    socket.abort();
  }

  private static final class Expected {
    final List<String> parts;
    final CompletableFuture<Long> came = new CompletableFuture<>();

    Expected(String... parts) {
      this.parts = Arrays.asList(parts);
    }
  }

  /** Puts the parts of a message together. */
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        long now = System.nanoTime();
        // Some releases put a space there.
        String whole = text.toString().replace("\": ", "\":");
        text.setLength(0);
        for (Expected each : expected) {
          if (each.parts.stream().allMatch(whole::contains)) {
            expected.remove(each);
            each.came.complete(now);
          }
        }
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      lost(new IOException("The server closed the connection: " + code + " " + reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      lost(error);
    }

    private void lost(Throwable why) {
      expected.forEach(each -> each.came.completeExceptionally(why));
    }
  }
}
