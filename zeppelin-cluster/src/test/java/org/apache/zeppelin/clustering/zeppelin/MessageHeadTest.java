// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import static org.junit.Assert.assertEquals;

import java.util.Optional;
import org.junit.Test;

public class MessageHeadTest {

  @Test
  public void readsWhoAsksForWhat() {
    MessageHead head =
        MessageHead.of(
            "{\"data\":{\"op\":\"x\",\"ticket\":[1]},\"op\":\"GET_NOTE\",\"principal\":\"ann\","
                + "\"ticket\":\"t\",\"roles\":\"[]\"}");
    assertEquals("GET_NOTE", head.operation());
    assertEquals(Optional.of("ann"), head.principal());
    assertEquals(Optional.of("t"), head.ticket());
  }

  @Test
  public void aNumberIsATextAsItIsToZeppelin() {
    MessageHead head = MessageHead.of("{\"op\":\"PING\",\"principal\":17,\"ticket\":4.50}");
    assertEquals(Optional.of("17"), head.principal());
    assertEquals(Optional.of("4.50"), head.ticket());
  }

  @Test
  public void whatIsNoTextIsNotThere() {
    MessageHead head = MessageHead.of("{\"op\":null,\"principal\":{\"a\":1},\"ticket\":[\"t\"]}");
    assertEquals("", head.operation());
    assertEquals(Optional.empty(), head.principal());
    assertEquals(Optional.empty(), head.ticket());
  }

  @Test
  public void whatIsNoMessageHasNothing() {
    for (String text : new String[] {"", "[]", "{", "{\"op\":\"PING\"", "null", "{\"op\" 1}"}) {
      MessageHead head = MessageHead.of(text);
      assertEquals(text, "", head.operation());
      assertEquals(text, Optional.empty(), head.ticket());
    }
  }
}
