// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What stands for a session's id in the metadata: the id finds it, and it does not lead back to the
 * id. Ids are random, so that a plain digest is enough.
 */
final class SessionDigest {

  private SessionDigest() {}

  static String of(String sessionId) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(sessionId.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256, and this one has not", e);
    }
  }
}
