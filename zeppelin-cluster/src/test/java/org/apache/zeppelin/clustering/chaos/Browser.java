// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A websocket that may break at any time. What was heard is kept until it is cleared. */
final class Browser implements AutoCloseable {

  private static final Gson GSON = new Gson();

  private final Api api;
  private final List<JsonObject> heard = new ArrayList<>();
  private final AtomicBoolean broken = new AtomicBoolean();
  private final WebSocket socket;

  private Browser(Api api, HttpClient http, String url) throws IOException {
    this.api = api;
    try {
      this.socket =
          http.newWebSocketBuilder()
              .header("Origin", url)
              .connectTimeout(Duration.ofSeconds(2))
              .buildAsync(URI.create(url.replace("http", "ws") + "/ws"), new Ear())
              .get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new IOException("No websocket to " + url + ": " + e);
    }
  }

  /** Opens the note; null when it did not show within the time. */
  static Browser open(HttpClient http, Api api, int server, String note)
      throws InterruptedException {
    Browser browser;
    try {
      browser = new Browser(api, http, api.servers().url(server));
    } catch (IOException e) {
      return null;
    }
    JsonObject data = new JsonObject();
    data.addProperty("id", note);
    browser.say("GET_NOTE", data);
    if (browser.await(10, m -> op(m).equals("NOTE"))) {
      browser.clear();
      return browser;
    }
    browser.close();
    return null;
  }

  static String op(JsonObject message) {
    return message.get("op").getAsString();
  }

  boolean broken() {
    return broken.get();
  }

  /** False when it could not be said; it may have arrived nevertheless. */
  boolean say(String op, JsonObject data) {
    JsonObject message = new JsonObject();
    message.addProperty("op", op);
    message.add("data", data);
    message.addProperty("principal", api.user());
    message.addProperty("ticket", api.ticket());
    message.addProperty("roles", "[]");
    try {
      socket.sendText(GSON.toJson(message), true).get(5, TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (java.util.concurrent.ExecutionException
        | java.util.concurrent.TimeoutException
        | CompletionException
        | IllegalStateException e) {
      broken.set(true);
      return false;
    }
  }

  void clear() {
    synchronized (heard) {
      heard.clear();
    }
  }

  /** True as soon as a message fits; false after the time, or when the connection is gone. */
  boolean await(int seconds, Predicate<JsonObject> fits) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    synchronized (heard) {
      while (heard.stream().noneMatch(fits)) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0 || broken.get()) {
          return false;
        }
        heard.wait(Math.min(left, 200));
      }
    }
    return true;
  }

  List<JsonObject> heard(String op) {
    synchronized (heard) {
      return heard.stream().filter(m -> op(m).equals(op)).collect(Collectors.toList());
    }
  }

  /** What a user saw of the paragraph's output while it ran: pieces are added, or replace all. */
  String streamed(String paragraph) {
    Map<Integer, StringBuilder> shown = new TreeMap<>();
    synchronized (heard) {
      for (JsonObject message : heard) {
        JsonObject data = message.getAsJsonObject("data");
        if (!op(message).matches("PARAGRAPH_(APPEND|UPDATE)_OUTPUT")
            || !data.get("paragraphId").getAsString().equals(paragraph)) {
          continue;
        }
        StringBuilder text =
            shown.computeIfAbsent(data.get("index").getAsInt(), i -> new StringBuilder());
        if (op(message).equals("PARAGRAPH_UPDATE_OUTPUT")) {
          text.setLength(0);
        }
        text.append(data.get("data").getAsString());
      }
    }
    return String.join("", shown.values());
  }

  @Override
  public void close() {
    broken.set(true);
    socket.abort();
  }

  private final class Ear implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        JsonObject json = GSON.fromJson(message.toString(), JsonObject.class);
        message.setLength(0);
        synchronized (heard) {
          heard.add(json);
          heard.notifyAll();
        }
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      broken.set(true);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      broken.set(true);
    }
  }
}
