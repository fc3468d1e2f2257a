// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.dep.Repository;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.repository.Authentication;
import org.eclipse.aether.repository.AuthenticationContext;
import org.eclipse.aether.repository.Proxy;
import org.eclipse.aether.repository.RemoteRepository;

/**
 * A repository of dependencies as it is given to Zeppelin's REST, which every release reads: what
 * they write into interpreter.json differs.
 */
@TouchesZeppelin("write repositories of dependencies")
final class RepositoryJson {

  private RepositoryJson() {}

  /**
   * @param arguments of Zeppelin's {@code addRepository}: a {@code Repository} since 0.12, before
   *     that its id, URL, whether it has snapshots, who one is there, and the proxy
   */
  static JsonObject of(Object[] arguments) {
    if (arguments[0] instanceof Repository) {
      return parse(((Repository) arguments[0]).toJson());
    }
    JsonObject json =
        of(
            new RemoteRepository.Builder((String) arguments[0], "default", (String) arguments[1])
                .setAuthentication((Authentication) arguments[3])
                .setProxy((Proxy) arguments[4])
                .build());
    json.addProperty("snapshot", (Boolean) arguments[2]);
    return json;
  }

  /** Whether it has snapshots is not told: Zeppelin's resolver looks for them either way. */
  static JsonObject of(RemoteRepository repository) {
    JsonObject json = new JsonObject();
    json.addProperty("id", repository.getId());
    json.addProperty("url", repository.getUrl());
    json.addProperty("snapshot", false);
    DefaultRepositorySystemSession session = new DefaultRepositorySystemSession();
    AuthenticationContext user = AuthenticationContext.forRepository(session, repository);
    if (user != null) {
      json.addProperty("username", user.get(AuthenticationContext.USERNAME));
      json.addProperty("password", user.get(AuthenticationContext.PASSWORD));
      AuthenticationContext.close(user);
    }
    Proxy proxy = repository.getProxy();
    if (proxy != null) {
      json.addProperty("proxyProtocol", proxy.getType());
      json.addProperty("proxyHost", proxy.getHost());
      json.addProperty("proxyPort", proxy.getPort());
      AuthenticationContext proxyUser = AuthenticationContext.forProxy(session, repository);
      if (proxyUser != null) {
        json.addProperty("proxyLogin", proxyUser.get(AuthenticationContext.USERNAME));
        json.addProperty("proxyPassword", proxyUser.get(AuthenticationContext.PASSWORD));
        AuthenticationContext.close(proxyUser);
      }
    }
    return json;
  }

  static JsonObject parse(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  static boolean same(JsonObject one, JsonObject other) {
    return comparable(one).equals(comparable(other));
  }

  private static JsonObject comparable(JsonObject json) {
    JsonObject copy = json.deepCopy();
    copy.remove("snapshot");
    if (!copy.has("proxyHost")) {
      copy.remove("proxyProtocol");
    }
    return copy;
  }
}
