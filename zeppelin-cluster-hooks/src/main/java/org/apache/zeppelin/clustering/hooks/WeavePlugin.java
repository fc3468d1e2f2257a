// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import net.bytebuddy.build.Plugin;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;

/** Weaves the hooks into Zeppelin as it is built; Byte Buddy's Maven plugin makes and calls it. */
public final class WeavePlugin implements Plugin {

  @Override
  public boolean matches(TypeDescription type) {
    return !Weaving.hooksOf(type).isEmpty();
  }

  @Override
  public DynamicType.Builder<?> apply(
      DynamicType.Builder<?> builder, TypeDescription type, ClassFileLocator classes) {
    return new Weaving(classes).apply(builder, type);
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
