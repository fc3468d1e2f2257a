// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import net.bytebuddy.dynamic.ClassFileLocator;

/**
 * Puts the hooks into the classes that have some, and looks at no other: reading the class file of
 * each class of a server would be most of what the agent costs. Any thread that loads a class.
 */
final class HookTransformer implements ClassFileTransformer {

  private final Set<String> types;
  private final BiConsumer<String, Throwable> refusal;
  private final Weaving weaving;

  /**
   * @param refusal is told the full name of a class that cannot be woven, and why
   */
  HookTransformer(BiConsumer<String, Throwable> refusal) {
    this.types =
        Hooks.types().stream().map(type -> type.replace('.', '/')).collect(Collectors.toSet());
    this.refusal = refusal;
    this.weaving = new Weaving(ClassFileLocator.NoOp.INSTANCE);
  }

  @Override
  public byte[] transform(
      Module module,
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] file) {
    if (name == null || !types.contains(name)) {
      return null;
    }
    String type = name.replace('/', '.');
    try {
      return weavingOf(loader).weave(type, file).orElse(null);
    } catch (RuntimeException | Error e) {
      // Thrown, it would be swallowed by the JVM.
      refusal.accept(type, e);
      return null;
    }
  }

  /** What Zeppelin's main loader has is read once; a class of another loader is an exception. */
  private Weaving weavingOf(ClassLoader loader) {
    return loader == getClass().getClassLoader()
        ? weaving
        : new Weaving(ClassFileLocator.ForClassLoader.of(loader));
  }
}
