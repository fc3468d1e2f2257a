// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Somebody who logged in once and shows the cookie and the ticket of it to any server. */
final class Person {

  private static final Gson GSON = new Gson();

  private final HttpClient http = HttpClient.newHttpClient();
  private final RealCluster cluster;
  private final String name;
  private final String cookie;
  private final String ticket;

  private Person(RealCluster cluster, String name, String cookie, String ticket) {
    this.cluster = cluster;
    this.name = name;
    this.cookie = cookie;
    this.ticket = ticket;
  }

  static Person login(RealCluster cluster, String url, String name, String password)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url + "/api/login"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "userName=" + name + "&password=" + password))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    String cookie =
        response.headers().allValues("Set-Cookie").stream()
            .filter(c -> c.startsWith("JSESSIONID=") && !c.contains("deleteMe"))
            .map(c -> c.split(";", 2)[0])
            .reduce((first, second) -> second)
            .orElseThrow(() -> new IOException("login of " + name + ": " + response));
    JsonObject body = GSON.fromJson(response.body(), JsonObject.class).getAsJsonObject("body");
    return new Person(cluster, name, cookie, body.get("ticket").getAsString());
  }

  String ticket() {
    return ticket;
  }

  String sessionId() {
    return cookie.substring(cookie.indexOf('=') + 1);
  }

  /** The answer to a GET; a redirection to the login is one. */
  HttpResponse<String> ask(String url, String path) throws IOException, InterruptedException {
    return http.send(request(url, path).GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Status of the list of notes: 200 for who is logged in. */
  int status(String url) throws IOException, InterruptedException {
    return ask(url, "/notebook").statusCode();
  }

  /** The ticket that the server says this person has. */
  String ticketAt(String url) throws IOException, InterruptedException {
    return GSON.fromJson(ask(url, "/security/ticket").body(), JsonObject.class)
        .getAsJsonObject("body")
        .get("ticket")
        .getAsString();
  }

  void logout(String url) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            request(url, "/login/logout")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 401 && response.statusCode() != 403) {
      // Zeppelin's ways to say that it is done.
      throw new IOException("logout of " + name + ": " + response + " " + response.body());
    }
  }

  private HttpRequest.Builder request(String url, String path) {
    return HttpRequest.newBuilder(URI.create(url + "/api" + path))
        .timeout(Duration.ofMinutes(1))
        .header("Cookie", cookie);
  }

  /** A websocket that shows this person's ticket. */
  Browser browser(String url) throws IOException {
    return new Browser(cluster, url, name, ticket);
  }
}
