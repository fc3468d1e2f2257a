// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** PEM files: a chain of certificates, its key (PKCS#8 or PKCS#1), the authorities. */
final class PemSource implements CredentialSource {

  private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");

  private final Path certificate;
  private final Path key;
  private final Path authority;
  private final Optional<Path> password;

  /**
   * @param password of the key; empty when that is not encrypted
   */
  PemSource(Path certificate, Path key, Path authority, Optional<Path> password) {
    this.certificate = certificate;
    this.key = key;
    this.authority = authority;
    this.password = password;
  }

  @Override
  public Credentials load() throws IOException, GeneralSecurityException {
    PrivateKey own = key();
    List<X509Certificate> chain = certificates(certificate);
    Pairs.require(own, chain.get(0), key, certificate);
    return Credentials.of(own, chain, certificates(authority));
  }

  private static List<X509Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> all = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        all.add((X509Certificate) each);
      }
    } catch (CertificateException e) {
      throw new CertificateException(file + " holds no PEM certificates: " + e.getMessage(), e);
    }
    if (all.isEmpty()) {
      throw new CertificateException(file + " holds no PEM certificate");
    }
    return all;
  }

  private PrivateKey key() throws IOException, GeneralSecurityException {
    String text = PrivateFile.read(key);
    try (Reader reader = new StringReader(text);
        PEMParser parser = new PEMParser(reader)) {
      for (Object each = parser.readObject(); each != null; each = parser.readObject()) {
        Optional<PrivateKeyInfo> found = info(each);
        if (found.isPresent()) {
          return key(found.get().getEncoded());
        }
      }
    } catch (KeyException e) {
      throw e;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new GeneralSecurityException(
          key
              + " holds no key that can be read"
              + (password.isPresent() ? ", or its password is another one" : ""),
          e);
    }
    throw new GeneralSecurityException(key + " holds no PEM private key");
  }

  private static PrivateKey key(byte[] encoded) throws InvalidKeySpecException {
    InvalidKeySpecException last = new InvalidKeySpecException("of no known kind");
    for (String kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        last = e;
      } catch (NoSuchAlgorithmException e) {
        // A JDK of 11 knows two of them.
      }
    }
    throw last;
  }

  private static Cipher cipher(String kind, SecretKey key, EncryptedPrivateKeyInfo encrypted)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(kind);
    cipher.init(Cipher.DECRYPT_MODE, key, encrypted.getAlgParameters());
    return cipher;
  }

  private Optional<PrivateKeyInfo> info(Object read) throws IOException, GeneralSecurityException {
    if (read instanceof PrivateKeyInfo) {
      return Optional.of((PrivateKeyInfo) read);
    }
    if (read instanceof PEMKeyPair) {
      return Optional.of(((PEMKeyPair) read).getPrivateKeyInfo());
    }
    if (read instanceof PKCS8EncryptedPrivateKeyInfo) {
      if (password.isEmpty()) {
        throw new KeyException(
            key
                + " is encrypted: name a file with its password in "
                + SecuritySettings.TLS_PASSWORD_FILE);
      }
      char[] secret = PrivateFile.read(password.get()).toCharArray();
      EncryptedPrivateKeyInfo encrypted =
          new EncryptedPrivateKeyInfo(((PKCS8EncryptedPrivateKeyInfo) read).getEncoded());
      // For PBES2 the parameters say which of its many kinds it is, and print its name.
      String kind = encrypted.getAlgParameters().toString();
      SecretKey opening = SecretKeyFactory.getInstance(kind).generateSecret(new PBEKeySpec(secret));
      return Optional.of(
          PrivateKeyInfo.getInstance(
              encrypted.getKeySpec(cipher(kind, opening, encrypted)).getEncoded()));
    }
    return Optional.empty();
  }

  @Override
  public List<Path> files() {
    List<Path> files = new ArrayList<>(List.of(certificate, key, authority));
    password.ifPresent(files::add);
    return files;
  }
}
