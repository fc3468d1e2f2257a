// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out who leads. */
final class Leader {

  private static final int CHANGE_SECONDS = 30;

  private final TestServers servers;
  private final Api api;

  Leader(TestServers servers, Api api) {
    this.servers = servers;
    this.api = api;
  }

  /** Its number; empty when nobody that answers knows of one. */
  Optional<Integer> number() throws InterruptedException {
    for (int asked : servers.all()) {
      if (servers.away().contains(asked)) {
        continue;
      }
      List<JsonObject> all = api.list(asked, "/cluster/servers");
      if (all != null) {
        for (JsonObject each : all) {
          if (each.get("leader").getAsBoolean()) {
            return Optional.of(servers.number(each.get("id").getAsString()));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Has another one lead, which is neither that server nor away; false when that was not done. */
  boolean change(int not) throws InterruptedException {
    Optional<Integer> present = number();
    if (present.isEmpty()) {
      return false;
    }
    for (int next : servers.all()) {
      if (next != not && next != present.get() && !servers.away().contains(next)) {
        Map<String, String> wish = Map.of("server", servers.id(next));
        return api.call(present.get(), "POST", "/cluster/leader", wish, CHANGE_SECONDS).ok();
      }
    }
    return false;
  }
}
