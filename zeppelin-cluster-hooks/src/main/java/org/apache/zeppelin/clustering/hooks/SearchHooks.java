// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.apache.zeppelin.search.SearchService;

/** {@code LuceneSearch}: the index of this server, and what the others have in theirs. */
final class SearchHooks {

  private SearchHooks() {}

  static final class Made {
    private Made() {}

    @Advice.OnMethodExit
    static void exit(@Advice.This SearchService index) {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        cluster.searchMade(index);
      }
    }
  }

  static final class Query {
    private Query() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(0) String query,
        @Advice.Return(readOnly = false) List<Map<String, String>> found) {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null) {
        found = cluster.found(query, found);
      }
    }
  }
}
