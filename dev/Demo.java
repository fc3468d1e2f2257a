// SPDX-License-Identifier: Apache-2.0

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * Runs one note on every server of a cluster and compares what they say.
 *
 * <p>Arguments: the first server's port, and the number of servers. Ends with 1 when something
 * differs from what it should be, having said what.
 */
public final class Demo {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What belongs to a process for as long as it lives, and must be the same on every server. */
  private static final List<String> IDENTITY =
      List.of("interpreterGroupId", "setting", "server", "host", "port", "pid", "epoch", "state");

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final List<String> servers = new ArrayList<>();
  private final List<String> differences = new ArrayList<>();

  private Demo(int port, int count) {
    for (int i = 0; i < count; i++) {
      servers.add("http://localhost:" + (port + i));
    }
  }

  public static void main(String[] args) throws Exception {
    Demo demo = new Demo(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    try {
      demo.run();
    } catch (IOException e) {
      demo.differences.add(e.getMessage());
    }
    if (demo.differences.isEmpty()) {
      System.out.println("\nAll is as it should be.");
      return;
    }
    System.out.println("\nThis is not as it should be:");
    demo.differences.forEach(difference -> System.out.println("  " + difference));
    System.exit(1);
  }

  private void run() throws Exception {
    System.out.println("\nWaiting until the servers see one another ...");
    for (String server : servers) {
      await("the answer of " + server + "/api/cluster/servers", () -> checkServers(server));
    }

    String first = servers.get(0);
    String title = "demo " + System.currentTimeMillis();
    String note =
        post(first + "/api/notebook", object("name", title, "notePath", "/" + title))
            .getAsString();
    Map<String, String> paragraphs = new LinkedHashMap<>();
    String value = "set-through-server-1-" + System.currentTimeMillis();
    paragraphs.put("md", addParagraph(note, "%md\nHello from **one** process"));
    paragraphs.put("pid", addParagraph(note, "%sample\npid"));
    paragraphs.put("set", addParagraph(note, "%sample\nset demo " + value));
    paragraphs.put("get", addParagraph(note, "%sample\nget demo"));
    System.out.println("Made note '" + title + "' (" + note + ") on " + first + "\n");

    List<Row> rows = new ArrayList<>();
    print("answered by", "paragraph", "took", "process of", "listens on", "pid", "epoch", "said");
    for (String server : servers) {
      for (Map.Entry<String, String> paragraph : paragraphs.entrySet()) {
        if (paragraph.getKey().equals("set") && !server.equals(first)) {
          continue;
        }
        Row row = runParagraph(server, paragraph.getKey(), note, paragraph.getValue());
        rows.add(row);
        row.print();
      }
    }
    compareRows(rows, value);
    compareProcesses();
    showLoad();
  }

  // What one server said about one paragraph.
  private final class Row {
    private final String server;
    private final String paragraph;
    private final long millis;
    private final String code;
    private final String said;
    private final JsonObject process;

    private Row(
        String server,
        String paragraph,
        long millis,
        String code,
        String said,
        JsonObject process) {
      this.server = server;
      this.paragraph = paragraph;
      this.millis = millis;
      this.code = code;
      this.said = said;
      this.process = process;
    }

    private void print() {
      Demo.print(
          server,
          paragraph,
          millis + " ms",
          text(process, "server"),
          text(process, "host") + ":" + text(process, "port"),
          text(process, "pid"),
          text(process, "epoch"),
          (code.equals("SUCCESS") ? "" : code + " ") + said.replaceAll("<[^>]*>|\\s+", " ").trim());
    }

    private String where() {
      return "paragraph " + paragraph + " through " + server;
    }
  }

  private Row runParagraph(String server, String name, String note, String paragraph)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    JsonObject result =
        post(server + "/api/notebook/run/" + note + "/" + paragraph, new JsonObject())
            .getAsJsonObject();
    long millis = (System.nanoTime() - began) / 1_000_000;
    StringBuilder said = new StringBuilder();
    if (result.has("msg")) {
      for (JsonElement message : result.getAsJsonArray("msg")) {
        said.append(text(message.getAsJsonObject(), "data"));
      }
    }
    String setting = name.equals("md") ? "md" : "sample";
    JsonObject process = new JsonObject();
    for (JsonElement candidate : get(server + "/api/cluster/processes").getAsJsonArray()) {
      if (text(candidate.getAsJsonObject(), "setting").equals(setting)) {
        process = candidate.getAsJsonObject();
      }
    }
    return new Row(server, name, millis, text(result, "code"), said.toString().trim(), process);
  }

  private void compareRows(List<Row> rows, String value) {
    Map<String, Row> firstOfGroup = new TreeMap<>();
    for (Row row : rows) {
      if (!row.code.equals("SUCCESS")) {
        differences.add(row.where() + " ended with " + row.code + ": " + row.said);
        continue;
      }
      if (row.paragraph.equals("get")) {
        expect(row.where() + " gave the variable", value, row.said);
      }
      if (row.paragraph.equals("pid")) {
        expect(row.where() + " ran in pid", text(row.process, "pid"), row.said);
      }
      Row first = firstOfGroup.putIfAbsent(text(row.process, "interpreterGroupId"), row);
      if (first != null) {
        for (String key : List.of("pid", "epoch", "server", "port")) {
          expect(row.where() + " had the " + key, text(first.process, key), text(row.process, key));
        }
      }
    }
    expect("the interpreter groups that ran", 2, firstOfGroup.size());
  }

