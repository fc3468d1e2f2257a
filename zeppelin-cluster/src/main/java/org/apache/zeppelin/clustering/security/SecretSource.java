// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.security;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;

/** A secret that all servers have in a file. */
final class SecretSource implements CredentialSource {

  /** As many letters and digits as nobody tries out: see SecretAuthority. */
  private static final int LEAST_CHARACTERS = 20;

  private final Path file;
  private final String clusterName;
  private final String host;

  /**
   * @param host name or address of this server, as zeppelin.cluster.addr says it
   */
  SecretSource(Path file, String clusterName, String host) {
    this.file = file;
    this.clusterName = clusterName;
    this.host = host;
  }

  @Override
  public Credentials load() throws IOException, GeneralSecurityException {
    String secret = PrivateFile.read(file);
    if (secret.length() < LEAST_CHARACTERS) {
      throw new GeneralSecurityException(
          file
              + " holds fewer than "
              + LEAST_CHARACTERS
              + " characters, which can be guessed: make one with 'openssl rand -base64 32'");
    }
    return new SecretAuthority(secret.toCharArray(), clusterName).certify(host);
  }

  @Override
  public List<Path> files() {
    return List.of(file);
  }
}
