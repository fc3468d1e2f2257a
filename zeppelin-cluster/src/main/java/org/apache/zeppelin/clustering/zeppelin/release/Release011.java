// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import java.util.List;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.javax.RestFilter;
import org.apache.zeppelin.conf.ZeppelinConfiguration;

/** Zeppelin 0.11: javax, one configuration object. */
@TouchesZeppelin("bridge what differs between releases")
final class Release011 extends SinceRelease011 {

  @Override
  public String line() {
    return "0.11";
  }

  @Override
  public ZeppelinConfiguration configuration() {
    return ZeppelinConfiguration.create();
  }

  @Override
  public Class<?> restFilter() {
    return RestFilter.class;
  }

  @Override
  public List<NamedMember> namedMembers() {
    return List.of(ADD, CLOSE);
  }
}
