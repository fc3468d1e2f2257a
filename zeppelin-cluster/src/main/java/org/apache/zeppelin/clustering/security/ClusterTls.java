// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.security;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import nl.altindag.ssl.util.KeyManagerUtils;
import nl.altindag.ssl.util.TrustManagerUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mutual TLS between the servers, with credentials that follow their files once it is started.
 * Opened, started and closed once; any thread may ask.
 */
public final class ClusterTls implements AutoCloseable {

  /** What is spoken, the better first; older ones are not. */
  public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  private static final Logger LOG = LoggerFactory.getLogger(ClusterTls.class);

  private final CredentialSource source;
  private final X509ExtendedKeyManager keys;
  private final X509ExtendedTrustManager trust;
  private final SSLContext context;
  private final FileChanges changes;
  private final long reloadMillis;
  private ScheduledExecutorService clock;

  private ClusterTls(
      CredentialSource source, FileChanges changes, Credentials first, long reloadMillis)
      throws GeneralSecurityException {
    this.source = source;
    this.changes = changes;
    this.keys = KeyManagerUtils.createSwappableKeyManager(first.keys());
    this.trust = TrustManagerUtils.createSwappableTrustManager(first.trust());
    this.context = SSLContext.getInstance("TLS");
    context.init(
        new javax.net.ssl.KeyManager[] {keys}, new javax.net.ssl.TrustManager[] {trust}, null);
    this.reloadMillis = reloadMillis;
  }

  /** From now on changes of the files count. */
  public synchronized void start() {
    clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "zeppelin-cluster-tls");
              thread.setDaemon(true);
              return thread;
            });
    clock.scheduleWithFixedDelay(this::look, reloadMillis, reloadMillis, TimeUnit.MILLISECONDS);
  }

  /**
   * Reads the credentials; empty when the settings ask for none.
   *
   * @throws IllegalStateException with what is wrong with which file
   */
  public static Optional<ClusterTls> open(SecuritySettings settings) {
    if (settings.source().isEmpty()) {
      return Optional.empty();
    }
    CredentialSource source = settings.source().get();
    try {
      // Before they are read: a change in between is seen later.
      FileChanges changes = new FileChanges(source.files());
      Credentials first = source.load();
      LOG.info("Servers of the cluster have to be certified: {}", told(first.certificate()));
      return Optional.of(new ClusterTls(source, changes, first, settings.reloadMillis()));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "The certificates or the secret of this server cannot be used: " + reason(e), e);
    }
  }

  private static String told(X509Certificate certificate) {
    return "this one is "
        + PeerNames.of(certificate)
        + " until "
        + certificate.getNotAfter().toInstant();
  }

  private static String reason(Exception e) {
    return e instanceof java.nio.file.NoSuchFileException
        ? "there is no file " + ((java.nio.file.NoSuchFileException) e).getFile()
        : String.valueOf(e.getMessage());
  }

  private void look() {
    List<Path> changed = changes.since();
    if (changed.isEmpty()) {
      return;
    }
    try {
      Credentials next = source.load();
      KeyManagerUtils.swapKeyManager(keys, next.keys());
      TrustManagerUtils.swapTrustManager(trust, next.trust());
      LOG.info(
          "{} changed: new connections are certified anew, {}", changed, told(next.certificate()));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      LOG.error(
          "{} changed and cannot be used ({}): the former certificates stay in use until they are"
              + " mended",
          changed,
          reason(e),
          e);
    }
  }

  /** For sockets of the JDK. */
  public SSLContext context() {
    return context;
  }

  /** This server's key, whichever it is at the time. */
  public X509ExtendedKeyManager keys() {
    return keys;
  }

  /** Who certifies others, whoever it is at the time. */
  public X509ExtendedTrustManager trust() {
    return trust;
  }

  @Override
  public synchronized void close() {
    if (clock != null) {
      clock.shutdownNow();
    }
  }
}
