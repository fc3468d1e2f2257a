// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.zeppelin.clustering.access.Edits;
import org.apache.zeppelin.clustering.access.SharedCredentials;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.user.UserCredentials;

/** Zeppelin's questions for credentials, and its changes of them. Any thread may call. */
@TouchesZeppelin("use the credentials that are committed")
final class CredentialGateway {

  private final SharedCredentials shared;

  /** What the objects held when they were given out: who puts one back changed only some of it. */
  private final Map<UserCredentials, Map<String, String>> given =
      Collections.synchronizedMap(new WeakHashMap<>());

  CredentialGateway(SharedCredentials shared) {
    this.shared = shared;
  }

  UserCredentials get(String user) throws IOException {
    Map<String, String> stored = named(user) ? shared.of(user) : Map.of();
    UserCredentials credentials = CredentialJson.credentials(stored);
    given.put(credentials, stored);
    return credentials;
  }

  void put(String user, UserCredentials credentials) throws IOException {
    Map<String, String> edited = CredentialJson.stored(credentials);
    Map<String, String> copied = given.get(credentials);
    shared.change(user, present -> copied == null ? edited : Edits.onto(copied, edited, present));
    given.put(credentials, edited);
  }

  /** What the user had; null when nothing. */
  UserCredentials remove(String user) throws IOException {
    Map<String, String> before = shared.change(user, present -> Map.of());
    return before.isEmpty() ? null : CredentialJson.credentials(before);
  }

  /** False when the user had nothing for it. */
  boolean remove(String user, String entity) throws IOException {
    return shared
        .change(
            user,
            present -> {
              Map<String, String> rest = new HashMap<>(present);
              rest.remove(entity);
              return rest;
            })
        .containsKey(entity);
  }

  private static boolean named(String user) {
    return user != null && !user.isEmpty();
  }
}
