// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.javax;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import javax.inject.Inject;
import javax.inject.Provider;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.PreMatching;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import org.apache.zeppelin.clustering.hooks.Cluster;
import org.apache.zeppelin.clustering.hooks.ClusterHooks;
import org.apache.zeppelin.clustering.hooks.ClusterRest;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.service.AuthenticationService;
import org.glassfish.jersey.server.monitoring.ApplicationEvent;
import org.glassfish.jersey.server.monitoring.ApplicationEventListener;
import org.glassfish.jersey.server.monitoring.RequestEvent;
import org.glassfish.jersey.server.monitoring.RequestEventListener;
import org.glassfish.jersey.server.spi.AbstractContainerLifecycleListener;
import org.glassfish.jersey.server.spi.Container;

/**
 * Answers {@code /api/cluster/...} before Zeppelin looks for a resource (releases up to 0.11 have
 * one of the old mode at that path), and passes on what is for the owner of a note. It runs inside
 * Zeppelin's REST servlet, so behind its login. Zeppelin makes it, from its class.
 */
@PreMatching
@TouchesZeppelin("know who makes a REST call that is passed on")
public final class RestFilter extends AbstractContainerLifecycleListener
    implements ContainerRequestFilter, ApplicationEventListener {

  private static final String PREFIX = "cluster/";

  private final Provider<AuthenticationService> authentication;

  /**
   * @param authentication not asked before there is a call: Zeppelin makes it then
   */
  @Inject
  public RestFilter(Provider<AuthenticationService> authentication) {
    this.authentication = authentication;
  }

  @Override
  public void onStartup(Container container) {
    Cluster cluster = ClusterHooks.cluster();
    if (cluster != null) {
      cluster.rest().serve(new RestDispatcher(container.getApplicationHandler(), authentication));
    }
  }

  @Override
  public void onEvent(ApplicationEvent event) {}

  @Override
  public RequestEventListener onRequest(RequestEvent begin) {
    return event -> {
      Cluster cluster = ClusterHooks.cluster();
      if (cluster != null && event.getType() == RequestEvent.Type.FINISHED) {
        cluster.rest().handled();
      }
    };
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    Cluster cluster = ClusterHooks.cluster();
    if (cluster == null) {
      return;
    }
    String path = request.getUriInfo().getPath();
    String relative = path.startsWith("/") ? path.substring(1) : path;
    ClusterRest.Answer answer = null;
    if (relative.startsWith(PREFIX)) {
      byte[] body = request.getEntityStream().readAllBytes();
      answer =
          cluster
              .rest()
              .answer(
                  request.getMethod(),
                  relative.substring(PREFIX.length()),
                  body,
                  new LoggedIn(authentication.get()));
    } else if (cluster.caller() == null && cluster.rest().aboutNote(relative)) {
      byte[] body = request.getEntityStream().readAllBytes();
      request.setEntityStream(new ByteArrayInputStream(body));
      answer = cluster.rest().forward(call(request, body));
    }
    if (answer != null) {
      Response.ResponseBuilder response = Response.status(answer.status());
      if (answer.contentType() != null) {
        response.type(answer.contentType()).entity(answer.body());
      }
      request.abortWith(response.build());
    }
  }

  private ClusterRest.Call call(ContainerRequestContext request, byte[] body) {
    URI relative =
        request.getUriInfo().getBaseUri().relativize(request.getUriInfo().getRequestUri());
    return new ClusterRest.Call(
        authentication.get().getPrincipal(),
        request.getMethod(),
        relative.toString(),
        body,
        request.getHeaderString(HttpHeaders.CONTENT_TYPE),
        request.getHeaderString(HttpHeaders.ACCEPT));
  }
}
