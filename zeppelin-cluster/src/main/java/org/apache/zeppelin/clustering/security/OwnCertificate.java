// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.security;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Gives no certificate that the other servers would refuse: who starts is told, not who dials. */
final class OwnCertificate implements CredentialSource {

  private final CredentialSource source;
  private final String host;

  /**
   * @param host this server's, as the others dial it
   */
  OwnCertificate(CredentialSource source, String host) {
    this.source = source;
    this.host = host;
  }

  @Override
  public Credentials load() throws IOException, GeneralSecurityException {
    Credentials loaded = source.load();
    X509Certificate certificate = loaded.certificate();
    if (!PeerNames.oneOf(certificate, List.of(host))) {
      throw new GeneralSecurityException(
          "the certificate is for "
              + PeerNames.of(certificate)
              + " and zeppelin.cluster.addr calls this server "
              + host
              + ": its subjectAltName has to say that");
    }
    try {
      certificate.checkValidity();
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      throw new GeneralSecurityException(
          "the certificate is good from "
              + certificate.getNotBefore().toInstant()
              + " until "
              + certificate.getNotAfter().toInstant()
              + ", and that is not now: renew it, or set the clock of this machine",
          e);
    }
    return loaded;
  }

  @Override
  public List<Path> files() {
    return source.files();
  }
}
