// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A note with one paragraph, on a cluster or on a plain Zeppelin, whose users take the time. */
final class ServedNote {

  private static final String MARK = "measured-";

  private final HttpClient http = HttpClient.newHttpClient();
  private final RealCluster cluster;
  private final String id;
  private final String paragraph;
  private int number;

  /** Made through that server, which owns it from then on. */
  ServedNote(RealCluster cluster, int server, String name)
      throws IOException, InterruptedException {
    this.cluster = cluster;
    this.id = cluster.note(server, name + "-" + System.nanoTime(), "%md nothing yet");
    this.paragraph = cluster.paragraphIds(server, id).get(0);
  }

  /** A user of the server who looks at the note. */
  Watcher watcher(int server) throws IOException, InterruptedException {
    JsonObject ticket = cluster.get(server, "/security/ticket").getAsJsonObject();
    return watcher(server, http, ticket);
  }

  Watcher watcher(int server, HttpClient client, JsonObject ticket)
      throws IOException, InterruptedException {
    Watcher watcher = new Watcher(client, cluster, server, ticket);
    watcher.open(id);
    return watcher;
  }

  /** Nanoseconds from the click to the result in the same browser. */
  long run(Watcher by) throws IOException, InterruptedException {
    String mark = MARK + ++number;
    // As the JSON that Zeppelin sends writes <p>.
    CompletableFuture<Long> shown =
        by.next("\"op\":\"PARAGRAPH\"", "\"FINISHED\"", "\\u003cp\\u003e" + mark + "\\u003c");
    long begin = System.nanoTime();
    by.run(id, paragraph, "%md " + mark);
    return Watcher.at(shown) - begin;
  }

  /** Nanoseconds from an edit in one browser to its sight in another. */
  long edit(Watcher by, Watcher seenBy) throws IOException, InterruptedException {
    String mark = MARK + ++number + "-";
    CompletableFuture<Long> shown = seenBy.next("\"op\":\"PARAGRAPH\"", mark);
    long begin = System.nanoTime();
    by.edit(id, paragraph, "%md " + mark);
    return Watcher.at(shown) - begin;
  }

  /**
   * Edits the note without waiting.
   *
   * @param taken for each of the others that look at it, in their order: how long it took there
   */
  void edit(Watcher by, List<Watcher> all, List<CompletableFuture<Long>> taken) {
    String mark = MARK + ++number + "-";
    List<CompletableFuture<Long>> sights = new ArrayList<>();
    for (Watcher each : all) {
      if (each != by) {
        sights.add(each.next("\"op\":\"PARAGRAPH\"", mark));
      }
    }
    long begin = System.nanoTime();
    for (int i = 0; i < sights.size(); i++) {
      CompletableFuture<Long> took = taken.get(i);
      sights
          .get(i)
          .whenComplete(
              (at, failure) -> {
                if (failure == null) {
                  took.complete(at - begin);
                } else {
                  took.completeExceptionally(failure);
                }
              });
    }
    by.edit(id, paragraph, "%md " + mark);
  }

  /** CPU time that the server has used so far, in nanoseconds. */
  static long cpuNanos(RealCluster cluster, int server) throws IOException, InterruptedException {
    return ProcessHandle.of(cluster.pid(server))
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow(() -> new IOException("Server " + server + " does not run"))
        .toNanos();
  }

  static double millis(long nanos) {
    return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }
}
