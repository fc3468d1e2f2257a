// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.zeppelin.clustering.access.CredentialSeal;
import org.apache.zeppelin.clustering.metadata.wire.CredentialEntry;

/** Encrypts credentials as Zeppelin encrypts its file of them, and leaves them clear as it does. */
final class ZeppelinSeal implements CredentialSeal {

  private final Optional<ZeppelinCipher> cipher;

  /**
   * @param cipher empty when credentials stay clear
   */
  ZeppelinSeal(Optional<ZeppelinCipher> cipher) {
    this.cipher = cipher;
  }

  @Override
  public CredentialEntry close(Map<String, String> stored) throws IOException {
    String text = CredentialJson.text(stored);
    return cipher.isEmpty()
        ? new CredentialEntry().setClear(text)
        : new CredentialEntry().setEncrypted(cipher.get().encrypt(text));
  }

  @Override
  public Map<String, String> open(String user, CredentialEntry entry) throws IOException {
    if (entry.isSetClear()) {
      return CredentialJson.parse(entry.getClear());
    }
    if (cipher.isEmpty() || !entry.isSetEncrypted()) {
      throw unreadable(user);
    }
    try {
      return CredentialJson.parse(cipher.get().decrypt(entry.getEncrypted()));
    } catch (IOException | RuntimeException e) {
      // What a wrong key makes of it is in no message.
      throw unreadable(user);
    }
  }

  private static IOException unreadable(String user) {
    return new IOException(
        "The credentials of "
            + user
            + " were encrypted with another key: set the same "
            + ZeppelinCipher.KEY
            + " on every server");
  }
}
