// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.check;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.MemberRemoval;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;
import org.apache.zeppelin.clustering.hooks.StartRefusedException;
import org.apache.zeppelin.clustering.zeppelin.release.Releases;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.junit.Test;

/**
 * The check sees what a Zeppelin has and what it lacks; the Zeppelin is the one on the class path.
 */
public class VerificationTest {

  private static final ZeppelinRelease RELEASE = Releases.of("0.10.0");
  private static final String GROUP = "org.apache.zeppelin.interpreter.ManagedInterpreterGroup";
  private static final String SETTINGS =
      "org.apache.zeppelin.interpreter.InterpreterSettingManager";
  private static final String NOTES = "org.apache.zeppelin.notebook.NoteManager";

  private static ClassFileLocator zeppelin() {
    return new ClassFileLocator.Compound(
        ClassFileLocator.ForClassLoader.of(VerificationTest.class.getClassLoader()),
        ClassFileLocator.ForClassLoader.ofPlatformLoader());
  }

  private static ClassFileLocator without(String type, MemberRemoval removal) {
    TypeDescription present = TypePool.Default.of(zeppelin()).describe(type).resolve();
    byte[] changed = new ByteBuddy().redefine(present, zeppelin()).visit(removal).make().getBytes();
    return new ClassFileLocator.Compound(ClassFileLocator.Simple.of(type, changed), zeppelin());
  }

  private static List<Use> missing(ClassFileLocator files) {
    return Verification.of(RELEASE, files).stream()
        .filter(use -> !use.satisfied())
        .collect(Collectors.toList());
  }

  private static void assertNames(List<Use> missing, String member, Use.How how) {
    assertTrue(
        member + " in " + missing.stream().map(Use::forms).collect(Collectors.toList()),
        missing.stream()
            .filter(use -> use.how() == how)
            .flatMap(use -> use.forms().stream())
            .anyMatch(form -> form.toString().equals(member)));
  }

  @Test
  public void theReleaseThatItIsCompiledWithHasAll() {
    assertEquals(List.of(), missing(zeppelin()));
  }

  @Test
  public void everyUseIsExplained() {
    List<String> unexplained =
        Verification.of(RELEASE, zeppelin()).stream()
            .map(Use::purpose)
            .filter(purpose -> purpose.contains(Verification.UNEXPLAINED))
            .collect(Collectors.toList());
    assertEquals(List.of(), unexplained);
  }

  @Test
  public void aMethodThatIsCalledAndGone() {
    List<Use> missing =
        missing(without(SETTINGS, new MemberRemoval().stripMethods(named("getByName"))));
    assertEquals(1, missing.size());
    assertNames(missing, SETTINGS + ".getByName(String)", Use.How.CALL);
  }

  @Test
  public void aMethodThatIsHookedAndGone() {
    List<Use> missing =
        missing(
            without(
                GROUP, new MemberRemoval().stripMethods(named("getOrCreateInterpreterProcess"))));
    assertNames(
        missing, GROUP + ".getOrCreateInterpreterProcess(String, Properties)", Use.How.HOOK);
  }

  @Test
  public void aFieldThatAdviceReadsAndIsGone() {
    List<Use> missing =
        missing(without(GROUP, new MemberRemoval().stripFields(named("remoteInterpreterProcess"))));
    assertNames(missing, GROUP + ".remoteInterpreterProcess", Use.How.CALL);
    assertTrue(
        missing.stream()
            .flatMap(use -> use.forms().stream())
            .anyMatch(form -> form.problem().contains("remoteInterpreterProcess")));
  }

  @Test
  public void aPrivateMethodThatIsCalledByNameAndGone() {
    List<Use> missing =
        missing(without(NOTES, new MemberRemoval().stripMethods(named("addOrUpdateNoteNode"))));
    assertNames(missing, NOTES + ".addOrUpdateNoteNode(Note)", Use.How.CALL);
  }

  @Test
  public void whatOnlySomeReleasesHaveIsNotMissed() {
    ClassFileLocator files =
        without(
            "org.apache.zeppelin.conf.ZeppelinConfiguration",
            new MemberRemoval().stripMethods(named("isClusterMode")));
    assertEquals(List.of(), missing(files));
    assertTrue(
        Verification.of(RELEASE, files).stream()
            .flatMap(use -> use.forms().stream())
            .anyMatch(f -> f.toString().endsWith(".isClusterMode()") && !f.present()));
  }

  @Test
  public void anotherLineNeedsItsOwnForms() {
    List<Use> missing =
        Verification.of(Releases.of("0.12.1"), zeppelin()).stream()
            .filter(use -> !use.satisfied())
            .collect(Collectors.toList());
    assertNames(missing, "org.apache.zeppelin.conf.ZeppelinConfiguration.load()", Use.How.CALL);
    assertFalse(
        missing.stream()
            .flatMap(use -> use.forms().stream())
            .anyMatch(form -> form.toString().endsWith(".create()")));
  }

  @Test
  public void theStartIsRefusedWithWhatIsMissing() {
    ClassLoader loader =
        new ClassLoader(getClass().getClassLoader()) {
          @Override
          public java.io.InputStream getResourceAsStream(String name) {
            return name.equals(SETTINGS.replace('.', '/') + ".class")
                ? null
                : super.getResourceAsStream(name);
          }
        };
    String said =
        assertThrows(
                StartRefusedException.class, () -> StartCheck.require(RELEASE, "0.10.9", loader))
            .getMessage();
    assertTrue(said, said.contains("0.10.9"));
    assertTrue(said, said.contains(SETTINGS + ".getByName(String)"));
  }
}
