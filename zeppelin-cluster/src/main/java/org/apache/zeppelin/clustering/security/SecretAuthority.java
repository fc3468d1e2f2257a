// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.security;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/**
 * A certificate authority whose key is the shared secret: whoever has the secret can certify
 * himself, and TLS with certificates on both sides does the rest. All that is checked, the JDK
 * checks.
 *
 * <p>The key is made of the secret by PBKDF2 (RFC 8018), and of its output as FIPS 186-5, A.2.1,
 * makes a private key of bits. Who connects is shown a certificate that the authority signed, and
 * may try secrets against that at home; each costs him the iterations here.
 */
final class SecretAuthority {

  private static final String CURVE = "secp256r1";
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final int ITERATIONS = 310_000;

  /** 64 more than the curve's, so that the remainder is as good as evenly spread. */
  private static final int KEY_BITS = 256 + 64;

  private static final int SERIAL_BITS = 120;
  // Clocks of different machines are not compared: these certificates end with their process.
  private static final Date ALWAYS = Date.from(Instant.parse("2000-01-01T00:00:00Z"));
  private static final Date FOR_EVER = Date.from(Instant.parse("9999-12-31T23:59:59Z"));

  private final X500Name name;
  private final KeyPair keys;

  SecretAuthority(char[] secret, String clusterName) throws GeneralSecurityException {
    this.name = new X500Name("CN=zeppelin-cluster");
    this.keys = keys(secret, clusterName);
  }

  private static KeyPair keys(char[] secret, String clusterName) throws GeneralSecurityException {
    byte[] salt = ("zeppelin-cluster/" + clusterName).getBytes(StandardCharsets.UTF_8);
    byte[] bits =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(new PBEKeySpec(secret, salt, ITERATIONS, KEY_BITS))
            .getEncoded();
    X9ECParameters curve = ECNamedCurveTable.getByName(CURVE);
    BigInteger scalar =
        new BigInteger(1, bits).mod(curve.getN().subtract(BigInteger.ONE)).add(BigInteger.ONE);
    org.bouncycastle.math.ec.ECPoint point =
        new FixedPointCombMultiplier().multiply(curve.getG(), scalar).normalize();
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(CURVE));
    ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
    KeyFactory factory = KeyFactory.getInstance("EC");
    PublicKey open =
        factory.generatePublic(
            new ECPublicKeySpec(
                new ECPoint(
                    point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger()),
                spec));
    PrivateKey own = factory.generatePrivate(new ECPrivateKeySpec(scalar, spec));
    return new KeyPair(open, own);
  }

  /**
   * Credentials with a new key, for that server.
   *
   * @param host its name or address, as others dial it
   */
  Credentials certify(String host) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(CURVE));
    KeyPair server = generator.generateKeyPair();
    try {
      X509Certificate authority = authority();
      return Credentials.of(
          server.getPrivate(), List.of(server(server.getPublic(), host)), List.of(authority));
    } catch (CertIOException | OperatorCreationException e) {
      throw new GeneralSecurityException("This JDK cannot sign a certificate", e);
    }
  }

  private X509Certificate authority()
      throws CertIOException, OperatorCreationException, GeneralSecurityException {
    return sign(
        builder(name, keys.getPublic())
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)));
  }

  private X509Certificate server(PublicKey key, String host)
      throws CertIOException, OperatorCreationException, GeneralSecurityException {
    int kind = IPAddress.isValid(host) ? GeneralName.iPAddress : GeneralName.dNSName;
    return sign(
        builder(new X500Name("CN=zeppelin-cluster server"), key)
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(
                    new KeyPurposeId[] {
                      KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    }))
            .addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(kind, host))));
  }

  private X509v3CertificateBuilder builder(X500Name subject, PublicKey key) {
    BigInteger serial = new BigInteger(SERIAL_BITS, new java.security.SecureRandom());
    return new JcaX509v3CertificateBuilder(name, serial, ALWAYS, FOR_EVER, subject, key);
  }

  private X509Certificate sign(X509v3CertificateBuilder builder)
      throws OperatorCreationException, GeneralSecurityException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder(SIGNATURE).build(keys.getPrivate())));
  }
}
