// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.security;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;
import org.bouncycastle.util.io.pem.PemObject;

/** An authority, and certificates of it as PEM files in a folder. */
public final class TestAuthority {

  private static final Duration DAY = Duration.ofDays(1);

  private final Path dir;
  private final KeyPair keys;
  private final X509Certificate own;
  private int serial = 1;

  public TestAuthority(Path dir) throws Exception {
    this.dir = Files.createDirectories(dir);
    this.keys = pair();
    X500Name name = new X500Name("CN=authority " + dir.getFileName());
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name, BigInteger.ONE, from(DAY.negated()), from(DAY), name, keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    this.own = sign(builder, keys.getPrivate());
    write(file("authority"), own);
  }

  private static KeyPair pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static Date from(Duration now) {
    return Date.from(Instant.now().plus(now));
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws Exception {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
  }

  /** Of a certificate or key that was given that name. */
  public Path file(String name) {
    return dir.resolve(name + ".pem");
  }

  public X509Certificate certificate() {
    return own;
  }

  /** Writes NAME.pem and NAME-key.pem, good for a day, for those hosts. */
  public X509Certificate certify(String name, String... hosts) throws Exception {
    return certify(name, pair(), hosts);
  }

  /** The same, for a key of any kind. */
  X509Certificate certify(String name, KeyPair pair, String... hosts) throws Exception {
    return certify(name, pair, Duration.ZERO, DAY, hosts);
  }

  /** Writes NAME.pem and NAME-key.pem, whose time is over. */
  public X509Certificate certifyExpired(String name, String... hosts) throws Exception {
    return certify(name, pair(), DAY.negated(), Duration.ofMinutes(-1), hosts);
  }

  private X509Certificate certify(
      String name, KeyPair pair, Duration from, Duration until, String... hosts) throws Exception {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            own,
            BigInteger.valueOf(++serial),
            from(from.minus(DAY)),
            from(until),
            new X500Name("CN=" + name),
            pair.getPublic());
    GeneralName[] names = new GeneralName[hosts.length];
    for (int i = 0; i < hosts.length; i++) {
      boolean address = IPAddress.isValid(hosts[i]);
      names[i] = new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, hosts[i]);
    }
    if (names.length > 0) {
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    X509Certificate certificate = sign(builder, keys.getPrivate());
    write(file(name), certificate);
    write(file(name + "-key"), new PemObject("PRIVATE KEY", pair.getPrivate().getEncoded()));
    Files.setPosixFilePermissions(
        file(name + "-key"), PosixFilePermissions.fromString("rw-------"));
    return certificate;
  }

  private static void write(Path file, Object what) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(what);
    }
    Files.writeString(file, text.toString());
  }

  /** Settings of whoever has that certificate, and trusts this authority. */
  public SecuritySettings settings(String name) {
    return settings(name, file("authority"));
  }

  public SecuritySettings settings(String name, Path authority) {
    return SecuritySettings.pem(file(name), file(name + "-key"), authority, Optional.empty(), 50);
  }

  public ClusterTls open(String name) {
    return ClusterTls.open(settings(name)).get();
  }
}
