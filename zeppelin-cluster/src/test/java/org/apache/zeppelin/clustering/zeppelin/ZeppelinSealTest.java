// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.apache.zeppelin.clustering.metadata.wire.CredentialEntry;
import org.apache.zeppelin.user.UserCredentials;
import org.apache.zeppelin.user.UsernamePassword;
import org.junit.Test;

public class ZeppelinSealTest {

  private static final String KEY = "0123456789abcdef";

  private static Map<String, String> stored() {
    UserCredentials credentials = new UserCredentials();
    credentials.putUsernamePassword("jdbc.db", new UsernamePassword("ann", "se\"cret"));
    return CredentialJson.stored(credentials);
  }

  @Test
  public void withAKeyNothingOfItCanBeRead() throws IOException {
    CredentialEntry entry = new ZeppelinSeal(ZeppelinCipher.of(KEY)).close(stored());
    assertFalse(entry.isSetClear());
    for (String part : new String[] {"jdbc.db", "ann", "cret"}) {
      assertFalse(entry.toString(), entry.toString().contains(part));
    }
    assertEquals(stored(), new ZeppelinSeal(ZeppelinCipher.of(KEY)).open("ann", entry));
  }

  @Test
  public void withoutAKeyItIsAsClearAsZeppelinsFile() throws IOException {
    CredentialEntry entry = new ZeppelinSeal(ZeppelinCipher.of("")).close(stored());
    assertTrue(entry.getClear(), entry.getClear().contains("jdbc.db"));
    assertNull(entry.getEncrypted());
    assertEquals(stored(), new ZeppelinSeal(ZeppelinCipher.of(null)).open("ann", entry));
  }

  @Test
  public void aServerWithAnotherKeySaysSoAndNothingMore() throws IOException {
    CredentialEntry entry = new ZeppelinSeal(ZeppelinCipher.of(KEY)).close(stored());
    for (String other : new String[] {"fedcba9876543210", ""}) {
      String said =
          assertThrows(
                  IOException.class,
                  () -> new ZeppelinSeal(ZeppelinCipher.of(other)).open("ann", entry))
              .getMessage();
      assertTrue(said, said.contains("zeppelin.credentials.encryptKey"));
    }
  }

  @Test
  public void whatZeppelinKeepsComesBackAsItWas() {
    UserCredentials back = CredentialJson.credentials(stored());
    assertEquals("ann", back.getUsernamePassword("jdbc.db").getUsername());
    assertEquals("se\"cret", back.getUsernamePassword("jdbc.db").getPassword());
  }

  @Test
  public void nothingStoredIsNothingEncrypted() throws IOException {
    CredentialEntry entry = new ZeppelinSeal(ZeppelinCipher.of(KEY)).close(Map.of());
    assertEquals(Map.of(), new ZeppelinSeal(ZeppelinCipher.of(KEY)).open("ann", entry));
  }
}
