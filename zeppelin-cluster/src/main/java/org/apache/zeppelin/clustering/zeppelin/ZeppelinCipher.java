// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.Optional;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.user.Encryptor;

/** Encrypts as Zeppelin encrypts its file of credentials. Thread safe, which Zeppelin's is not. */
@TouchesZeppelin("encrypt credentials as Zeppelin does")
final class ZeppelinCipher {

  static final String KEY = "zeppelin.credentials.encryptKey";

  private final Encryptor encryptor;

  private ZeppelinCipher(Encryptor encryptor) {
    this.encryptor = encryptor;
  }

  /**
   * @param key what the setting says
   * @return empty when it is blank: then Zeppelin encrypts nothing
   */
  static Optional<ZeppelinCipher> of(String key) {
    return key == null || key.trim().isEmpty()
        ? Optional.empty()
        : Optional.of(new ZeppelinCipher(new Encryptor(key)));
  }

  synchronized String encrypt(String text) throws IOException {
    return encryptor.encrypt(text);
  }

  /** Anything, or a failure of any kind, when that was encrypted with another key. */
  synchronized String decrypt(String encrypted) throws IOException {
    return encryptor.decrypt(encrypted);
  }
}