  private void compareProcesses() throws Exception {
    await("the processes that every server names", this::differencesOfProcesses);
  }

  private List<String> differencesOfProcesses() throws IOException, InterruptedException {
    List<String> found = new ArrayList<>();
    Map<String, Map<String, String>> expected = null;
    for (String server : servers) {
      Map<String, Map<String, String>> groups = new TreeMap<>();
      for (JsonElement element : get(server + "/api/cluster/processes").getAsJsonArray()) {
        Map<String, String> identity = new LinkedHashMap<>();
        IDENTITY.forEach(key -> identity.put(key, text(element.getAsJsonObject(), key)));
        String group = identity.get("interpreterGroupId");
        if (groups.put(group, identity) != null) {
          found.add(server + " names more than one process of group " + group);
        }
        if (!identity.get("state").equals("RUNNING")) {
          found.add(server + " says that " + group + " is " + identity.get("state"));
        }
      }
      if (expected == null) {
        expected = groups;
      } else if (!expected.equals(groups)) {
        found.add(server + " names the processes " + groups + ", the first server " + expected);
      }
    }
    return found;
  }

  private List<String> checkServers(String asked) throws IOException, InterruptedException {
    List<String> found = new ArrayList<>();
    int leaders = 0;
    Set<String> ids = new HashSet<>();
    for (JsonElement element : get(asked + "/api/cluster/servers").getAsJsonArray()) {
      JsonObject server = element.getAsJsonObject();
      if (!text(server, "state").equals("ONLINE")) {
        found.add(asked + " says that " + text(server, "id") + " is " + text(server, "state"));
      }
      leaders += server.has("leader") && server.get("leader").getAsBoolean() ? 1 : 0;
      ids.add(text(server, "id"));
    }
    if (ids.size() != servers.size()) {
      found.add(asked + " knows the servers " + ids + ", which should be " + servers.size());
    }
    if (leaders != 1) {
      found.add(asked + " knows " + leaders + " leaders, which should be 1");
    }
    return found;
  }

  private void showLoad() throws Exception {
    System.out.println();
    print("server", "state", "leader", "cpu used", "of", "memory used", "of", "processes");
    for (JsonElement element : get(servers.get(0) + "/api/cluster/servers").getAsJsonArray()) {
      JsonObject server = element.getAsJsonObject();
      print(
          text(server, "id"),
          text(server, "state"),
          text(server, "leader"),
          text(server, "cpuUsed"),
          text(server, "cpuCapacity"),
          text(server, "memoryUsed"),
          text(server, "memoryCapacity"),
          text(server, "processes"));
    }
    for (String server : servers) {
      await("the answer of " + server + "/api/cluster/servers", () -> checkServers(server));
    }
  }

  /** Checks until nothing differs or patience ends; what then differs is kept. */
  private void await(String what, Callable<List<String>> check) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long spoken = System.nanoTime();
    while (true) {
      List<String> found;
      try {
        found = check.call();
      } catch (IOException e) {
        found = List.of(e.getMessage());
      }
      if (found.isEmpty()) {
        return;
      }
      if (System.nanoTime() > deadline) {
        differences.addAll(found);
        throw new IOException(what + " did not become right in " + PATIENCE.toSeconds() + " s");
      }
      if (System.nanoTime() - spoken > 5_000_000_000L) {
        spoken = System.nanoTime();
        System.out.println("  not yet: " + found.get(0));
      }
      Thread.sleep(500);
    }
  }

  private void expect(String what, Object wanted, Object found) {
    if (!wanted.equals(found)) {
      differences.add(what + " '" + found + "', which should be '" + wanted + "'");
    }
  }

  private String addParagraph(String note, String text) throws IOException, InterruptedException {
    String url = servers.get(0) + "/api/notebook/" + note + "/paragraph";
    return post(url, object("title", "demo", "text", text)).getAsString();
  }

  private JsonElement get(String url) throws IOException, InterruptedException {
    return send(url, HttpRequest.newBuilder(URI.create(url)).GET());
  }

  private JsonElement post(String url, JsonObject body) throws IOException, InterruptedException {
    return send(
        url,
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  /** The body of the answer, in the envelope that Zeppelin puts around each. */
  private JsonElement send(String url, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> response;
    try {
      response =
          http.send(
              request.timeout(Duration.ofMinutes(3)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IOException("no answer from " + url + ": " + e, e);
    }
    // A paragraph that fails is answered with 500 by some releases, and with its result all the same.
    JsonElement body = null;
    try {
      body = JsonParser.parseString(response.body()).getAsJsonObject().get("body");
    } catch (RuntimeException e) {
      // No JSON: said below, with what it is instead.
    }
    if (body == null || body.isJsonNull()) {
      String answer = response.body().strip().replaceAll("\\s+", " ");
      throw new IOException(
          url
              + " answers "
              + response.statusCode()
              + ": "
              + answer.substring(0, Math.min(300, answer.length())));
    }
    return body;
  }

  private static JsonObject object(String... keysAndValues) {
    JsonObject object = new JsonObject();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.addProperty(keysAndValues[i], keysAndValues[i + 1]);
    }
    return object;
  }

  private static String text(JsonObject object, String key) {
    JsonElement value = object.get(key);
    if (value == null || value.isJsonNull()) {
      return "-";
    }
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }

  private static void print(Object... cells) {
    System.out.printf("%-22s %-9s %-8s %-16s %-16s %-11s %-12s %s%n", cells);
  }
}
