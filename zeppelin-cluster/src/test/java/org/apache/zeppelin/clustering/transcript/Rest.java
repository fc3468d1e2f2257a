// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.zeppelin.clustering.real.RealCluster;

/** Asks servers by REST, and takes every answer for one. */
final class Rest {

  private static final Gson GSON = new Gson();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final RealCluster cluster;
  private final String user;
  private final String cookie;
  private final String ticket;

  /** Nobody who is logged in. */
  Rest(RealCluster cluster) {
    this(cluster, "anonymous", "", "anonymous");
  }

  private Rest(RealCluster cluster, String user, String cookie, String ticket) {
    this.cluster = cluster;
    this.user = user;
    this.cookie = cookie;
    this.ticket = ticket;
  }

  /** A user with that cookie and ticket. */
  Rest as(String name, String hisCookie, String hisTicket) {
    return new Rest(cluster, name, hisCookie, hisTicket);
  }

  String user() {
    return user;
  }

  /** For messages of a browser. */
  String ticket() {
    return ticket;
  }

  /** Logs in; whoever is not let in has neither cookie nor ticket. */
  Rest login(int server, String name, String password, Consumer<Answer> told)
      throws InterruptedException {
    String form = "userName=" + name + "&password=" + password;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(cluster.url(server) + "/api/login"))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      Answer answer = new Answer(response.statusCode(), parse(response.body()));
      told.accept(answer);
      if (!answer.body().isJsonObject()) {
        return as(name, "", "");
      }
      String session =
          response.headers().allValues("Set-Cookie").stream()
              .filter(c -> c.startsWith("JSESSIONID=") && !c.contains("deleteMe"))
              .map(c -> c.split(";", 2)[0])
              .reduce("", (first, second) -> second);
      return as(name, session, answer.body().getAsJsonObject().get("ticket").getAsString());
    } catch (IOException e) {
      told.accept(noAnswer(e));
      return as(name, "", "");
    }
  }

  private static Answer noAnswer(IOException e) {
    // Its text may name a port.
    return new Answer(0, new JsonPrimitive("no answer: " + e.getClass().getSimpleName()));
  }

  /** Sends the body as JSON, a text as it is, and null not at all. */
  Answer ask(int server, String method, String path, Object body) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(cluster.url(server) + "/api" + path)).timeout(TIMEOUT);
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      String json = body instanceof String ? (String) body : GSON.toJson(body);
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(json));
    }
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), parse(response.body()));
    } catch (IOException e) {
      return noAnswer(e);
    }
  }

  private static JsonElement parse(String body) {
    try {
      JsonElement json = GSON.fromJson(body, JsonElement.class);
      return json == null ? JsonNull.INSTANCE : json;
    } catch (JsonSyntaxException e) {
      return new JsonPrimitive(body);
    }
  }

  /** A status, and what came with it. */
  static final class Answer {
    final int status;
    final JsonElement json;

    private Answer(int status, JsonElement json) {
      this.status = status;
      this.json = json;
    }

    /** What Zeppelin wraps in status and message; JSON's null when there is nothing. */
    JsonElement body() {
      return json.isJsonObject() && json.getAsJsonObject().has("body")
          ? json.getAsJsonObject().get("body")
          : JsonNull.INSTANCE;
    }
  }
}
