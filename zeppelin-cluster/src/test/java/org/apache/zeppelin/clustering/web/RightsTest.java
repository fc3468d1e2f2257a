// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.web;

import static org.junit.Assert.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.Set;
import org.apache.zeppelin.clustering.hooks.ClusterRest.Asker;
import org.junit.Test;

public class RightsTest {

  private static final int ALLOWED = 0;

  private final Rights rights = new Rights("chief");

  private static Asker asker(boolean hasToLogIn, boolean loggedIn, String... roles) {
    Asker asker = mock(Asker.class);
    when(asker.hasToLogIn()).thenReturn(hasToLogIn);
    when(asker.loggedIn()).thenReturn(loggedIn);
    when(asker.name()).thenReturn("ann");
    when(asker.roles()).thenReturn(Set.of(roles));
    return asker;
  }

  private int status(String method, Asker asker) {
    return rights.refusal(method, asker).map(refusal -> refusal.status).orElse(ALLOWED);
  }

  @Test
  public void whereNobodyLogsInEverybodyMayDoEverything() {
    for (String method : new String[] {"GET", "POST", "DELETE"}) {
      assertEquals(ALLOWED, status(method, asker(false, false)));
    }
  }

  @Test
  public void whoHasNotLoggedInMayNotEvenLook() {
    for (String method : new String[] {"GET", "POST", "DELETE"}) {
      assertEquals(401, status(method, asker(true, false, "chief")));
    }
  }

  @Test
  public void whoHasMayLookAndOnlyAdministratorsChange() {
    assertEquals(ALLOWED, status("GET", asker(true, true, "clerk")));
    for (String method : new String[] {"POST", "DELETE", "PUT"}) {
      assertEquals(403, status(method, asker(true, true, "clerk", "chiefs")));
      assertEquals(ALLOWED, status(method, asker(true, true, "clerk", "chief")));
    }
  }

  @Test
  public void rolesAreAskedForOnlyWhereTheyMatter() {
    Asker asker = asker(true, true);
    status("GET", asker);
    verify(asker, never()).roles();
  }
}
