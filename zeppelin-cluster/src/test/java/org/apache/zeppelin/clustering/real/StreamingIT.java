// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a process prints and tells while a paragraph runs reaches the browser that looks at it. */
public class StreamingIT {

  private static final int SERVERS = 3;
  private static final String SETTING = "sample";
  private static final String STREAM = "%sample stream 50 20";
  private static final String LINES =
      IntStream.rangeClosed(1, 50).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static RealCluster cluster;

  private final List<Browser> browsers = new ArrayList<>();

  @BeforeClass
  public static void up() throws Exception {
    cluster = RealCluster.up(FOLDER.newFolder("cluster").toPath(), SERVERS);
    cluster.awaitOnline(SERVERS);
  }

  @AfterClass
  public static void down() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Before
  public void withoutProcesses() throws Exception {
    cluster.put(1, "/interpreter/setting/restart/" + SETTING, null);
    cluster.await("no process left", () -> cluster.processes(2), List::isEmpty);
  }

  @After
  public void closeBrowsers() {
    browsers.forEach(Browser::close);
  }

  private Browser open(int server, String note) throws Exception {
    Browser browser = Browser.open(cluster, server, note);
    browsers.add(browser);
    return browser;
  }

  /** A server that uses the process and does not manage it. */
  private static int notTheManager() throws Exception {
    cluster.run(1, "%sample pid").success();
    String manager = cluster.process(1, SETTING).get("server").getAsString();
    return cluster.numberOf(1, manager) % SERVERS + 1;
  }

  @Test
  public void eachBrowserSeesEveryLineOfItsServersRunInOrderOnce() throws Exception {
    notTheManager();
    List<String> notes = new ArrayList<>();
    List<List<String>> paragraphs = new ArrayList<>();
    for (int server = 1; server <= SERVERS; server++) {
      String note = cluster.note(server, "stream-" + server, STREAM, "%sample echo over");
      notes.add(note);
      paragraphs.add(cluster.paragraphIds(server, note));
      open(server, note);
    }
    for (int i = 0; i < SERVERS; i++) {
      browsers.get(i).run(paragraphs.get(i).get(0), STREAM);
    }
    for (int i = 0; i < SERVERS; i++) {
      Browser browser = browsers.get(i);
      String paragraph = paragraphs.get(i).get(0);
      browser.awaitStatus(paragraph, "FINISHED");
      cluster.await(
          "all lines in browser " + (i + 1),
          () -> String.join("", browser.pieces(paragraph)),
          text -> text.length() >= LINES.length());
      // What comes after a later run's output cannot be on its way any more.
      String fence = paragraphs.get(i).get(1);
      browser.run(fence, "%sample echo over");
      browser.awaitStatus(fence, "FINISHED");
      cluster.await(
          "the fence", () -> browser.pieces(fence), pieces -> pieces.equals(List.of("over\n")));
      assertEquals(LINES, String.join("", browser.pieces(paragraph)));
      assertTrue("all at once", browser.pieces(paragraph).size() > 1);
    }
    for (int i = 0; i < SERVERS; i++) {
      for (int server = 1; server <= SERVERS; server++) {
        assertEquals(LINES, savedOutput(server, notes.get(i), paragraphs.get(i).get(0)));
      }
    }
  }

  private static String savedOutput(int server, String note, String paragraph) throws Exception {
    JsonObject results = cluster.paragraphOf(server, note, paragraph).getAsJsonObject("results");
    JsonArray messages = results.getAsJsonArray("msg");
    assertEquals(messages.toString(), 1, messages.size());
    return messages.get(0).getAsJsonObject().get("data").getAsString();
  }

  @Test
  public void progressReachesTheBrowser() throws Exception {
    int server = notTheManager();
    String text = "%sample progress 8 300";
    String note = cluster.note(server, "progress", text);
    String paragraph = cluster.paragraphIds(server, note).get(0);
    Browser browser = open(server, note);
    browser.run(paragraph, text);
    browser.awaitStatus(paragraph, "FINISHED");
    // Zeppelin tells 0 before a run and after it.
    List<Integer> values =
        browser.heard("PROGRESS").stream()
            .filter(d -> d.get("id").getAsString().equals(paragraph))
            .map(d -> d.get("progress").getAsInt())
            .filter(value -> value > 0)
            .collect(Collectors.toList());
    assertTrue("no progress", values.stream().distinct().count() > 1);
    assertEquals(values.stream().sorted().collect(Collectors.toList()), values);
  }

  @Test
  public void paragraphInfoReachesTheBrowser() throws Exception {
    int server = notTheManager();
    String text = "%sample info jobUrl http://example.org/job/7";
    String note = cluster.note(server, "info", text);
    String paragraph = cluster.paragraphIds(server, note).get(0);
    Browser browser = open(server, note);
    browser.run(paragraph, text);
    browser.awaitStatus(paragraph, "FINISHED");
    List<JsonObject> infos =
        cluster.await(
            "paragraph info", () -> browser.heard("PARAS_INFO"), heard -> !heard.isEmpty());
    assertEquals(infos.toString(), 1, infos.size());
    assertEquals(paragraph, infos.get(0).get("id").getAsString());
    JsonObject info = infos.get(0).getAsJsonObject("infos").getAsJsonObject("jobUrl");
    assertTrue(
        infos.toString(), info.get("values").toString().contains("http://example.org/job/7"));
    assertEquals(SETTING, info.get("interpreterSettingId").getAsString());
  }
}
