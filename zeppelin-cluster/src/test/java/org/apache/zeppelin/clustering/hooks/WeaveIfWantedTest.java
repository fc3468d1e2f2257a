// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.zeppelin.conf.ZeppelinConfiguration;
import org.junit.Before;
import org.junit.Test;

public class WeaveIfWantedTest {

  private static final String SERVER = "org/apache/zeppelin/server/ZeppelinServer";
  private static final String NOTEBOOK = "org/apache/zeppelin/notebook/Notebook";
  private static final byte[] WOVEN = {1};

  private final Instrumentation instrumentation = mock(Instrumentation.class);
  private final List<String> made = new ArrayList<>();
  private final List<Throwable> refusals = new ArrayList<>();

  @Before
  public void zeppelinsConfigurationIsLoaded() {
    when(instrumentation.getAllLoadedClasses())
        .thenReturn(new Class<?>[] {String.class, Agent.class, ZeppelinConfiguration.class});
  }

  private WeaveIfWanted agent(BooleanSupplier wanted) {
    return new WeaveIfWanted(
        instrumentation,
        wanted,
        () -> {
          made.add("a weaver");
          return new ClassFileTransformer() {
            @Override
            public byte[] transform(
                Module module,
                ClassLoader loader,
                String name,
                Class<?> redefined,
                ProtectionDomain domain,
                byte[] file) {
              return WOVEN;
            }
          };
        },
        refusals::add);
  }

  private byte[] load(WeaveIfWanted agent, String name) throws Exception {
    return agent.transform(
        getClass().getModule(), getClass().getClassLoader(), name, null, null, new byte[0]);
  }

  @Test
  public void nothingIsWovenBeforeTheServerLoads() throws Exception {
    WeaveIfWanted agent =
        agent(
            () -> {
              throw new AssertionError("the settings were read");
            });
    assertNull(load(agent, NOTEBOOK));
    assertNull("a class without a name", load(agent, null));
    assertEquals(List.of(), made);
  }

  @Test
  public void withoutTheSettingNoWeaverIsMadeAndTheAgentLeaves() throws Exception {
    WeaveIfWanted agent = agent(() -> false);
    assertNull(load(agent, SERVER));
    assertNull(load(agent, NOTEBOOK));
    assertEquals(List.of(), made);
    verify(instrumentation).removeTransformer(agent);
    verify(instrumentation, never()).retransformClasses(any());
  }

  @Test
  public void withTheSettingTheServerIsWovenAndAllAfterIt() throws Exception {
    WeaveIfWanted agent = agent(() -> true);
    assertArrayEquals(WOVEN, load(agent, SERVER));
    assertArrayEquals(WOVEN, load(agent, NOTEBOOK));
    assertArrayEquals(WOVEN, load(agent, SERVER));
    assertEquals(List.of("a weaver"), made);
    verify(instrumentation, never()).removeTransformer(any());
  }

  @Test
  public void whatReadTheSettingsIsWovenAfterwardsOnAnotherThread() throws Exception {
    Thread loading = Thread.currentThread();
    List<String> woven = new ArrayList<>();
    doAnswer(
            call -> {
              assertTrue("not shown on a loading thread", Thread.currentThread() != loading);
              for (Object type : call.getArguments()) {
                woven.add(((Class<?>) type).getSimpleName());
              }
              return null;
            })
        .when(instrumentation)
        .retransformClasses(any());
    load(agent(() -> true), SERVER);
    assertEquals(List.of("ZeppelinConfiguration"), woven);
    assertEquals(List.of(), refusals);
  }

  @Test
  public void whereTheSettingsCannotBeReadTheWovenMainSaysSo() throws Exception {
    WeaveIfWanted agent =
        agent(
            () -> {
              throw new IllegalStateException("broken");
            });
    assertArrayEquals(WOVEN, load(agent, SERVER));
    assertEquals(List.of(), refusals);
  }

  @Test
  public void aClassThatCannotBeWovenAfterwardsEndsTheStart() throws Exception {
    UnmodifiableClassException reason = new UnmodifiableClassException("no");
    doThrow(reason).when(instrumentation).retransformClasses(any());
    load(agent(() -> true), SERVER);
    assertEquals(List.of(reason), refusals);
  }

  /** The JVM swallows what a transformer throws, and would load the class without hooks. */
  @Test
  public void aWeaverThatCannotBeMadeEndsTheStart() throws Exception {
    NoClassDefFoundError reason = new NoClassDefFoundError("net/bytebuddy/ByteBuddy");
    WeaveIfWanted agent =
        new WeaveIfWanted(
            instrumentation,
            () -> true,
            () -> {
              throw reason;
            },
            refusals::add);
    assertNull(load(agent, SERVER));
    assertEquals(List.of(reason), refusals);
  }

  @Test
  public void whatIsWrongWithTheMachineIsNotTakenForNoSetting() throws Exception {
    WeaveIfWanted agent =
        agent(
            () -> {
              throw new OutOfMemoryError("no more");
            });
    assertArrayEquals(WOVEN, load(agent, SERVER));
  }
}
