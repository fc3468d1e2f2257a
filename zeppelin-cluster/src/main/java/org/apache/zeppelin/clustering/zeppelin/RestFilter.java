// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import com.google.gson.Gson;
import java.util.Optional;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.PreMatching;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.web.ClusterApi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code /api/cluster/...} before Zeppelin looks for a resource: releases up to 0.11 have
 * one of the old mode at that path. It runs inside Zeppelin's REST servlet, so behind its login.
 */
@PreMatching
public final class RestFilter implements ContainerRequestFilter {

  private static final Logger LOGGER = LoggerFactory.getLogger(RestFilter.class);
  private static final String PREFIX = "cluster/";

  private final ClusterApi api;
  private final Gson gson = new Gson();

  RestFilter(ClusterApi api) {
    this.api = api;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    String relative = path.startsWith("/") ? path.substring(1) : path;
    if (!relative.startsWith(PREFIX)) {
      return;
    }
    if (!request.getMethod().equals("GET")) {
      request.abortWith(
          answer(Response.Status.METHOD_NOT_ALLOWED, "Only GET is served here", null));
      return;
    }
    request.abortWith(get(relative.substring(PREFIX.length())));
  }

  private Response get(String path) {
    try {
      Optional<Object> body = api.answer(path);
      return body.isPresent()
          ? answer(Response.Status.OK, "", body.get())
          : answer(Response.Status.NOT_FOUND, "Nothing at /cluster/" + path, null);
    } catch (MetadataException e) {
      LOGGER.warn("Could not answer /cluster/{}", path, e);
      return answer(Response.Status.SERVICE_UNAVAILABLE, e.getMessage(), null);
    }
  }

  private Response answer(Response.Status status, String message, Object body) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON)
        .entity(gson.toJson(new Answer(status.name(), message, body)))
        .build();
  }

  /** The frame that all of Zeppelin's REST answers have. */
  private static final class Answer {
    final String status;
    final String message;
    final Object body;

    Answer(String status, String message, Object body) {
      this.status = status;
      this.message = message;
      this.body = body;
    }
  }
}
