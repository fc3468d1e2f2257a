// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.zeppelin.clustering.metadata.Await;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * A leader that slept through its own replacement is asked, the moment it wakes, for a value that
 * its successor has changed. It must never give the old one: neither for a read nor for a question
 * to the leader, which both wait for an entry of the log.
 */
public class StaleReadIT {

  private static final int TRIALS = Integer.getInteger("staleread.trials", 50);
  private static final String KEY = "note/probe";
  private static final List<String> QUESTIONS =
      List.of("leader-get ", "leader-get-patiently ", "leader-and-get ", "get ");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<ServerProcess> servers = new ArrayList<>();

  @Before
  public void start() throws Exception {
    List<String> ids = TestCluster.freeAddresses(3);
    for (int i = 0; i < ids.size(); i++) {
      Path home = folder.getRoot().toPath().resolve("server-" + i);
      servers.add(new ServerProcess(ids.get(i), ids, home));
    }
  }

  @After
  public void stop() throws Exception {
    for (ServerProcess server : servers) {
      server.kill();
    }
  }

  private ServerProcess leader() throws Exception {
    List<ServerProcess> found = new ArrayList<>();
    Await.until(
        "one leader",
        () -> {
          found.clear();
          for (ServerProcess server : servers) {
            if (server.ask("leading").equals("true")) {
              found.add(server);
            }
          }
          return found.size() == 1;
        });
    return found.get(0);
  }

  @Test
  public void aDeposedLeaderNeverGivesAnOldValue() throws Exception {
    List<String> stale = new ArrayList<>();
    for (int trial = 0; trial < TRIALS; trial++) {
      ServerProcess old = leader();
      ServerProcess other = servers.get((servers.indexOf(old) + 1) % servers.size());
      assertEquals("OK", other.ask("put " + KEY + " before" + trial));
      for (String question : QUESTIONS) {
        assertEquals(question + "before" + trial, old.ask(question + KEY));
      }
      old.signal("STOP");
      assertEquals("OK", other.ask("put " + KEY + " after" + trial));
      for (String question : QUESTIONS) {
        old.send(question + KEY);
      }
      old.signal("CONT");
      for (int i = 0; i < QUESTIONS.size(); i++) {
        String answer = old.answer();
        if (!answer.endsWith(" after" + trial)) {
          stale.add("trial " + trial + ": " + answer);
        }
      }
    }
    assertEquals("stale answers in " + TRIALS + " trials", List.of(), stale);
  }
}
