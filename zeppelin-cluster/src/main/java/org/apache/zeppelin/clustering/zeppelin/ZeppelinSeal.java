// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.Map;
import org.apache.zeppelin.clustering.access.CredentialSeal;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.metadata.wire.CredentialEntry;
import org.apache.zeppelin.user.Encryptor;

/** Encrypts credentials as Zeppelin encrypts its file of them, and leaves them clear as it does. */
@TouchesZeppelin("encrypt credentials as Zeppelin does")
final class ZeppelinSeal implements CredentialSeal {

  private static final String KEY = "zeppelin.credentials.encryptKey";

  private final Encryptor encryptor;

  /**
   * @param key what the setting says; blank when credentials stay clear
   */
  ZeppelinSeal(String key) {
    this.encryptor = key == null || key.trim().isEmpty() ? null : new Encryptor(key);
  }

  @Override
  public synchronized CredentialEntry close(Map<String, String> stored) throws IOException {
    String text = CredentialJson.text(stored);
    return encryptor == null
        ? new CredentialEntry().setClear(text)
        : new CredentialEntry().setEncrypted(encryptor.encrypt(text));
  }

  @Override
  public synchronized Map<String, String> open(String user, CredentialEntry entry)
      throws IOException {
    if (entry.isSetClear()) {
      return CredentialJson.parse(entry.getClear());
    }
    if (encryptor == null || !entry.isSetEncrypted()) {
      throw unreadable(user);
    }
    try {
      return CredentialJson.parse(encryptor.decrypt(entry.getEncrypted()));
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
            + KEY
            + " on every server");
  }
}
