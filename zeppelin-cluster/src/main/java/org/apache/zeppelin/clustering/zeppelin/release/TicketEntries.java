// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import java.lang.reflect.InvocationTargetException;
import java.util.Set;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.ticket.TicketContainer;

/** Makes Zeppelin's tickets, which only Zeppelin can make. */
@TouchesZeppelin("know who is logged in on any server")
public final class TicketEntries {

  static final NamedMember NEW =
      new NamedMember(
          "know who is logged in on any server",
          "org.apache.zeppelin.ticket.TicketContainer$Entry",
          "<init>",
          "java.lang.String",
          "java.lang.String",
          "java.util.Set");

  private TicketEntries() {}

  /**
   * @param roles Zeppelin's own from now on
   */
  public static TicketContainer.Entry entry(String ticket, String user, Set<String> roles) {
    try {
      return (TicketContainer.Entry) NEW.create(ticket, user, roles);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("A ticket for " + user + " failed", e.getCause());
    }
  }
}
