// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

/** Answers to {@code /api/cluster/...}, whichever JAX-RS carries them. */
public interface ClusterRest {

  /**
   * @param method the HTTP method
   * @param path what follows {@code cluster/}
   */
  Answer answer(String method, String path);

  /** Status and body. Immutable. */
  final class Answer {
    private final int status;
    private final String json;

    public Answer(int status, String json) {
      this.status = status;
      this.json = json;
    }

    public int status() {
      return status;
    }

    public String json() {
      return json;
    }
  }
}
