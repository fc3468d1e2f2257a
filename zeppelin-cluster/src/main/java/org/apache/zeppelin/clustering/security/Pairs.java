// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.security;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;

/** Whether a key and a certificate belong together, which a JDK finds out only in a handshake. */
final class Pairs {

  private static final byte[] SAMPLE = {1, 2, 3};

  private Pairs() {}

  static void require(PrivateKey key, X509Certificate certificate, Path keyFile, Path of)
      throws GeneralSecurityException {
    if (!match(key, certificate)) {
      throw new GeneralSecurityException(keyFile + " is not the key of the certificate in " + of);
    }
  }

  private static boolean match(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    String kind = key.getAlgorithm().equals("EC") ? "ECDSA" : key.getAlgorithm();
    String algorithm = kind.startsWith("Ed") ? kind : "SHA256with" + kind;
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(SAMPLE);
      byte[] signature = signer.sign();
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(certificate.getPublicKey());
      verifier.update(SAMPLE);
      return verifier.verify(signature);
    } catch (InvalidKeyException e) {
      // Of another kind than the certificate's.
      return false;
    }
  }
}
