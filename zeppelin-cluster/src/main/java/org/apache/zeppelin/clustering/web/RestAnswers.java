// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.web;

import com.google.gson.Gson;
import java.util.Optional;
import org.apache.zeppelin.clustering.hooks.ClusterRest.Answer;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answers of {@link ClusterApi} in the frame that all of Zeppelin's REST answers have. */
public final class RestAnswers {

  private static final Logger LOGGER = LoggerFactory.getLogger(RestAnswers.class);

  private final ClusterApi api;
  private final Gson gson = new Gson();

  public RestAnswers(ClusterApi api) {
    this.api = api;
  }

  /**
   * @param method the HTTP method
   * @param path what follows {@code cluster/}
   */
  public Answer answer(String method, String path) {
    if (!method.equals("GET")) {
      return answer(405, "METHOD_NOT_ALLOWED", "Only GET is served here", null);
    }
    try {
      Optional<Object> body = api.answer(path);
      return body.isPresent()
          ? answer(200, "OK", "", body.get())
          : answer(404, "NOT_FOUND", "Nothing at /cluster/" + path, null);
    } catch (MetadataException e) {
      LOGGER.warn("Could not answer /cluster/{}", path, e);
      return answer(503, "SERVICE_UNAVAILABLE", e.getMessage(), null);
    }
  }

  private Answer answer(int status, String name, String message, Object body) {
    return new Answer(status, gson.toJson(new Frame(name, message, body)));
  }

  private static final class Frame {
    final String status;
    final String message;
    final Object body;

    Frame(String status, String message, Object body) {
      this.status = status;
      this.message = message;
      this.body = body;
    }
  }
}
