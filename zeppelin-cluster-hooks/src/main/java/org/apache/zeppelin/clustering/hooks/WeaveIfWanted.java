// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.IllegalClassFormatException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Weaves nothing, and loads nothing to weave with, in a Zeppelin that is to be no member. When
 * Zeppelin's main class loads, Zeppelin's own configuration is asked for the setting; the classes
 * that this loads are not woven, as the JVM shows a transformer no class that it loads itself, and
 * are woven afterwards where there is to be a cluster. Any thread that loads a class.
 */
final class WeaveIfWanted implements ClassFileTransformer {

  private static final String SERVER = "org/apache/zeppelin/server/ZeppelinServer";

  private final Instrumentation instrumentation;
  private final BooleanSupplier wanted;
  private final Supplier<ClassFileTransformer> weavers;
  private final Consumer<Throwable> refusal;
  private final AtomicReference<ClassFileTransformer> weaver = new AtomicReference<>();

  /**
   * @param wanted whether the setting is there; where it throws, the start goes on as if it were,
   *     and says what is wrong
   * @param weavers called at most once
   * @param refusal is told why a class cannot be woven, and ends the JVM
   */
  WeaveIfWanted(
      Instrumentation instrumentation,
      BooleanSupplier wanted,
      Supplier<ClassFileTransformer> weavers,
      Consumer<Throwable> refusal) {
    this.instrumentation = instrumentation;
    this.wanted = wanted;
    this.weavers = weavers;
    this.refusal = refusal;
  }

  @Override
  public byte[] transform(
      Module module,
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] file)
      throws IllegalClassFormatException {
    if (weaver.get() == null && SERVER.equals(name)) {
      decide();
    }
    ClassFileTransformer present = weaver.get();
    return present == null
        ? null
        : present.transform(module, loader, name, redefined, domain, file);
  }

  private void decide() {
    if (!isWanted()) {
      instrumentation.removeTransformer(this);
      return;
    }
    // Thrown, it would be swallowed by the JVM, and the server start outside of its cluster.
    try {
      weaver.set(weavers.get());
      // On this thread the JVM would show the classes to no transformer either.
      Thread thread = new Thread(this::weaveLoaded, "zeppelin-cluster-agent");
      thread.start();
      await(thread);
    } catch (RuntimeException | Error e) {
      refusal.accept(e);
    }
  }

  private boolean isWanted() {
    try {
      return wanted.getAsBoolean();
    } catch (RuntimeException | Error e) {
      // The woven main comes to the same end, where it can be told to the user.
      return true;
    }
  }

  private void weaveLoaded() {
    try {
      Class<?>[] loaded =
          Arrays.stream(instrumentation.getAllLoadedClasses())
              .filter(type -> Hooks.types().contains(type.getName()))
              .toArray(Class<?>[]::new);
      if (loaded.length > 0) {
        instrumentation.retransformClasses(loaded);
      }
    } catch (UnmodifiableClassException | RuntimeException | Error e) {
      refusal.accept(e);
    }
  }

  private static void await(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
