// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.ports.FreePorts;

/** Real Zeppelin servers in their own JVMs, driven by dev/cluster.sh and asked by REST. */
public final class RealCluster implements AutoCloseable {

  /** Another Zeppelin to test with than the assembled one: -Dcluster.zeppelin=DIR. */
  private static final String ZEPPELIN = System.getProperty("cluster.zeppelin", "");

  /** JVMs with the options that users give theirs: none. For whoever measures. */
  static final Map<String, String> USUAL_JVMS =
      Map.of("ZEPPELIN_JAVA_OPTS", "", "ZEPPELIN_INTP_JAVA_OPTS", "");

  private static final Gson GSON = new Gson();
  private static final long AWAIT_SECONDS = 60;
  private static final long POLL_MILLIS = 100;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path dir;
  private final int port;
  private final Map<Integer, String> cookies;
  private final Map<String, String> environment;

  private RealCluster(
      Path dir, int port, Map<Integer, String> cookies, Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.dir = dir;
    this.port = port;
    this.cookies = Map.copyOf(cookies);
  }

  /** Starts that many servers with further options of {@code cluster.sh up}. */
  public static RealCluster up(Path dir, int servers, String... options)
      throws IOException, InterruptedException {
    return up(dir, servers, Map.of(), options);
  }

  /** With variables of the environment besides. */
  public static RealCluster up(
      Path dir, int servers, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    RealCluster cluster = new RealCluster(dir, freePorts(servers), Map.of(), environment);
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            "up", "--servers", String.valueOf(servers), "--port", String.valueOf(cluster.port)));
    command.addAll(List.of(options));
    if (!ZEPPELIN.isEmpty() && !command.contains("--zeppelin")) {
      command.addAll(List.of("--zeppelin", ZEPPELIN));
    }
    try {
      cluster.script(command.toArray(new String[0]));
    } catch (IOException e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  /** A port P such that P.. and the script's derived ports (P+1000.., P+2000..) are free now. */
  private static int freePorts(int servers) throws IOException {
    Random random = new Random();
    for (int attempt = 0; attempt < 1_000; attempt++) {
      int port = 20_000 + 10 * random.nextInt(900);
      boolean free = true;
      for (int offset = 0; free && offset < 3_000; offset += 1_000) {
        for (int n = 0; free && n < servers; n++) {
          free = FreePorts.isFree(port + offset + n);
        }
      }
      if (free) {
        return port;
      }
    }
    throw new IOException("No free ports between 20000 and 32000");
  }

  /** Runs the script; fails with what it printed. */
  String script(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("cluster.script"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--dir", dir.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true);
    builder.environment().remove("CI");
    // Most of the time that a server lives here it starts: half of it goes without the compiler.
    for (String variable : List.of("ZEPPELIN_JAVA_OPTS", "ZEPPELIN_INTP_JAVA_OPTS")) {
      builder.environment().putIfAbsent(variable, "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    }
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ":\n" + output);
    }
    return output;
  }

  public String url(int server) {
    return "http://localhost:" + (port + server - 1);
  }

  JsonElement get(int server, String path) throws IOException, InterruptedException {
    return send(request(server, path).GET());
  }

  JsonElement post(int server, String path, Object body) throws IOException, InterruptedException {
    return send(
        request(server, path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body == null ? "" : GSON.toJson(body))));
  }

  JsonElement put(int server, String path, Object body) throws IOException, InterruptedException {
    return send(
        request(server, path)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body == null ? "" : GSON.toJson(body))));
  }

  JsonElement delete(int server, String path) throws IOException, InterruptedException {
    return send(request(server, path).DELETE());
  }

  /** What the server says to a POST that it has to refuse. */
  String refused(int server, String path, Object body) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            request(server, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(GSON.toJson(body)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 == 2) {
      throw new AssertionError(path + " was not refused: " + response.body());
    }
    return response.body();
  }

  /** Whatever the server answers. */
  HttpResponse<String> call(int server, String method, String path, Object body)
      throws IOException, InterruptedException {
    return http.send(
        request(server, path)
            .timeout(Duration.ofMinutes(1))
            .header("Content-Type", "application/json")
            .method(
                method, HttpRequest.BodyPublishers.ofString(body == null ? "" : GSON.toJson(body)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(int server, String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(server) + "/api" + path));
    if (cookies.containsKey(server)) {
      request.header("Cookie", cookies.get(server));
    }
    return request;
  }

  /** The same where one of the servers has just begun to answer, and may not do all it can yet. */
  RealCluster asSoonAsPossible(int servers, String userName, String password)
      throws IOException, InterruptedException {
    String[] refusal = {""};
    RealCluster[] user = {null};
    await(
        "login of " + userName,
        () -> {
          try {
            user[0] = as(servers, userName, password);
          } catch (IOException e) {
            refusal[0] = e.getMessage();
          }
          return user[0] == null ? refusal[0] : "";
        },
        String::isEmpty);
    return user[0];
  }

  /** Of the user who asks, at that server. */
  String sessionId(int server) {
    return cookies.get(server).substring(cookies.get(server).indexOf('=') + 1);
  }

  /** The same servers, asked by a user who is logged in to the first so many of them. */
  RealCluster as(int servers, String userName, String password)
      throws IOException, InterruptedException {
    Map<Integer, String> sessions = new HashMap<>();
    for (int server = 1; server <= servers; server++) {
      HttpRequest login =
          request(server, "/login")
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "userName=" + userName + "&password=" + password))
              .build();
      HttpResponse<String> response = http.send(login, HttpResponse.BodyHandlers.ofString());
      // Cookies know no ports, so each server's is kept apart. The last one is of the login.
      List<String> given =
          response.headers().allValues("Set-Cookie").stream()
              .filter(c -> c.startsWith("JSESSIONID=") && !c.contains("deleteMe"))
              .map(c -> c.split(";", 2)[0])
              .collect(Collectors.toList());
      if (response.statusCode() != 200 || given.isEmpty()) {
        throw new IOException(
            "login of "
                + userName
                + " at "
                + server
                + ": "
                + response.statusCode()
                + " "
                + response.body());
      }
      sessions.put(server, given.get(given.size() - 1));
    }
    return new RealCluster(dir, port, sessions, environment);
  }

  private JsonElement send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            request.timeout(Duration.ofMinutes(3)).build(), HttpResponse.BodyHandlers.ofString());
    JsonObject json = GSON.fromJson(response.body(), JsonObject.class);
    if (response.statusCode() / 100 != 2 && !(json != null && json.has("body"))) {
      throw new IOException(response.statusCode() + ": " + response.body());
    }
    return json == null ? null : json.get("body");
  }

  /** Makes a note with the paragraphs and gives back its id. */
  String note(int server, String name, String... paragraphs)
      throws IOException, InterruptedException {
    JsonObject note = new JsonObject();
    // Up to 0.11 and since 0.12; each takes its own and skips the other.
    note.addProperty("name", name);
    note.addProperty("notePath", "/" + name);
    String id = post(server, "/notebook", note).getAsString();
    for (String text : paragraphs) {
      paragraph(server, id, text);
    }
    return id;
  }

  /** Adds a paragraph and gives back its id. */
  String paragraph(int server, String noteId, String text)
      throws IOException, InterruptedException {
    JsonObject paragraph = new JsonObject();
    paragraph.addProperty("title", "");
    paragraph.addProperty("text", text);
    return post(server, "/notebook/" + noteId + "/paragraph", paragraph).getAsString();
  }

  /** Makes a note of one paragraph on the server, runs it there and gives back what came of it. */
  Outcome run(int server, String text) throws IOException, InterruptedException {
    String noteId = note(server, "run-" + server + "-" + System.nanoTime());
    return run(server, noteId, paragraph(server, noteId, text));
  }

  /** Runs a paragraph on the server and waits for its end. */
  Outcome run(int server, String noteId, String paragraphId)
      throws IOException, InterruptedException {
    JsonObject body =
        post(server, "/notebook/run/" + noteId + "/" + paragraphId, null).getAsJsonObject();
    StringBuilder text = new StringBuilder();
    if (body.has("msg")) {
      for (JsonElement message : body.getAsJsonArray("msg")) {
        text.append(message.getAsJsonObject().get("data").getAsString());
      }
    }
    return new Outcome(body.get("code").getAsString(), text.toString());
  }

  List<JsonObject> processes(int server) throws IOException, InterruptedException {
    return objects(get(server, "/cluster/processes"));
  }

  List<JsonObject> servers(int server) throws IOException, InterruptedException {
    return objects(get(server, "/cluster/servers"));
  }

  private static List<JsonObject> objects(JsonElement array) {
    List<JsonObject> objects = new ArrayList<>();
    ((JsonArray) array).forEach(e -> objects.add(e.getAsJsonObject()));
    return objects;
  }

  /** The number of the server that has that id, as another tells. */
  int numberOf(int asked, String serverId) throws IOException, InterruptedException {
    List<String> ids =
        servers(asked).stream().map(s -> s.get("id").getAsString()).collect(Collectors.toList());
    if (!ids.contains(serverId)) {
      throw new AssertionError(serverId + " is none of " + ids);
    }
    return ids.indexOf(serverId) + 1;
  }

  /** The server of that number, as another tells of it. */
  JsonObject server(int asked, int server) throws IOException, InterruptedException {
    return servers(asked).get(server - 1);
  }

  /** Waits until all the servers are members. */
  public void awaitOnline(int servers) throws IOException, InterruptedException {
    await(
        servers + " servers online",
        () -> servers(1),
        members ->
            members.size() == servers
                && members.stream().allMatch(s -> s.get("state").getAsString().equals("ONLINE")));
  }

  /** Process id of the server. */
  long pid(int server) throws IOException, InterruptedException {
    JsonArray servers = GSON.fromJson(script("status", "--json"), JsonArray.class);
    return servers.get(server - 1).getAsJsonObject().get("pid").getAsLong();
  }

  /** Status and body of whatever the path answers. */
  String raw(int server, String path) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request(server, path).GET().build(), HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  /** Ids of a note's paragraphs, as that server knows it. */
  List<String> paragraphIds(int server, String noteId) throws IOException, InterruptedException {
    return objects(get(server, "/notebook/" + noteId).getAsJsonObject().get("paragraphs")).stream()
        .map(p -> p.get("id").getAsString())
        .collect(Collectors.toList());
  }

  /** Starts a paragraph on the server without waiting for its end. */
  void start(int server, String noteId, String paragraphId)
      throws IOException, InterruptedException {
    post(server, "/notebook/job/" + noteId + "/" + paragraphId, null);
  }

  /** The paragraph as that server knows it. */
  JsonObject paragraphOf(int server, String noteId, String paragraphId)
      throws IOException, InterruptedException {
    return get(server, "/notebook/" + noteId + "/paragraph/" + paragraphId).getAsJsonObject();
  }

  /** The interpreter setting as that server has it; null when it has none. */
  JsonObject setting(int server, String setting) throws IOException, InterruptedException {
    JsonElement found = get(server, "/interpreter/setting/" + setting);
    return found == null ? null : found.getAsJsonObject();
  }

  /** Changes an interpreter setting through one server. */
  void changeSetting(int server, String setting, Consumer<JsonObject> change)
      throws IOException, InterruptedException {
    JsonObject body = setting(server, setting);
    change.accept(body);
    put(server, "/interpreter/setting/" + setting, body);
  }

  /** Changes the option of a setting through the first server, and waits until all have it. */
  void changeOption(int servers, String setting, Consumer<JsonObject> change)
      throws IOException, InterruptedException {
    changeSetting(1, setting, body -> change.accept(body.getAsJsonObject("option")));
    JsonElement changed = setting(1, setting).get("option");
    for (int server = 2; server <= servers; server++) {
      int asked = server;
      await(
          "the option of " + setting + " on server " + server,
          () -> setting(asked, setting).get("option"),
          changed::equals);
    }
  }

  /** What the server has written to its log. */
  String log(int server) throws IOException {
    return Files.readString(dir.resolve("n" + server).resolve("logs").resolve("zeppelin.log"));
  }

  /** The one process of the setting; fails when there are more or none. */
  JsonObject process(int server, String setting) throws IOException, InterruptedException {
    List<JsonObject> found = new ArrayList<>();
    for (JsonObject process : processes(server)) {
      if (process.get("setting").getAsString().equals(setting)) {
        found.add(process);
      }
    }
    if (found.size() != 1) {
      throw new AssertionError("not one process of " + setting + " but " + found);
    }
    return found.get(0);
  }

  /** Asks until the answer fits; fails with the last answer after a minute. */
  <T> T await(String what, Question<T> question, Predicate<T> fits)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(AWAIT_SECONDS);
    T answer = null;
    IOException error = null;
    while (end - System.nanoTime() > 0) {
      try {
        answer = question.ask();
        error = null;
        if (fits.test(answer)) {
          return answer;
        }
      } catch (IOException e) {
        error = e;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    throw new AssertionError(what + " did not happen; last answer: " + answer, error);
  }

  @Override
  public void close() throws IOException {
    try {
      script("down");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the servers were ended", e);
    }
  }

  interface Question<T> {
    T ask() throws IOException, InterruptedException;
  }

  /** What a run said. */
  static final class Outcome {
    final String code;
    final String text;

    Outcome(String code, String text) {
      this.code = code;
      this.text = text;
    }

    /** The text of a run that succeeded. */
    String success() {
      if (!code.equals("SUCCESS")) {
        throw new AssertionError("the run ended with " + this);
      }
      return text.trim();
    }

    @Override
    public String toString() {
      return code + ": " + text;
    }
  }
}
