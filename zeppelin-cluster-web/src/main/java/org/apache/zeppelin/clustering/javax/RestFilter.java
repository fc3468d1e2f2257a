// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.javax;

import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.PreMatching;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.apache.zeppelin.clustering.hooks.Cluster;
import org.apache.zeppelin.clustering.hooks.ClusterHooks;
import org.apache.zeppelin.clustering.hooks.ClusterRest;

/**
 * Answers {@code /api/cluster/...} before Zeppelin looks for a resource: releases up to 0.11 have
 * one of the old mode at that path. It runs inside Zeppelin's REST servlet, so behind its login.
 * Zeppelin makes it, from its class.
 */
@PreMatching
public final class RestFilter implements ContainerRequestFilter {

  private static final String PREFIX = "cluster/";

  @Override
  public void filter(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    String relative = path.startsWith("/") ? path.substring(1) : path;
    Cluster cluster = ClusterHooks.cluster();
    if (cluster == null || !relative.startsWith(PREFIX)) {
      return;
    }
    ClusterRest.Answer answer =
        cluster.rest().answer(request.getMethod(), relative.substring(PREFIX.length()));
    request.abortWith(
        Response.status(answer.status())
            .type(MediaType.APPLICATION_JSON)
            .entity(answer.json())
            .build());
  }
}
