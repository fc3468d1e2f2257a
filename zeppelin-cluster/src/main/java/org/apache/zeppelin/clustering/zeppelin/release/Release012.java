// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.apache.zeppelin.clustering.hooks.StartRefusedException;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.jakarta.RestFilter;
import org.apache.zeppelin.conf.ZeppelinConfiguration;

/** Zeppelin 0.12 and what follows: jakarta, a configuration that main loads and passes on. */
@TouchesZeppelin("bridge what differs between releases")
final class Release012 extends SinceRelease011 {

  private static final NamedMember LOAD =
      new NamedMember(
          "read Zeppelin's settings", "org.apache.zeppelin.conf.ZeppelinConfiguration", "load");

  @Override
  public String line() {
    return "0.12";
  }

  @Override
  public ZeppelinConfiguration configuration() {
    try {
      return (ZeppelinConfiguration) LOAD.call(null);
    } catch (InvocationTargetException e) {
      throw new StartRefusedException("Zeppelin's settings cannot be read: " + e.getCause());
    }
  }

  @Override
  public Class<?> restFilter() {
    return RestFilter.class;
  }

  @Override
  public List<NamedMember> namedMembers() {
    return List.of(ADD, CLOSE, LOAD);
  }
}
