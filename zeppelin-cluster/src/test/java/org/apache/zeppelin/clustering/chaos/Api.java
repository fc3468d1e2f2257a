// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** REST of any of the servers, as a user who logged in once sees it. Any thread may ask. */
final class Api {

  private static final Gson GSON = new Gson();
  private static final int SOON_SECONDS = 5;
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final HttpClient http;
  private final TestServers servers;
  private final String user;
  private final String cookie;
  private final String ticket;

  private Api(HttpClient http, TestServers servers, String user, String cookie, String ticket) {
    this.http = http;
    this.servers = servers;
    this.user = user;
    this.cookie = cookie;
    this.ticket = ticket;
  }

  static Api login(TestServers servers, int server, String user, String password)
      throws IOException, InterruptedException {
    HttpClient http =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(servers.url(server) + "/api/login"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "userName=" + user + "&password=" + password))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    String cookie =
        response.headers().allValues("Set-Cookie").stream()
            .filter(c -> c.startsWith("JSESSIONID=") && !c.contains("deleteMe"))
            .map(c -> c.split(";", 2)[0])
            .reduce((first, second) -> second)
            .orElseThrow(
                () -> new IOException("login of " + user + ": " + response + response.body()));
    JsonObject body = GSON.fromJson(response.body(), JsonObject.class).getAsJsonObject("body");
    return new Api(http, servers, user, cookie, body.get("ticket").getAsString());
  }

  String user() {
    return user;
  }

  String ticket() {
    return ticket;
  }

  TestServers servers() {
    return servers;
  }

  /** What came of a call. */
  static final class Answer {
    /** 0 when none came. */
    final int status;

    /** True when the server cannot have heard of the call. */
    final boolean unsent;

    final String text;

    Answer(int status, boolean unsent, String text) {
      this.status = status;
      this.unsent = unsent;
      this.text = text;
    }

    boolean ok() {
      return status / 100 == 2;
    }

    /** Null when there is none. */
    JsonElement body() {
      try {
        JsonObject json = GSON.fromJson(text, JsonObject.class);
        return json == null ? null : json.get("body");
      } catch (JsonSyntaxException e) {
        return null;
      }
    }

    @Override
    public String toString() {
      return status + " " + text;
    }
  }

  Answer get(int server, String path) throws InterruptedException {
    return call(server, "GET", path, null, 20);
  }

  /** Never fails: what went wrong is in the answer. */
  Answer call(int server, String method, String path, Object body, int seconds)
      throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(servers.url(server) + "/api" + path))
            .timeout(Duration.ofSeconds(seconds))
            .header("Cookie", cookie)
            .header("Content-Type", "application/json")
            .method(
                method, HttpRequest.BodyPublishers.ofString(body == null ? "" : GSON.toJson(body)))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), false, response.body());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      return new Answer(0, true, e.toString());
    } catch (IOException e) {
      return new Answer(0, false, e.toString());
    }
  }

  /** Makes a note and gives back its id; null when that may not have worked. */
  String note(int server, String name) throws InterruptedException {
    Answer made =
        call(server, "POST", "/notebook", Map.of("name", name, "notePath", "/" + name), 20);
    return made.ok() && made.body() != null ? made.body().getAsString() : null;
  }

  /** Adds a paragraph; its id is the body of a good answer. */
  Answer paragraph(int server, String note, String text) throws InterruptedException {
    return call(
        server,
        "POST",
        "/notebook/" + note + "/paragraph",
        Map.of("title", "", "text", text),
        SOON_SECONDS);
  }

  /** The objects of a list that the path answers; null when it does not. */
  List<JsonObject> list(int server, String path) throws InterruptedException {
    Answer answer = get(server, path);
    if (!answer.ok() || answer.body() == null || !answer.body().isJsonArray()) {
      return null;
    }
    List<JsonObject> objects = new ArrayList<>();
    answer.body().getAsJsonArray().forEach(e -> objects.add(e.getAsJsonObject()));
    return objects;
  }
}
