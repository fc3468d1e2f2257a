// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.security;

import java.nio.file.Path;
import java.util.Optional;

/** How the servers of the cluster know one another. Immutable. */
public final class SecuritySettings {

  public static final String TLS_CERTIFICATE = "zeppelin.cluster.tls.certificate";
  public static final String TLS_KEY = "zeppelin.cluster.tls.key";
  public static final String TLS_AUTHORITY = "zeppelin.cluster.tls.authority";
  public static final String TLS_KEY_STORE = "zeppelin.cluster.tls.keystore";
  public static final String TLS_TRUST_STORE = "zeppelin.cluster.tls.truststore";
  public static final String TLS_PASSWORD_FILE = "zeppelin.cluster.tls.password.file";
  public static final String SECRET_FILE = "zeppelin.cluster.secret.file";
  public static final String INSECURE = "zeppelin.cluster.insecure";

  /** What a peer has to show. */
  public enum Kind {
    /** Nothing. */
    NONE,
    /** A certificate of the authority. */
    TLS,
    /** That it has the secret. */
    SECRET
  }

  private final Kind kind;
  private final Optional<CredentialSource> source;
  private final long reloadMillis;

  private SecuritySettings(Kind kind, CredentialSource source, long reloadMillis) {
    this.kind = kind;
    this.source = Optional.ofNullable(source);
    this.reloadMillis = reloadMillis;
  }

  public static SecuritySettings none() {
    return new SecuritySettings(Kind.NONE, null, 0);
  }

  /**
   * Mutual TLS from PEM files.
   *
   * @param password file with the password of the key; empty when that is not encrypted
   * @param reloadMillis how often is looked whether the files have changed
   */
  public static SecuritySettings pem(
      Path certificate, Path key, Path authority, Optional<Path> password, long reloadMillis) {
    return new SecuritySettings(
        Kind.TLS, new PemSource(certificate, key, authority, password), reloadMillis);
  }

  /** Mutual TLS from Java key stores. */
  public static SecuritySettings keyStores(
      Path keys, Path trusted, Path password, long reloadMillis) {
    return new SecuritySettings(
        Kind.TLS, new KeyStoreSource(keys, trusted, password), reloadMillis);
  }

  /**
   * Mutual TLS with certificates that the servers make themselves of the secret.
   *
   * @param host this server's, as the others dial it
   */
  public static SecuritySettings secret(
      Path file, String clusterName, String host, long reloadMillis) {
    return new SecuritySettings(
        Kind.SECRET, new SecretSource(file, clusterName, host), reloadMillis);
  }

  /**
   * The same, on a server whose certificate has to be for its host and of today.
   *
   * @param host this server's, as the others dial it
   */
  public SecuritySettings on(String host) {
    return new SecuritySettings(
        kind, source.map(each -> new OwnCertificate(each, host)).orElse(null), reloadMillis);
  }

  public Kind kind() {
    return kind;
  }

  Optional<CredentialSource> source() {
    return source;
  }

  long reloadMillis() {
    return reloadMillis;
  }
}
