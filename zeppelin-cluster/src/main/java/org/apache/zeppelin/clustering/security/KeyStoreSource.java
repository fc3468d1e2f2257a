// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.security;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

/** Java key stores, PKCS#12 or JKS, with one password. */
final class KeyStoreSource implements CredentialSource {

  private final Path keys;
  private final Path trusted;
  private final Path password;

  KeyStoreSource(Path keys, Path trusted, Path password) {
    this.keys = keys;
    this.trusted = trusted;
    this.password = password;
  }

  @Override
  public Credentials load() throws IOException, GeneralSecurityException {
    PrivateFile.requirePrivate(keys);
    char[] secret = PrivateFile.read(password).toCharArray();
    try {
      return Credentials.of(open(keys, secret), secret, open(trusted, secret));
    } catch (GeneralSecurityException e) {
      throw new GeneralSecurityException(keys + ": " + e.getMessage(), e);
    }
  }

  private KeyStore open(Path file, char[] secret) throws IOException, GeneralSecurityException {
    try {
      return KeyStore.getInstance(file.toFile(), secret);
    } catch (IOException e) {
      throw new IOException(
          file + " cannot be opened with the password in " + password + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is no file", e);
    }
  }

  @Override
  public List<Path> files() {
    return List.of(keys, trusted, password);
  }
}
