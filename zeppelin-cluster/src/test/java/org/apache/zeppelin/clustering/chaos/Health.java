// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Waits for servers to be well. */
final class Health {

  private static final int ANSWER_MILLIS = 2_000;
  private static final long POLL_MILLIS = 300;

  private final TestServers servers;
  private final Api api;

  Health(TestServers servers, Api api) {
    this.servers = servers;
    this.api = api;
  }

  /** Something that may be true at some time. */
  interface Question {
    boolean ask() throws InterruptedException;
  }

  static boolean await(int seconds, Question question) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!question.ask()) {
      if (end - System.nanoTime() < 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return true;
  }

  /** Says each server that all are members, by the same leader? */
  boolean allOnline() throws InterruptedException {
    Set<String> leaders = new HashSet<>();
    for (int asked : servers.all()) {
      List<JsonObject> all = api.list(asked, "/cluster/servers");
      if (all == null || all.size() != servers.count()) {
        return false;
      }
      for (JsonObject each : all) {
        if (!each.get("state").getAsString().equals("ONLINE")) {
          return false;
        }
        if (each.get("leader").getAsBoolean()) {
          leaders.add(each.get("id").getAsString());
        }
      }
    }
    return leaders.size() == 1;
  }

  /** Does that server itself say that it is a member? */
  boolean awaitMember(int server, int seconds) throws InterruptedException {
    return await(
        seconds,
        () -> {
          List<JsonObject> all = api.list(server, "/cluster/servers");
          return all != null
              && all.stream()
                  .anyMatch(
                      s ->
                          s.get("id").getAsString().equals(servers.id(server))
                              && s.get("state").getAsString().equals("ONLINE"));
        });
  }

  /** Log index and digest of what the server has applied; null when it does not say. */
  private String[] state(int server) {
    try (Door door = new Door(servers.door(server), ANSWER_MILLIS)) {
      String[] answer = door.open() ? door.ask("STATE") : new String[] {"ERR"};
      return answer[0].equals("OK") ? answer : null;
    }
  }

  /** Have all of them applied what any of them had when this was asked? */
  boolean awaitSame(List<Integer> asked, int seconds) throws InterruptedException {
    long[] wanted = {0};
    boolean all =
        await(
            seconds,
            () -> {
              for (int server : asked) {
                String[] state = state(server);
                if (state == null) {
                  return false;
                }
                wanted[0] = Math.max(wanted[0], Long.parseLong(state[1]));
              }
              return true;
            });
    return all
        && await(
            seconds,
            () -> {
              for (int server : asked) {
                String[] state = state(server);
                if (state == null || Long.parseLong(state[1]) < wanted[0]) {
                  return false;
                }
              }
              return true;
            });
  }

  boolean awaitCaughtUp(int server, int seconds) throws InterruptedException {
    return awaitSame(servers.all(), seconds);
  }

  /** Waits until all have applied as much; says what they then disagree about. */
  String disagreement(int seconds) throws InterruptedException {
    List<String> seen = new ArrayList<>();
    boolean level =
        await(
            seconds,
            () -> {
              Set<String> indexes = new HashSet<>();
              seen.clear();
              for (int server : servers.all()) {
                String[] state = state(server);
                if (state == null) {
                  seen.add("server " + server + " says nothing");
                  return false;
                }
                indexes.add(state[1]);
                seen.add(state[1] + " " + state[2]);
              }
              return indexes.size() == 1;
            });
    if (!level) {
      return "the servers have not applied as much as one another: " + seen;
    }
    return new HashSet<>(seen).size() == 1 ? "" : "the servers' metadata differ: " + seen;
  }
}
