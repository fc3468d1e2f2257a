// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.security;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.zeppelin.clustering.metadata.Await;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ClusterTlsTest {

  private static final String SECRET = "0123456789abcdefghij";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private TestAuthority authority;

  @Before
  public void make() throws Exception {
    authority = new TestAuthority(folder.newFolder("ours").toPath());
    authority.certify("one", "localhost");
  }

  private static X509Certificate shown(ClusterTls tls) {
    String alias = tls.keys().chooseServerAlias("EC", null, null);
    alias = alias == null ? tls.keys().chooseServerAlias("RSA", null, null) : alias;
    return tls.keys().getCertificateChain(alias)[0];
  }

  private Path secret(String name, String text) throws IOException {
    Path file = folder.getRoot().toPath().resolve(name);
    Files.writeString(file, text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private ClusterTls bySecret(String name, String text, String cluster, String host)
      throws IOException {
    return ClusterTls.open(SecuritySettings.secret(secret(name, text), cluster, host, 50)).get();
  }

  private static boolean trusts(ClusterTls one, ClusterTls other) {
    try {
      one.trust().checkServerTrusted(new X509Certificate[] {shown(other)}, "UNKNOWN");
      one.trust().checkClientTrusted(new X509Certificate[] {shown(other)}, "UNKNOWN");
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  @Test
  public void withoutSettingsThereIsNone() {
    assertEquals(Optional.empty(), ClusterTls.open(SecuritySettings.none()));
  }

  @Test
  public void changedFilesAreUsedWithoutARestart() throws Exception {
    try (ClusterTls tls = authority.open("one")) {
      tls.start();
      X509Certificate first = shown(tls);
      X509Certificate next = authority.certify("next", "localhost");
      move("next-key", "one-key");
      move("next", "one");
      Await.until("the new certificate", () -> shown(tls).equals(next));
      assertNotEquals(first, next);
    }
  }

  private void move(String from, String to) throws IOException {
    Files.move(authority.file(from), authority.file(to), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  public void filesThatAreBrokenLaterLeaveTheFormerOnesInUse() throws Exception {
    try (ClusterTls tls = authority.open("one")) {
      tls.start();
      X509Certificate first = shown(tls);
      Files.writeString(authority.file("one"), "nothing");
      X509Certificate next = authority.certify("next", "localhost");
      move("next-key", "one-key");
      move("next", "one");
      Await.until("the new certificate", () -> shown(tls).equals(next));
      assertFalse(first.equals(shown(tls)));
    }
  }

  private static String refusal(SecuritySettings settings) {
    return assertThrows(IllegalStateException.class, () -> ClusterTls.open(settings)).getMessage();
  }

  @Test
  public void filesThatCannotBeUsedAreNamed() throws Exception {
    authority.certify("two", "localhost");
    Path ca = authority.file("authority");
    String missing =
        refusal(
            SecuritySettings.pem(
                authority.file("none"), authority.file("one-key"), ca, Optional.empty(), 50));
    assertTrue(missing, missing.contains("none.pem"));
    String mixed =
        refusal(
            SecuritySettings.pem(
                authority.file("two"), authority.file("one-key"), ca, Optional.empty(), 50));
    assertTrue(mixed, mixed.contains("one-key.pem is not the key of the certificate in"));
    Files.setPosixFilePermissions(
        authority.file("one-key"), PosixFilePermissions.fromString("rw-r--r--"));
    String open = refusal(authority.settings("one"));
    assertTrue(open, open.contains("chmod 600"));
  }

  @Test
  public void aKeyIsNeverQuoted() throws Exception {
    Path key = secret("key", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----");
    String refusal =
        refusal(
            SecuritySettings.pem(
                authority.file("one"), key, authority.file("authority"), Optional.empty(), 50));
    assertTrue(refusal, refusal.contains("holds no key that can be read"));
    assertFalse(refusal, refusal.contains("c2VjcmV0"));
  }

  @Test
  public void encryptedAndOlderKeysAreReadToo() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    authority.certify("rsa", pair, "localhost");
    Path password = secret("password", "changeit");
    Path older = secret("older", pem(pair.getPrivate()));
    Path encrypted = secret("encrypted", pem(encrypt(pair.getPrivate())));
    for (Path key : List.of(older, encrypted)) {
      try (ClusterTls tls = ClusterTls.open(rsa(key, Optional.of(password))).get();
          ClusterTls one = authority.open("one")) {
        assertTrue(trusts(one, tls));
      }
    }
    String without = refusal(rsa(encrypted, Optional.empty()));
    assertTrue(without, without.contains("is encrypted: name a file with its password"));
    Files.writeString(password, "another");
    String wrong = refusal(rsa(encrypted, Optional.of(password)));
    assertTrue(wrong, wrong.contains("or its password is another one"));
  }

  private SecuritySettings rsa(Path key, Optional<Path> password) {
    return SecuritySettings.pem(
        authority.file("rsa"), key, authority.file("authority"), password, 50);
  }

  private static String pem(Object what) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(what);
    }
    return text.toString();
  }

  /** As openssl does since 1.1. */
  private static PemObject encrypt(PrivateKey key) throws Exception {
    OutputEncryptor encryptor =
        new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
            .setPRF(PKCS8Generator.PRF_HMACSHA256)
            .setPassword("changeit".toCharArray())
            .setProvider(new BouncyCastleProvider())
            .build();
    return new JcaPKCS8Generator(key, encryptor).generate();
  }

  @Test
  public void aCertificateThatOthersWouldRefuseIsRefusedAtTheStart() throws Exception {
    authority.certify("named", "host1", "*.example.com");
    ClusterTls.open(authority.settings("named").on("host1")).get().close();
    ClusterTls.open(authority.settings("named").on("a.example.com")).get().close();
    String another = refusal(authority.settings("named").on("host2"));
    assertTrue(another, another.contains("is for [*.example.com, host1]"));
    assertTrue(another, another.contains("calls this server host2"));
    authority.certifyExpired("late", "host1");
    String late = refusal(authority.settings("late").on("host1"));
    assertTrue(late, late.contains("and that is not now"));
  }

  @Test
  public void keyStoresAreReadToo() throws Exception {
    Path password = secret("password", "changeit");
    Path keys = folder.getRoot().toPath().resolve("keys.p12");
    Path trusted = folder.getRoot().toPath().resolve("trusted.p12");
    char[] secret = "changeit".toCharArray();
    KeyStore own = empty();
    own.setKeyEntry(
        "one",
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(content(authority.file("one-key")))),
        secret,
        new Certificate[] {certificate(authority.file("one"))});
    store(own, keys, secret);
    KeyStore others = empty();
    others.setCertificateEntry("authority", authority.certificate());
    store(others, trusted, secret);
    try (ClusterTls tls =
            ClusterTls.open(SecuritySettings.keyStores(keys, trusted, password, 50)).get();
        ClusterTls pem = authority.open("one")) {
      assertEquals(shown(pem), shown(tls));
      assertTrue(trusts(tls, pem));
    }
    Files.writeString(password, "another");
    String refusal = refusal(SecuritySettings.keyStores(keys, trusted, password, 50));
    assertTrue(refusal, refusal.contains("cannot be opened with the password in"));
    assertFalse(refusal, refusal.contains("another\""));
  }

  private static KeyStore empty() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static void store(KeyStore store, Path file, char[] password) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static byte[] content(Path file) throws IOException {
    try (PemReader reader = new PemReader(Files.newBufferedReader(file))) {
      return reader.readPemObject().getContent();
    }
  }

  private static X509Certificate certificate(Path file) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(content(file)));
  }

  @Test
  public void whoHasTheSecretIsTrustedAndNobodyElse() throws Exception {
    try (ClusterTls a = bySecret("a", SECRET, "zeppelin", "host1");
        ClusterTls b = bySecret("b", SECRET, "zeppelin", "10.0.0.2");
        ClusterTls wrong = bySecret("c", SECRET + "!", "zeppelin", "host1");
        ClusterTls other = bySecret("d", SECRET, "other", "host1");
        ClusterTls certified = authority.open("one")) {
      assertTrue(trusts(a, b));
      assertTrue(trusts(b, a));
      assertEquals(Set.of("host1"), PeerNames.of(shown(a)));
      assertEquals(Set.of("10.0.0.2"), PeerNames.of(shown(b)));
      for (ClusterTls stranger : new ClusterTls[] {wrong, other, certified}) {
        assertFalse(trusts(a, stranger));
        assertFalse(trusts(stranger, a));
      }
    }
  }

  @Test
  public void aSecretThatCanBeGuessedIsRefused() throws Exception {
    String refusal =
        refusal(SecuritySettings.secret(secret("short", "password"), "zeppelin", "host1", 50));
    assertTrue(refusal, refusal.contains("openssl rand -base64 32"));
    assertFalse(refusal, refusal.contains("password\""));
  }
}
