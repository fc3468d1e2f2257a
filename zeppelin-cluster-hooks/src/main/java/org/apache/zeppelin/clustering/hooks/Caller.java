// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.util.Set;

/** For whom a thread works that handles a call of another server. Immutable. */
public final class Caller {

  private final String name;
  private final Set<String> roles;

  public Caller(String name, Set<String> roles) {
    this.name = name;
    this.roles = Set.copyOf(roles);
  }

  public String name() {
    return name;
  }

  public Set<String> roles() {
    return roles;
  }
}
