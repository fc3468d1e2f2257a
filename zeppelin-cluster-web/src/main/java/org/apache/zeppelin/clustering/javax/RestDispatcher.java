// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.javax;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.security.Principal;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import javax.inject.Provider;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.SecurityContext;
import org.apache.zeppelin.clustering.hooks.ClusterRest;
import org.apache.zeppelin.service.AuthenticationService;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;

/** Has calls of other servers handled by Zeppelin's REST resources, without HTTP. */
final class RestDispatcher implements ClusterRest.Dispatcher {

  private static final URI BASE = URI.create("http://cluster/api/");

  private final ApplicationHandler application;
  private final RoleLookup roles;

  RestDispatcher(ApplicationHandler application, Provider<AuthenticationService> authentication) {
    this.application = application;
    this.roles = new RoleLookup(authentication);
  }

  @Override
  public Set<String> roles(String user) {
    return roles.of(user);
  }

  @Override
  public ClusterRest.Answer dispatch(ClusterRest.Call call) {
    ContainerRequest request =
        new ContainerRequest(
            BASE,
            BASE.resolve(call.path()),
            call.method(),
            new Unchecked(),
            new MapPropertiesDelegate(),
            application.getConfiguration());
    if (call.contentType() != null) {
      request.header(HttpHeaders.CONTENT_TYPE, call.contentType());
    }
    if (call.accept() != null) {
      request.header(HttpHeaders.ACCEPT, call.accept());
    }
    request.setEntityStream(new ByteArrayInputStream(call.body()));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      ContainerResponse response = application.apply(request, body).get();
      String type = response.getMediaType() == null ? null : response.getMediaType().toString();
      return new ClusterRest.Answer(response.getStatus(), type, body.toByteArray());
    } catch (ExecutionException e) {
      throw new IllegalStateException("The call failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("This server is stopping", e);
    }
  }

  /** Zeppelin asks its own authentication service, never this. */
  private static final class Unchecked implements SecurityContext {
    @Override
    public Principal getUserPrincipal() {
      return null;
    }

    @Override
    public boolean isUserInRole(String role) {
      return false;
    }

    @Override
    public boolean isSecure() {
      return false;
    }

    @Override
    public String getAuthenticationScheme() {
      return null;
    }
  }
}
