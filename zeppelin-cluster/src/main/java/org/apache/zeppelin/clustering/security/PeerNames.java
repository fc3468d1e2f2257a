// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.util.IPAddress;

/** The names and addresses that a certificate is for, of its subjectAltName only. Pure. */
public final class PeerNames {

  private static final int DNS = 2;
  private static final int ADDRESS = 7;

  private PeerNames() {}

  /** In lower case; empty when there are none, or none that can be read. */
  public static Set<String> of(X509Certificate certificate) {
    Set<String> names = new TreeSet<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      if (all != null) {
        for (List<?> each : all) {
          int kind = (Integer) each.get(0);
          if (kind == DNS || kind == ADDRESS) {
            names.add(String.valueOf(each.get(1)).toLowerCase(Locale.ROOT));
          }
        }
      }
    } catch (CertificateParsingException e) {
      // As if it named nobody, and so it is refused.
      return Set.of();
    }
    return names;
  }

  /** Is the certificate for one of these hosts? A star stands for one label, as in HTTPS. */
  public static boolean oneOf(X509Certificate certificate, Collection<String> hosts) {
    Set<String> names = of(certificate);
    return hosts.stream().anyMatch(host -> named(names, host));
  }

  private static boolean named(Set<String> names, String host) {
    String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (IPAddress.isValid(plain)) {
      return names.contains(address(plain));
    }
    String name = plain.toLowerCase(Locale.ROOT);
    int dot = name.indexOf('.');
    return names.contains(name) || dot > 0 && names.contains("*" + name.substring(dot));
  }

  /** As the JDK writes it. */
  private static String address(String text) {
    try {
      return InetAddress.getByName(text).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
