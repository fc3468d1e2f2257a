// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.pool.TypePool;

/**
 * Puts hooks into the classes of one Zeppelin: the one way for the agent, for the build and for the
 * check. Advice is read once. Any thread.
 */
public final class Weaving {

  // Advice changes the inside of methods alone: what a class inherits need not be looked up.
  private static final ByteBuddy METHODS_ONLY =
      new ByteBuddy()
          .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
          .with(TypeValidation.DISABLED);

  private final ClassFileLocator files;
  private final TypePool pool;

  /**
   * @param zeppelin where its class files are, and those that they name
   */
  public Weaving(ClassFileLocator zeppelin) {
    // Advice is read as a file: a loaded advice class would load the very class that is woven.
    files =
        new ClassFileLocator.Compound(
            ClassFileLocator.ForClassLoader.of(Weaving.class.getClassLoader()), zeppelin);
    // Soft, as all is woven a few seconds after the start.
    pool =
        new TypePool.Default(
            new TypePool.CacheProvider.Simple.UsingSoftReference(),
            files,
            TypePool.Default.ReaderMode.FAST);
  }

  /** The hooks that go into that class. */
  public static List<Hook> hooksOf(TypeDescription type) {
    return Hooks.all().stream().filter(hook -> hook.fits(type)).collect(Collectors.toList());
  }

  /**
   * Puts its hooks into a class.
   *
   * @param name its full name
   * @param file its class file
   * @return the class file with hooks; empty when it has none
   * @throws RuntimeException as {@link #apply}
   */
  public Optional<byte[]> weave(String name, byte[] file) {
    // Not by the pool, which may have read another file: this one can be another agent's work.
    ClassFileLocator present =
        new ClassFileLocator.Compound(ClassFileLocator.Simple.of(name, file), files);
    TypeDescription type = TypePool.Default.of(present).describe(name).resolve();
    return hooksOf(type).isEmpty()
        ? Optional.empty()
        : Optional.of(apply(METHODS_ONLY.decorate(type, present), type).make().getBytes());
  }

  /**
   * @throws RuntimeException when a method is there and not of the form that the advice is for
   */
  public DynamicType.Builder<?> apply(DynamicType.Builder<?> builder, TypeDescription type) {
    DynamicType.Builder<?> woven = builder;
    for (Hook hook : hooksOf(type)) {
      TypeDescription advice = pool.describe(hook.adviceType()).resolve();
      woven = woven.visit(Advice.to(advice, files).on(hook.methods()));
    }
    return woven;
  }
}
