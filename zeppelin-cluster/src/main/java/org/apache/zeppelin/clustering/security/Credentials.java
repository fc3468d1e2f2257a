// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.security;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Who this server is, and by whom others have to be certified. Immutable. */
final class Credentials {

  private static final String ALIAS = "server";
  // Of a key store that is never written.
  private static final char[] NO_PASSWORD = "unwritten".toCharArray();

  private final X509Certificate certificate;
  private final X509ExtendedKeyManager keys;
  private final X509ExtendedTrustManager trust;

  private Credentials(
      X509Certificate certificate, X509ExtendedKeyManager keys, X509ExtendedTrustManager trust) {
    this.certificate = certificate;
    this.keys = keys;
    this.trust = trust;
  }

  /**
   * @param chain this server's certificate first
   * @param authorities at least one
   * @throws GeneralSecurityException when they do not make sense to the JDK
   */
  static Credentials of(
      PrivateKey key, List<X509Certificate> chain, Collection<X509Certificate> authorities)
      throws GeneralSecurityException {
    try {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setKeyEntry(ALIAS, key, NO_PASSWORD, chain.toArray(new X509Certificate[0]));
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      int n = 0;
      for (X509Certificate authority : authorities) {
        trusted.setCertificateEntry("authority-" + n++, authority);
      }
      return new Credentials(chain.get(0), keys(own, NO_PASSWORD), trust(trusted));
    } catch (java.io.IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** From key stores that somebody else filled: the first key that there is counts. */
  static Credentials of(KeyStore own, char[] password, KeyStore trusted)
      throws GeneralSecurityException {
    for (String alias : java.util.Collections.list(own.aliases())) {
      if (own.isKeyEntry(alias)) {
        return new Credentials(
            (X509Certificate) own.getCertificate(alias), keys(own, password), trust(trusted));
      }
    }
    throw new GeneralSecurityException("there is no private key in it");
  }

  private static X509ExtendedKeyManager keys(KeyStore store, char[] password)
      throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    for (KeyManager manager : factory.getKeyManagers()) {
      if (manager instanceof X509ExtendedKeyManager) {
        return (X509ExtendedKeyManager) manager;
      }
    }
    throw new GeneralSecurityException("this JDK has no manager of X.509 keys");
  }

  private static X509ExtendedTrustManager trust(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager) {
        return (X509ExtendedTrustManager) manager;
      }
    }
    throw new GeneralSecurityException("this JDK has no manager of X.509 trust");
  }

  /** This server's own. */
  X509Certificate certificate() {
    return certificate;
  }

  X509ExtendedKeyManager keys() {
    return keys;
  }

  X509ExtendedTrustManager trust() {
    return trust;
  }
}
