// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.zeppelin.clustering.access.LocalCredentials;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.user.Credentials;
import org.apache.zeppelin.user.UserCredentials;

/** What Zeppelin itself has of credentials: what it began with, and what it is told since. */
@TouchesZeppelin("keep Zeppelin's own credentials as they are committed")
final class ZeppelinCredentials implements LocalCredentials {

  private final ThreadLocal<Boolean> following = ThreadLocal.withInitial(() -> false);
  private volatile Credentials credentials;
  private volatile Map<String, Map<String, String>> before = Map.of();

  /** Zeppelin has read its file. */
  void loaded(Credentials made, Map<String, UserCredentials> stored) {
    Map<String, Map<String, String>> copy = new HashMap<>();
    stored.forEach((user, each) -> copy.put(user, CredentialJson.stored(each)));
    before = copy;
    credentials = made;
  }

  /** True while the calling thread tells Zeppelin what is committed. */
  boolean following() {
    return following.get();
  }

  @Override
  public Map<String, Map<String, String>> before() {
    return before;
  }

  @Override
  public void follow(String user, Map<String, String> stored) throws IOException {
    following.set(true);
    try {
      boolean same = CredentialJson.stored(credentials.getUserCredentials(user)).equals(stored);
      if (!same && stored.isEmpty()) {
        credentials.removeUserCredentials(user);
      } else if (!same) {
        credentials.putUserCredentials(user, CredentialJson.credentials(stored));
      }
    } finally {
      following.remove();
    }
  }
}
