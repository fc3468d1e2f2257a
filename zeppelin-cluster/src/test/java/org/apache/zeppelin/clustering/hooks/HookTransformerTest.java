// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.MemberRemoval;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.pool.TypePool;
import org.junit.Test;

public class HookTransformerTest {

  private static final String CONFIGURATION = "org.apache.zeppelin.conf.ZeppelinConfiguration";
  private static final String GROUP = "org.apache.zeppelin.interpreter.ManagedInterpreterGroup";
  private static final String HOOKS = ClusterHooks.class.getName().replace('.', '/');

  private final ClassLoader loader = getClass().getClassLoader();
  private final ClassFileLocator zeppelin = ClassFileLocator.ForClassLoader.of(loader);
  private final List<String> refused = new ArrayList<>();
  private final HookTransformer transformer =
      new HookTransformer(
          (type, cause) -> refused.add(type + " for " + cause.getClass().getSimpleName()));

  private byte[] load(String type, byte[] file) {
    return transformer.transform(
        getClass().getModule(), loader, type.replace('.', '/'), null, null, file);
  }

  private byte[] file(String type) throws IOException {
    return zeppelin.locate(type).resolve();
  }

  /** The methods that call us. */
  private static List<String> hooked(byte[] file) {
    List<String> hooked = new ArrayList<>();
    new ClassReader(file)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String method, String descriptor, String generic, String[] thrown) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitMethodInsn(
                      int opcode, String owner, String name, String form, boolean isInterface) {
                    if (owner.equals(HOOKS) && !hooked.contains(method)) {
                      hooked.add(method);
                    }
                  }
                };
              }
            },
            0);
    return hooked;
  }

  @Test
  public void aClassThatHasHooksGetsThem() throws Exception {
    byte[] plain = file(CONFIGURATION);
    assertEquals(List.of(), hooked(plain));
    List<String> hooked = hooked(load(CONFIGURATION, plain));
    assertTrue(hooked.toString(), hooked.contains("isClusterMode"));
    assertTrue(hooked.toString(), hooked.contains("getCompleteConfiguration"));
    assertEquals(List.of(), refused);
  }

  @Test
  public void everyClassThatHasHooksCanBeWoven() throws Exception {
    int woven = 0;
    for (String type : Hooks.types()) {
      if (zeppelin.locate(type).isResolved()) {
        assertNotNull(type, load(type, file(type)));
        woven++;
      }
    }
    assertTrue(woven + " classes", woven > 10);
    assertEquals(List.of(), refused);
  }

  @Test
  public void noOtherClassIsTouched() throws Exception {
    byte[] noClass = {};
    assertNull(load("org.apache.zeppelin.util.Util", noClass));
    assertNull(load(Agent.class.getName(), noClass));
    assertNull(load("org.eclipse.jetty.server.Server", noClass));
    assertNull(
        "a class without a name", transformer.transform(null, loader, null, null, null, noClass));
    assertEquals(List.of(), refused);
  }

  @Test
  public void aClassThatCannotBeWovenIsNamed() throws Exception {
    byte[] other =
        new ByteBuddy()
            .redefine(TypePool.Default.of(zeppelin).describe(GROUP).resolve(), zeppelin)
            .visit(new MemberRemoval().stripFields(named("remoteInterpreterProcess")))
            .make()
            .getBytes();
    assertNull(load(GROUP, other));
    assertEquals(List.of(GROUP + " for IllegalStateException"), refused);
  }
}
