// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.zeppelin.clustering.security.SecuritySettings;
import org.apache.zeppelin.clustering.security.SecuritySettings.Kind;
import org.apache.zeppelin.conf.ZeppelinConfiguration;
import org.junit.Test;

public class SecurityReaderTest {

  private static final String SECRET = SecuritySettings.SECRET_FILE;
  private static final List<String> HERE = List.of("127.0.0.1:6000", "localhost:6001");
  private static final List<String> OUTSIDE = List.of("10.0.0.1:6000");

  private static SecurityReader reader(String... namesAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    ZeppelinConfiguration configuration = mock(ZeppelinConfiguration.class);
    when(configuration.getString(anyString(), anyString(), anyString()))
        .thenAnswer(call -> values.getOrDefault(call.getArgument(1), call.getArgument(2)));
    return new SecurityReader(new SettingReader(configuration), Path.of("/home"));
  }

  private static Kind kind(String... namesAndValues) {
    return reader(namesAndValues).read("zeppelin", "host1").kind();
  }

  private static String refusal(String... namesAndValues) {
    return assertThrows(InvalidSettingException.class, () -> kind(namesAndValues)).getMessage();
  }

  @Test
  public void oneOfThreeWays() {
    assertEquals(Kind.NONE, kind());
    assertEquals(Kind.SECRET, kind(SECRET, "conf/secret"));
    assertEquals(
        Kind.TLS,
        kind(
            SecuritySettings.TLS_CERTIFICATE, "a",
            SecuritySettings.TLS_KEY, "b",
            SecuritySettings.TLS_AUTHORITY, "c"));
    assertEquals(
        Kind.TLS,
        kind(
            SecuritySettings.TLS_KEY_STORE, "a",
            SecuritySettings.TLS_TRUST_STORE, "b",
            SecuritySettings.TLS_PASSWORD_FILE, "c"));
  }

  @Test
  public void halfAWayIsRefused() {
    String half = refusal(SecuritySettings.TLS_CERTIFICATE, "a", SecuritySettings.TLS_KEY, "b");
    assertTrue(half, half.startsWith(SecuritySettings.TLS_AUTHORITY + "="));
    String stores =
        refusal(SecuritySettings.TLS_KEY_STORE, "a", SecuritySettings.TLS_TRUST_STORE, "b");
    assertTrue(stores, stores.startsWith(SecuritySettings.TLS_PASSWORD_FILE + "="));
  }

  @Test
  public void twoWaysAreRefused() {
    String two = refusal(SECRET, "s", SecuritySettings.TLS_KEY, "b");
    assertTrue(two, two.contains("keep one of"));
  }

  @Test
  public void loopbackNeedsNothing() {
    SecurityReader none = reader();
    assertFalse(none.insecure(SecuritySettings.none(), "127.0.0.1", HERE));
    assertFalse(none.insecure(SecuritySettings.none(), "[::1]", HERE));
  }

  @Test
  public void anythingElseNeedsAWord() {
    for (String bind : List.of("10.0.0.1", "0.0.0.0")) {
      String refusal =
          assertThrows(
                  InvalidSettingException.class,
                  () -> reader().insecure(SecuritySettings.none(), bind, HERE))
              .getMessage();
      assertTrue(refusal, refusal.contains(bind));
      assertTrue(refusal, refusal.contains(SECRET));
    }
    assertThrows(
        InvalidSettingException.class,
        () -> reader().insecure(SecuritySettings.none(), "127.0.0.1", OUTSIDE));
    SecurityReader wanted = reader(SecuritySettings.INSECURE, "true");
    assertTrue(wanted.insecure(SecuritySettings.none(), "10.0.0.1", OUTSIDE));
    SecurityReader guarded = reader(SECRET, "conf/secret");
    assertFalse(guarded.insecure(guarded.read("zeppelin", "h"), "10.0.0.1", OUTSIDE));
    assertThrows(
        InvalidSettingException.class,
        () ->
            reader(SecuritySettings.INSECURE, "yes")
                .insecure(SecuritySettings.none(), "127.0.0.1", HERE));
  }
}
