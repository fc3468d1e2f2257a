// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static net.bytebuddy.matcher.ElementMatchers.fieldType;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.MemberRemoval;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.pool.TypePool;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A real server with a wrong zeppelin.cluster.addr says in one sentence what to mend. */
public class RefusedStartIT {

  private static final String SETTINGS =
      "org.apache.zeppelin.interpreter.InterpreterSettingManager";
  private static final String CALLED = "getByName";
  private static final String REMOTE = "org.apache.zeppelin.interpreter.remote.RemoteInterpreter";
  private static final String HOOKED = "sessionId";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private void refused(String setting, String... words) throws Exception {
    String said =
        assertThrows(
                IOException.class,
                () -> RealCluster.up(folder.newFolder().toPath(), 1, "--set", setting).close())
            .getMessage();
    for (String word : words) {
      assertTrue("'" + word + "' is missing in: " + said, said.contains(word));
    }
  }

  @Test
  public void anEmptyEntry() throws Exception {
    refused("zeppelin.cluster.addr=localhost:6000,,", "zeppelin.cluster.addr=", "empty entry");
  }

  @Test
  public void thisServerIsNotInIt() throws Exception {
    refused("zeppelin.cluster.addr=localhost:6000", "zeppelin.cluster.server", "no entry of");
  }

  @Test
  public void thePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      refused(
          "zeppelin.cluster.service.port=" + taken.getLocalPort(), "zeppelin.cluster.service.port");
    }
  }

  @Test
  public void anAddressThatOthersReachAndNothingThatProtectsIt() throws Exception {
    refused(
        "zeppelin.cluster.bind=0.0.0.0",
        "zeppelin.cluster.secret.file",
        "zeppelin.cluster.insecure");
  }

  @Test
  public void aSecretThatEverybodyMayRead() throws Exception {
    Path secret = folder.newFile("open").toPath();
    Files.writeString(secret, "AnExampleOfASecret0123456789");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    refused("zeppelin.cluster.secret.file=" + secret, "chmod 600");
  }

  @Test
  public void aZeppelinThatLacksAMember() throws Exception {
    String said =
        refusedWith(SETTINGS, type -> type.visit(new MemberRemoval().stripMethods(named(CALLED))));
    assertTrue(said, said.contains(SETTINGS + "." + CALLED + "(String)"));
  }

  @Test
  public void aZeppelinWhoseFieldIsNotAsAHookNeedsIt() throws Exception {
    String said =
        refusedWith(
            REMOTE,
            type ->
                type.visit(
                        new MemberRemoval().stripFields(named(HOOKED).and(fieldType(String.class))))
                    .defineField(HOOKED, Object.class, Visibility.PRIVATE));
    assertTrue(said, said.contains("cannot hook into " + REMOTE));
    assertTrue(said, said.contains("zeppelin.cluster.addr"));
  }

  /** What a server says with a Zeppelin that has another class of that name. */
  private String refusedWith(String type, UnaryOperator<DynamicType.Builder<?>> change)
      throws Exception {
    Path home =
        Path.of(System.getProperty("cluster.script")).resolveSibling("home/target/zeppelin");
    Path other = folder.newFolder().toPath();
    link(home, other);
    Files.delete(other.resolve("lib"));
    Path lib = Files.createDirectory(other.resolve("lib"));
    link(home.resolve("lib"), lib);
    Path zengine;
    try (Stream<Path> jars = Files.list(lib)) {
      zengine =
          jars.filter(j -> j.getFileName().toString().startsWith("zeppelin-zengine-"))
              .findFirst()
              .orElseThrow();
    }
    File whole = zengine.toRealPath().toFile();
    Files.delete(zengine);
    try (ClassFileLocator files =
        new ClassFileLocator.Compound(
            ClassFileLocator.ForJarFile.of(whole),
            ClassFileLocator.ForClassLoader.of(getClass().getClassLoader()),
            ClassFileLocator.ForClassLoader.ofPlatformLoader())) {
      change
          .apply(
              new ByteBuddy().redefine(TypePool.Default.of(files).describe(type).resolve(), files))
          .make()
          .inject(whole, zengine.toFile());
    }
    return assertThrows(
            IOException.class,
            () ->
                RealCluster.up(folder.newFolder().toPath(), 1, "--zeppelin", other.toString())
                    .close())
        .getMessage();
  }

  private static void link(Path from, Path to) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.collect(Collectors.toList())) {
        Files.createSymbolicLink(to.resolve(entry.getFileName()), entry.toAbsolutePath());
      }
    }
  }
}
