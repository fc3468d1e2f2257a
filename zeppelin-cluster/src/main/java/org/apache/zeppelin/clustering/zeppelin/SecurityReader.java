// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import static org.apache.zeppelin.clustering.security.SecuritySettings.INSECURE;
import static org.apache.zeppelin.clustering.security.SecuritySettings.SECRET_FILE;
import static org.apache.zeppelin.clustering.security.SecuritySettings.TLS_AUTHORITY;
import static org.apache.zeppelin.clustering.security.SecuritySettings.TLS_CERTIFICATE;
import static org.apache.zeppelin.clustering.security.SecuritySettings.TLS_KEY;
import static org.apache.zeppelin.clustering.security.SecuritySettings.TLS_KEY_STORE;
import static org.apache.zeppelin.clustering.security.SecuritySettings.TLS_PASSWORD_FILE;
import static org.apache.zeppelin.clustering.security.SecuritySettings.TLS_TRUST_STORE;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.zeppelin.clustering.security.SecuritySettings;
import org.apache.zeppelin.clustering.security.SecuritySettings.Kind;

/** Reads which way the servers are to know one another, of which there is one at most. */
final class SecurityReader {

  private static final List<String> PEM = List.of(TLS_CERTIFICATE, TLS_KEY, TLS_AUTHORITY);
  private static final List<String> STORES =
      List.of(TLS_KEY_STORE, TLS_TRUST_STORE, TLS_PASSWORD_FILE);
  private static final String RELOAD = "zeppelin.cluster.tls.reload.ms";
  private static final int DEFAULT_RELOAD_MILLIS = 10_000;

  private final SettingReader reader;
  private final Path home;

  /**
   * @param home what file names that are not absolute start from
   */
  SecurityReader(SettingReader reader, Path home) {
    this.reader = reader;
    this.home = home;
  }

  /**
   * @param ownHost this server's, as zeppelin.cluster.addr says it
   * @throws InvalidSettingException with one sentence on what to change
   */
  SecuritySettings read(String clusterName, String ownHost) {
    boolean pem = Stream.of(TLS_CERTIFICATE, TLS_KEY, TLS_AUTHORITY).anyMatch(this::given);
    boolean stores = Stream.of(TLS_KEY_STORE, TLS_TRUST_STORE).anyMatch(this::given);
    List<String> ways = new ArrayList<>();
    if (pem) {
      ways.add(TLS_CERTIFICATE);
    }
    if (stores) {
      ways.add(TLS_KEY_STORE);
    }
    if (given(SECRET_FILE)) {
      ways.add(SECRET_FILE);
    }
    if (ways.size() > 1) {
      throw new InvalidSettingException(
          ways.get(1),
          reader.text(ways.get(1), ""),
          ways.get(0) + " is set, too",
          "keep one of " + String.join(", ", ways));
    }
    long reload = reader.number(RELOAD, DEFAULT_RELOAD_MILLIS, 100);
    Optional<Path> password = Optional.of(TLS_PASSWORD_FILE).filter(this::given).map(this::file);
    if (pem) {
      requireAll(PEM);
      return SecuritySettings.pem(
              file(TLS_CERTIFICATE), file(TLS_KEY), file(TLS_AUTHORITY), password, reload)
          .on(plain(ownHost));
    }
    if (stores) {
      requireAll(STORES);
      return SecuritySettings.keyStores(
              file(TLS_KEY_STORE), file(TLS_TRUST_STORE), file(TLS_PASSWORD_FILE), reload)
          .on(plain(ownHost));
    }
    return given(SECRET_FILE)
        ? SecuritySettings.secret(file(SECRET_FILE), clusterName, plain(ownHost), reload)
        : SecuritySettings.none();
  }

  /**
   * True when everybody who reaches the ports is believed, and others than this machine can.
   *
   * @param bind address that the ports listen on
   * @throws InvalidSettingException when nobody has said that he wants that
   */
  boolean insecure(SecuritySettings security, String bind, List<String> servers) {
    boolean wanted = wanted();
    if (security.kind() != Kind.NONE) {
      return false;
    }
    List<String> outside =
        Stream.concat(Stream.of(bind), servers.stream().map(ClusterAddress::host))
            .filter(host -> !loopback(plain(host)))
            .distinct()
            .collect(Collectors.toList());
    if (outside.isEmpty()) {
      return false;
    }
    if (!wanted) {
      throw new InvalidSettingException(
          INSECURE,
          "false",
          "nothing protects the ports of this server on "
              + String.join(", ", outside)
              + ", and whoever reaches them can run code on it",
          "give all servers the same "
              + SECRET_FILE
              + ", or certificates ("
              + TLS_CERTIFICATE
              + "), or, in a network where you trust everybody, set "
              + INSECURE
              + " to true");
    }
    return true;
  }

  private boolean wanted() {
    String value = reader.text(INSECURE, "false");
    if (!value.equals("true") && !value.equals("false")) {
      throw SettingReader.wrong(INSECURE, value, "true or false");
    }
    return value.equals("true");
  }

  private boolean given(String name) {
    return !reader.text(name, "").isEmpty();
  }

  private Path file(String name) {
    return home.resolve(reader.text(name, ""));
  }

  private void requireAll(List<String> names) {
    for (String name : names) {
      if (!given(name)) {
        throw new InvalidSettingException(
            name, "", "it goes with " + names.get(0), "name a file, or leave all of them away");
      }
    }
  }

  /** Without the brackets of an IPv6 address. */
  private static String plain(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static boolean loopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
