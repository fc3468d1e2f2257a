// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.zeppelin.clustering.rpc.wire.SearchHit;

/**
 * Makes one answer of what the indexes of several servers found. Each holds what happened on its
 * server, so one may know a text that another has replaced.
 */
public final class SearchMerge {

  private SearchMerge() {}

  /** Id of the note that the hit is in. */
  public static String noteId(SearchHit hit) {
    return hit.getId().split("/", 2)[0];
  }

  /**
   * The best hits of all, those of the same place in the order of the servers.
   *
   * @param answers what each server found, best first, by its id; only of those that answered
   * @param authority whose index is to be believed about a note, see {@link Authorities}; another's
   *     counts only where that one did not answer
   * @param limit most hits
   */
  public static List<SearchHit> merge(
      Map<String, List<SearchHit>> answers,
      Function<String, Optional<String>> authority,
      int limit) {
    List<SearchHit> merged = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int longest = answers.values().stream().mapToInt(List::size).max().orElse(0);
    for (int place = 0; place < longest; place++) {
      for (Map.Entry<String, List<SearchHit>> answer : answers.entrySet()) {
        if (place >= answer.getValue().size() || merged.size() == limit) {
          continue;
        }
        SearchHit hit = answer.getValue().get(place);
        Optional<String> believed = authority.apply(noteId(hit)).filter(answers::containsKey);
        if (believed.filter(server -> !server.equals(answer.getKey())).isEmpty()
            && seen.add(hit.getId())) {
          merged.add(hit);
        }
      }
    }
    return merged;
  }
}
