// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import java.util.List;
import java.util.Objects;

/** What a user may show on a websocket, and his roles of the last login. Immutable. */
public final class Ticket {

  private final String text;
  private final List<String> roles;

  /**
   * @param text nobody can guess it
   * @param roles in order
   */
  public Ticket(String text, List<String> roles) {
    this.text = Objects.requireNonNull(text, "text");
    this.roles = List.copyOf(roles);
  }

  public String text() {
    return text;
  }

  public List<String> roles() {
    return roles;
  }

  /** Without the text: whoever reads a log shall not learn it. */
  @Override
  public String toString() {
    return "a ticket with the roles " + roles;
  }
}
