// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.util.List;
import java.util.stream.Collectors;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.pool.TypePool;

/** Puts hooks into a class: the one way for the agent, for the build and for the check. */
public final class Weaving {

  private Weaving() {}

  /** The hooks that go into that class. */
  public static List<Hook> hooksOf(TypeDescription type) {
    return Hooks.all().stream().filter(hook -> hook.fits(type)).collect(Collectors.toList());
  }

  /**
   * @param zeppelin where the classes are that advice names
   * @throws RuntimeException when a method is there and not of the form that the advice is for
   */
  public static DynamicType.Builder<?> apply(
      DynamicType.Builder<?> builder, TypeDescription type, ClassFileLocator zeppelin) {
    // Advice is read as a file: a loaded advice class would load the very class that is woven.
    ClassFileLocator classes =
        new ClassFileLocator.Compound(
            ClassFileLocator.ForClassLoader.of(Weaving.class.getClassLoader()), zeppelin);
    TypePool pool = TypePool.Default.of(classes);
    DynamicType.Builder<?> woven = builder;
    for (Hook hook : hooksOf(type)) {
      TypeDescription advice = pool.describe(hook.adviceType()).resolve();
      woven = woven.visit(Advice.to(advice, classes).on(hook.methods()));
    }
    return woven;
  }
}
