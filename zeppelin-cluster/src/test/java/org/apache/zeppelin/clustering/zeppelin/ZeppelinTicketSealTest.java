// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Optional;
import org.apache.zeppelin.clustering.login.Ticket;
import org.apache.zeppelin.clustering.metadata.wire.TicketEntry;
import org.junit.Test;

public class ZeppelinTicketSealTest {

  private static final String TEXT = "6f1e2d3c-0000-4000-8000-123456789abc";
  private static final Ticket TICKET = new Ticket(TEXT, List.of("role1", "role2"));

  private static ZeppelinTicketSeal seal(String key) {
    return new ZeppelinTicketSeal(ZeppelinCipher.of(key));
  }

  private static void assertOpens(ZeppelinTicketSeal seal, TicketEntry entry) {
    Optional<Ticket> opened = seal.open(entry);
    assertEquals(TEXT, opened.orElseThrow().text());
    assertEquals(TICKET.roles(), opened.orElseThrow().roles());
  }

  @Test
  public void withAKeyItIsNotToBeRead() {
    TicketEntry entry = seal("0123456789abcdef").close(TICKET);
    assertFalse(entry.toString(), entry.toString().contains(TEXT));
    assertFalse(entry.isSetClear());
    assertOpens(seal("0123456789abcdef"), entry);
  }

  @Test
  public void withoutOneItIsClear() {
    for (String key : new String[] {null, "", " "}) {
      TicketEntry entry = seal(key).close(TICKET);
      assertEquals(TEXT, entry.getClear());
      assertOpens(seal(key), entry);
      assertOpens(seal("0123456789abcdef"), entry);
    }
  }

  @Test
  public void anotherKeyOrNoneOpensNothing() {
    TicketEntry entry = seal("0123456789abcdef").close(TICKET);
    assertTrue(seal("fedcba9876543210").open(entry).isEmpty());
    assertTrue(seal("").open(entry).isEmpty());
    assertTrue(seal("0123456789abcdef").open(new TicketEntry(List.of())).isEmpty());
    assertTrue(
        seal("0123456789abcdef")
            .open(new TicketEntry(List.of()).setEncrypted("no base 64 at all!"))
            .isEmpty());
  }

  @Test
  public void noMessageHasIt() {
    assertFalse(TICKET.toString().contains(TEXT));
  }
}
