// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.web;

import com.google.gson.Gson;
import java.util.Optional;
import org.apache.zeppelin.clustering.hooks.ClusterRest.Answer;
import org.apache.zeppelin.clustering.hooks.ClusterRest.Asker;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.servers.ServerChangeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answers of {@link ClusterApi} in the frame that all of Zeppelin's REST answers have. */
public final class RestAnswers {

  private static final Logger LOGGER = LoggerFactory.getLogger(RestAnswers.class);

  private final ClusterApi api;
  private final ClusterActions actions;
  private final Rights rights;
  private final String warning;
  private final Gson gson = new Gson();

  /**
   * @param warning what everybody should know who asks for the servers; empty when there is nothing
   */
  public RestAnswers(ClusterApi api, ClusterActions actions, Rights rights, String warning) {
    this.api = api;
    this.actions = actions;
    this.rights = rights;
    this.warning = warning;
  }

  /**
   * @param method the HTTP method
   * @param path what follows {@code cluster/}
   */
  public Answer answer(String method, String path, byte[] content, Asker asker) {
    Optional<Rights.Refusal> refusal = rights.refusal(method, asker);
    if (refusal.isPresent()) {
      LOGGER.warn(
          "{} /cluster/{} of {} was refused: {}",
          method,
          path,
          asker.name(),
          refusal.get().message);
      return answer(refusal.get().status, refusal.get().name, refusal.get().message, null);
    }
    switch (method) {
      case "GET":
        return get(path);
      case "POST":
      case "DELETE":
        return act(method, path, content);
      default:
        return answer(405, "METHOD_NOT_ALLOWED", "Not served here: " + method, null);
    }
  }

  private Answer act(String method, String path, byte[] content) {
    try {
      return actions.act(method, path, content)
          ? answer(200, "OK", "", null)
          : answer(404, "NOT_FOUND", "Nothing to " + method + " at /cluster/" + path, null);
    } catch (IllegalArgumentException e) {
      return answer(400, "BAD_REQUEST", e.getMessage(), null);
    } catch (ServerChangeException e) {
      return answer(409, "CONFLICT", e.getMessage(), null);
    } catch (MetadataException e) {
      LOGGER.warn("Could not {} /cluster/{}", method, path, e);
      return answer(503, "SERVICE_UNAVAILABLE", e.getMessage(), null);
    }
  }

  private Answer get(String path) {
    try {
      Optional<Object> body = api.answer(path);
      return body.isPresent()
          ? answer(200, "OK", path.equals("servers") ? warning : "", body.get())
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
