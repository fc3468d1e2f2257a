// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;

/**
 * What stands in the metadata for something that only its user may know: that finds it, and it does
 * not lead back. What is digested is random, so that a plain digest is enough.
 */
final class Digest {

  private Digest() {}

  static String of(String secret) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(secret));
  }

  /** The same for what is to look as Zeppelin's own tickets do. */
  static String asUuid(String secret) {
    ByteBuffer digest = ByteBuffer.wrap(sha256(secret));
    return new UUID(digest.getLong(), digest.getLong()).toString();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256, and this one has not", e);
    }
  }
}
