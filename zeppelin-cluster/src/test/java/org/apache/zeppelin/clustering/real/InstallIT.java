// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code dev/install.sh} puts the module into a Zeppelin, {@code dev/uninstall.sh} undoes it. */
public class InstallIT {

  private static final Path DEV = Path.of(System.getProperty("cluster.script")).getParent();
  private static final Path JAR = Path.of(System.getProperty("cluster.jar"));
  private static final String AGENT = "-javaagent:";
  private static final String USERS_ENV = "export ZEPPELIN_JAVA_OPTS=-Dusers\n";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Map<String, String> environment = new HashMap<>();
  private Path top;
  private Path home;

  /** What a script left and said. */
  private static final class Outcome {
    final int status;
    final String said;

    Outcome(int status, String said) {
      this.status = status;
      this.said = said;
    }
  }

  /**
   * What is in a release that these scripts look at. Its own scripts do what those of Zeppelin do
   * with the variables, and print the options that they would start Java with.
   */
  @Before
  public void unpackZeppelin() throws IOException {
    top = folder.getRoot().toPath().toRealPath();
    home = makeHome(top.resolve("zeppelin"));
  }

  private static Path makeHome(Path home) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("conf"));
    Files.createDirectories(home.resolve("lib"));
    script(
        home.resolve("bin/common.sh"),
        "export ZEPPELIN_HOME=${ZEPPELIN_HOME:-$(cd \"$(dirname \"$BASH_SOURCE\")/..\" && pwd)}",
        "export ZEPPELIN_CONF_DIR=${ZEPPELIN_CONF_DIR:-$ZEPPELIN_HOME/conf}",
        "[ ! -f \"$ZEPPELIN_CONF_DIR/zeppelin-env.sh\" ] || ."
            + " \"$ZEPPELIN_CONF_DIR/zeppelin-env.sh\"",
        "export JAVA_OPTS+=\" $ZEPPELIN_JAVA_OPTS\"",
        "export JAVA_INTP_OPTS=\"$ZEPPELIN_INTP_JAVA_OPTS\"");
    script(
        home.resolve("bin/zeppelin.sh"),
        "#!/bin/bash",
        ". \"$(dirname \"$0\")/common.sh\"",
        "echo \"server: $JAVA_OPTS\"",
        "echo \"cluster: $ZEPPELIN_CLUSTER_ADDR\"",
        "echo \"name: $ZEPPELIN_CLUSTER_NAME\"",
        // As the module does it, so that the old cluster mode sleeps in the process.
        "export ZEPPELIN_CLUSTER_ADDR=",
        "exec \"$ZEPPELIN_HOME/bin/interpreter.sh\"");
    script(
        home.resolve("bin/interpreter.sh"),
        "#!/bin/bash",
        // Zeppelin's may have this on when it reads the file.
        "set -e",
        ". \"$(dirname \"$0\")/common.sh\"",
        "echo \"process: $JAVA_INTP_OPTS\"",
        "echo \"process has: $JAVA_OPTS\"",
        "echo \"process in: $ZEPPELIN_CLUSTER_ADDR\"");
    Files.writeString(home.resolve("conf/zeppelin-env.sh.template"), "# export ZEPPELIN_MEM\n");
    Files.writeString(home.resolve("lib/zeppelin-server-0.10.0.jar"), "a jar");
    return home;
  }

  private static void script(Path file, String... lines) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Has what a module is known by, and its version to tell one from another. */
  private Path module(String version) throws IOException {
    return zip("zeppelin-cluster-" + version + ".jar", version, "hooks/Agent.class");
  }

  private Path zip(String name, String content, String entry) throws IOException {
    Path jar = Files.createDirectories(top.resolve("jars")).resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("org/apache/zeppelin/clustering/" + entry));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private Outcome run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("ZEPPELIN_"));
    builder.environment().remove("JAVA_OPTS");
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), said);
  }

  private Outcome run(String... command) throws IOException, InterruptedException {
    return run(List.of(command));
  }

  private static List<String> command(Object... words) {
    return Arrays.stream(words).map(Object::toString).collect(Collectors.toList());
  }

  private static List<String> installing(Path home, Path jar, String... options) {
    List<String> command = command(DEV.resolve("install.sh"), "--jar", jar, "--no-verify");
    command.addAll(List.of(options));
    command.add(home.toString());
    return command;
  }

  private String install(Path jar, String... options) throws Exception {
    return succeed(installing(home, jar, options));
  }

  private String uninstall(String... options) throws Exception {
    List<String> command = command(DEV.resolve("uninstall.sh"));
    command.addAll(List.of(options));
    command.add(home.toString());
    return succeed(command);
  }

  private String succeed(List<String> command) throws Exception {
    Outcome outcome = run(command);
    assertEquals(outcome.said, 0, outcome.status);
    return outcome.said;
  }

  /** It says why, and what to do, and changes nothing. */
  private void refused(List<String> command, String... words) throws Exception {
    Map<String, String> before = digest(top);
    Outcome outcome = run(command);
    assertNotEquals(outcome.said, 0, outcome.status);
    for (String word : words) {
      assertTrue("'" + word + "' is missing in: " + outcome.said, outcome.said.contains(word));
    }
    assertEquals(before, digest(top));
  }

  /** Kind, mode, size, time and SHA-256 of every file; kind and mode of every folder. */
  private static Map<String, String> digest(Path folder) throws Exception {
    Map<String, String> digest = new TreeMap<>();
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.collect(Collectors.toList());
    }
    for (Path path : paths) {
      String about;
      if (Files.isSymbolicLink(path)) {
        about = "link " + Files.readSymbolicLink(path);
      } else {
        about = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        if (Files.isRegularFile(path)) {
          byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
          about +=
              String.join(
                  " ",
                  "",
                  String.valueOf(Files.size(path)),
                  Files.getLastModifiedTime(path).toString(),
                  Arrays.toString(hash));
        }
      }
      digest.put(folder.relativize(path).toString(), about);
    }
    return digest;
  }

  private Path env() {
    return home.resolve("conf/zeppelin-env.sh");
  }

  private void usersEnv(String text) throws IOException {
    Files.writeString(env(), text);
    Files.setPosixFilePermissions(env(), PosixFilePermissions.fromString("rwxr-x---"));
    Files.setLastModifiedTime(env(), FileTime.fromMillis(1_500_000_000_000L));
  }

  private List<String> modules() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("zeppelin-cluster") && name.endsWith(".jar"))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  /** What the scripts of the Zeppelin there would start with: a line for each. */
  private Map<String, String> start(Path home) throws Exception {
    Map<String, String> said = new HashMap<>();
    for (String line : succeed(command(home.resolve("bin/zeppelin.sh"))).split("\n")) {
      assertTrue(line, line.contains(": "));
      said.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2));
    }
    return said;
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  // ---- There and back.

  @Test
  public void theServerGetsTheModuleAndAnInterpreterProcessDoesNot() throws Exception {
    usersEnv(
        "export ZEPPELIN_JAVA_OPTS=\"$ZEPPELIN_JAVA_OPTS -Dserver\"\n"
            + "export ZEPPELIN_INTP_JAVA_OPTS=\"$ZEPPELIN_JAVA_OPTS -Dprocess\"\n");
    install(module("1.0"), "--set", "zeppelin.cluster.addr=a:1,b:2", "--set", "zeppelin.x.y=z");
    // What the user adds afterwards stands below our line.
    Files.writeString(env(), Files.readString(env()) + "export ZEPPELIN_JAVA_OPTS=-Dlater\n");

    Map<String, String> said = start(home);
    assertEquals(
        List.of(
            AGENT + home.resolve("lib/zeppelin-cluster-1.0.jar"), "-Dzeppelin.x.y=z", "-Dlater"),
        List.of(said.get("server").trim().split(" +")));
    assertEquals("a:1,b:2", said.get("cluster"));
    assertTrue(said.get("process").contains("-Dprocess"));
    assertFalse(said.get("process").contains(AGENT));
    assertFalse(said.get("process has").contains(AGENT));
    assertEquals("", said.get("process in"));
  }

  @Test
  public void aProcessOfAnotherUserDoesNotSeeTheCluster() throws Exception {
    install(module("1.0"), "--set", "zeppelin.cluster.addr=a:1");
    String said = succeed(command("bash", "-euc", "source '" + env() + "'; export -p; set"));
    assertFalse(said, said.contains(AGENT));
    assertFalse(said, said.contains("ZEPPELIN_CLUSTER_ADDR="));
  }

  @Test
  public void aFreshReleaseIsAsItWas() throws Exception {
    Map<String, String> before = digest(home);
    install(JAR, "--set", "zeppelin.cluster.addr=a:1");
    assertEquals(List.of(JAR.getFileName().toString()), modules());
    assertArrayEquals(
        Files.readAllBytes(JAR),
        Files.readAllBytes(home.resolve("lib").resolve(JAR.getFileName())));
    Map<String, String> installed = digest(home);
    before.forEach((file, about) -> assertEquals(file, about, installed.get(file)));
    uninstall();
    assertEquals(before, digest(home));
  }

  @Test
  public void theUsersFilesAreAsTheyWere() throws Exception {
    Files.writeString(home.resolve("conf/zeppelin-site.xml"), "<configuration/>");
    for (String text :
        List.of(USERS_ENV, "", "\n", "#", "export A=b", "export A=b \\\n", "export A=b \\")) {
      usersEnv(text);
      Map<String, String> before = digest(home);
      install(module("1.0"), "--set", "zeppelin.cluster.addr=a:1");
      assertTrue(text, start(home).get("server").contains(AGENT));
      uninstall();
      assertEquals(text, before, digest(home));
    }
  }

  @Test
  public void withoutHardLinks() throws Exception {
    usersEnv(USERS_ENV);
    Map<String, String> before = digest(home);
    shim("ln", "exit 1");
    install(module("1.0"));
    install(module("2.0"));
    uninstall();
    assertEquals(before, digest(home));
  }

  @Test
  public void whatTheUserChangedSinceStays() throws Exception {
    usersEnv(USERS_ENV);
    install(module("1.0"));
    String changed = Files.readString(env()).replace("-Dusers", "-Dmine") + "export B=c";
    Files.writeString(env(), changed);
    uninstall();
    assertEquals("export ZEPPELIN_JAVA_OPTS=-Dmine\nexport B=c", Files.readString(env()));
    assertEquals("rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(env())));
    assertFalse(digest(home).toString().contains("zeppelin-cluster"));
  }

  @Test
  public void whatTheUserAddedToOurFileStays() throws Exception {
    install(module("1.0"));
    Files.writeString(env(), Files.readString(env()) + "export B=c\n");
    uninstall();
    assertEquals("export B=c\n", Files.readString(env()));
  }

  @Test
  public void aModeThatTheUserChangedSinceStays() throws Exception {
    usersEnv(USERS_ENV);
    install(module("1.0"));
    Files.setPosixFilePermissions(env(), PosixFilePermissions.fromString("rw-------"));
    uninstall();
    assertEquals(USERS_ENV, Files.readString(env()));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(env())));
  }

  @Test
  public void aLineThatTheUserTookOutComesAgain() throws Exception {
    usersEnv(USERS_ENV);
    install(module("1.0"));
    Files.writeString(env(), Files.readString(env()).replace("\n. ", "\n# . "));
    assertFalse(start(home).get("server").contains(AGENT));
    install(module("1.0"));
    assertEquals(1, count(start(home).get("server"), AGENT));
    uninstall();
    assertEquals(USERS_ENV, Files.readString(env()));
  }

  @Test
  public void theClustersDataStays() throws Exception {
    Path data = Files.createDirectory(home.resolve("cluster"));
    install(module("1.0"));
    assertTrue(uninstall().contains(data.toString()));
    assertTrue(Files.isDirectory(data));
    Path elsewhere = Files.createDirectory(top.resolve("it's data"));
    install(module("1.0"), "--set", "zeppelin.cluster.dir=" + elsewhere);
    assertTrue(uninstall().contains(elsewhere.toString()));
  }

  // ---- Again, and other versions.

  @Test
  public void twiceIsAsOnce() throws Exception {
    usersEnv(USERS_ENV);
    Map<String, String> before = digest(home);
    String odd = "it's \"$HOME\" `id` \\ # & <name>";
    install(
        module("1.0"), "--set", "zeppelin.cluster.addr=a:1", "--set", "zeppelin.cluster.name=n");
    install(module("1.0"), "--set", "zeppelin.cluster.name=" + odd);
    install(module("1.0"));
    Map<String, String> said = start(home);
    assertEquals(1, count(said.get("server"), AGENT));
    assertEquals("a:1", said.get("cluster"));
    assertEquals(odd, said.get("name"));
    assertEquals(List.of("zeppelin-cluster-1.0.jar"), modules());
    uninstall();
    assertEquals(before, digest(home));
    assertTrue(uninstall().contains("nothing to take out"));
    assertEquals(before, digest(home));
  }

  @Test
  public void anotherVersionReplacesTheOneThatIsThere() throws Exception {
    Map<String, String> before = digest(home);
    install(module("1.0"), "--set", "zeppelin.cluster.addr=a:1");
    for (String version : List.of("1.1-SNAPSHOT", "0.9")) {
      install(module(version));
      assertEquals(List.of("zeppelin-cluster-" + version + ".jar"), modules());
      assertTrue(start(home).get("server").contains("-" + version + ".jar"));
      assertEquals("a:1", start(home).get("cluster"));
    }
    uninstall();
    assertEquals(before, digest(home));
  }

  @Test
  public void aConfOfItsOwn() throws Exception {
    Path conf = Files.createDirectory(top.resolve("conf"));
    Map<String, String> before = digest(home);
    install(module("1.0"), "--conf", conf.toString());
    environment.put("ZEPPELIN_CONF_DIR", conf.toString());
    assertTrue(start(home).get("server").contains(AGENT));
    refused(
        installing(home, module("1.0"), "--conf", home.resolve("conf").toString()),
        "--conf " + conf,
        "uninstall");
    uninstall();
    assertEquals(before, digest(home));
    assertEquals(0, conf.toFile().list().length);
  }

  @Test
  public void aConfThatWasCopiedFromAnotherZeppelin() throws Exception {
    install(module("1.0"), "--set", "zeppelin.cluster.addr=a:1");
    Path other = makeHome(top.resolve("other"));
    for (String file : List.of("zeppelin-env.sh", "zeppelin-cluster-env.sh")) {
      Files.copy(home.resolve("conf").resolve(file), other.resolve("conf").resolve(file));
    }
    home = other;
    install(module("2.0"));
    assertTrue(start(home).get("server").contains("other/lib/zeppelin-cluster-2.0.jar"));
    assertEquals("a:1", start(home).get("cluster"));
    uninstall();
    assertFalse(digest(home).toString().contains("zeppelin-cluster"));
    assertFalse(Files.exists(env()));
  }

  // ---- Paths.

  @Test
  public void aHomeWithASpaceIsReachedThroughALink() throws Exception {
    home = makeHome(top.resolve("my zeppelin"));
    Map<String, String> before = digest(home);
    assertTrue(install(module("1.0")).contains("through a link"));
    Path link = Files.createSymbolicLink(top.resolve("link"), home);
    assertTrue(
        start(link).get("server").contains(AGENT + link.resolve("lib/zeppelin-cluster-1.0.jar")));
    uninstall();
    assertEquals(before, digest(home));
  }

  @Test
  public void aLinkedHomeAndWhatIsMovedSince() throws Exception {
    usersEnv(USERS_ENV);
    Map<String, String> before = digest(home);
    Path link = Files.createSymbolicLink(top.resolve("link"), home);
    succeed(installing(link, module("1.0")));
    home = Files.move(home, top.resolve("moved"));
    assertTrue(start(home).get("server").contains(AGENT + home));
    uninstall();
    assertEquals(before, digest(home));
  }

  @Test
  public void aLinkedEnvStaysALink() throws Exception {
    Path etc = Files.createDirectory(top.resolve("etc"));
    Files.writeString(etc.resolve("env.sh"), USERS_ENV);
    Files.createSymbolicLink(env(), Path.of("../../etc/env.sh"));
    Map<String, String> before = digest(top);
    List<String> command = installing(home, module("1.0"));
    succeed(command);
    assertTrue(Files.isSymbolicLink(env()));
    assertTrue(start(home).get("server").contains(AGENT));
    uninstall();
    Map<String, String> after = digest(top);
    after.keySet().removeIf(file -> file.startsWith("jars"));
    assertEquals(before, after);
  }

  // ---- Refusals.

  @Test
  public void wrongArguments() throws Exception {
    String path = home.toString();
    for (Path script : List.of(DEV.resolve("install.sh"), DEV.resolve("uninstall.sh"))) {
      refused(command(script), "usage:");
      refused(command(script, "--wrong", path), "'--wrong' is unknown", "--help");
      refused(command(script, "--conf"), "--conf needs a value");
      refused(command(script, path, path), "one ZEPPELIN_HOME");
      refused(command(script, top.resolve("none")), "no such folder");
      refused(command(script, DEV), "no binary release", "name the folder");
      refused(command(script, "--conf", top.resolve("none"), path), "no such folder");
      assertTrue(succeed(command(script, "--help")).contains("usage:"));
    }
    Path jar = module("1.0");
    refused(installing(home, jar, "--set", "zeppelin.cluster.addr"), "KEY=VALUE");
    refused(installing(home, jar, "--set", "a b=c"), "no setting of Zeppelin");
    refused(installing(home, jar, "--set", "zeppelin.cluster.addr=a\nb"), "one line");
    refused(installing(home, jar, "--set", "zeppelin.x=a b"), "zeppelin-site.xml");
  }

  @Test
  public void wrongJars() throws Exception {
    refused(installing(home, top.resolve("none.jar")), "no such file", "package");
    refused(installing(home, zip("zeppelin-cluster-1.0.jar", "", "Other.class")), "not the module");
    refused(
        installing(home, zip("a.jar", "", "hooks/Agent.class")), "zeppelin-cluster-VERSION.jar");
    // A checkout in which nothing was built yet.
    Path dev = Files.createDirectories(top.resolve("checkout/dev"));
    for (String script : List.of("install.sh", "installation.sh", "common.sh")) {
      Files.copy(DEV.resolve(script), dev.resolve(script));
    }
    refused(command("bash", dev.resolve("install.sh"), home), "mvn -DskipTests package");
  }

  @Test
  public void aZeppelinThatHasTheModuleAlready() throws Exception {
    Path there = home.resolve("lib/zeppelin-cluster-1.0.jar");
    Files.copy(module("1.0"), there);
    refused(installing(home, module("1.0")), there.toString(), "built with the module");
    refused(command(DEV.resolve("uninstall.sh"), home), there.toString(), "by hand");
  }

  @Test
  public void aModuleThatDoesNotFit() throws Exception {
    Path java = Files.createDirectories(top.resolve("jdk/bin")).resolve("java");
    environment.put("JAVA_HOME", top.resolve("jdk").toString());
    Path jar = module("1.0");
    List<String> command = command(DEV.resolve("install.sh"), "--jar", jar, home);
    script(java, "#!/bin/sh", "echo \"not with $*\"", "exit 1");
    refused(command, "not with", "-jar " + jar + " verify " + home, "--no-verify");
    script(java, "#!/bin/sh", "echo all is well");
    assertFalse(succeed(command).contains("all is well"));
  }

  /** With the Java that there is: a jar that cannot be asked is not asked. */
  @Test
  public void aModuleThatCannotLook() throws Exception {
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("LC_ALL", "C");
    Path jar = top.resolve("zeppelin-cluster-1.0.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      zip.write("Manifest-Version: 1.0\n".getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("org/apache/zeppelin/clustering/hooks/Agent.class"));
    }
    succeed(command(DEV.resolve("install.sh"), "--jar", jar, home));
    assertEquals(List.of("zeppelin-cluster-1.0.jar"), modules());
  }

  @Test
  public void anEndThatWouldSwallowOurLine() throws Exception {
    usersEnv("export A=b\nif true; then\n  :\nfi\nexport B='\n");
    // It is broken already: that is not for these scripts to say.
    install(module("1.0"));
    uninstall();
    usersEnv("case a in\n  b) : ;;\nesac &&");
    install(module("1.0"));
    uninstall();
    assertEquals("case a in\n  b) : ;;\nesac &&", Files.readString(env()));
  }

  @Test
  public void aFolderThatCannotBeWrittenTo() throws Exception {
    String mounted =
        "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && ! [ -w \"$0\" ]";
    assumeTrue(
        "needs mounts of its own",
        run("unshare", "-m", "bash", "-c", mounted, home.toString()).status == 0);
    for (List<String> script :
        List.of(installing(home, module("1.0")), command(DEV.resolve("uninstall.sh"), home))) {
      if (script.get(0).endsWith("uninstall.sh")) {
        install(module("1.0"));
      }
      List<String> command =
          new ArrayList<>(
              List.of("unshare", "-m", "bash", "-c", mounted + " && exec \"$@\"", home.toString()));
      command.addAll(script);
      refused(command, "cannot be written to", "owner");
    }
  }

  // ---- Failures half-way: every time that a script runs one of these, it fails once.

  private void shim(String tool, String... lines) throws IOException {
    Path bin = Files.createDirectories(top.resolve("shims"));
    List<String> all = new ArrayList<>(List.of("#!/bin/sh"));
    all.addAll(List.of(lines));
    script(bin.resolve(tool), all.toArray(new String[0]));
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
  }

  private void noShims() throws IOException {
    environment.remove("PATH");
    try (Stream<Path> files = Files.list(top.resolve("shims"))) {
      for (Path file : files.collect(Collectors.toList())) {
        Files.delete(file);
      }
    }
    Files.deleteIfExists(top.resolve("calls"));
  }

  /** From now on the n-th call of the tool does that instead of its work. */
  private void atCall(int n, String tool, String instead) throws IOException {
    Path calls = top.resolve("calls");
    shim(
        tool,
        "echo >>'" + calls + "'",
        "if [ $(wc -l <'" + calls + "') -eq " + n + " ]; then",
        instead,
        "fi",
        "PATH=${PATH#*:} exec " + tool + " \"$@\"");
  }

  @Test
  public void aFailureHalfWayLeavesWhatWasThere() throws Exception {
    for (boolean upgrade : List.of(false, true)) {
      for (String tool : List.of("mv", "cp", "chmod", "cat")) {
        home = makeHome(top.resolve(tool + upgrade));
        usersEnv(USERS_ENV);
        if (upgrade) {
          install(module("1.0"), "--set", "zeppelin.cluster.addr=a:1");
        }
        Map<String, String> before = digest(home);
        List<String> command =
            installing(home, module("2.0"), "--set", "zeppelin.cluster.addr=b:1");
        int n = 1;
        atCall(n, tool, "echo no room >&2; exit 1");
        Outcome outcome = run(command);
        while (outcome.status != 0) {
          assertTrue(outcome.said, outcome.said.contains("as it was before"));
          assertEquals(tool + " " + n, before, digest(home));
          noShims();
          atCall(++n, tool, "echo no room >&2; exit 1");
          outcome = run(command);
        }
        noShims();
        assertTrue(tool + " is not used", n > 1 || upgrade);
        assertEquals("b:1", start(home).get("cluster"));
      }
    }
  }

  @Test
  public void whatWasKilledIsTakenUp() throws Exception {
    for (boolean upgrade : List.of(false, true)) {
      for (String tool : List.of("mv", "cp", "rm", "ln")) {
        for (String next : List.of("install", "uninstall")) {
          whatWasKilledIsTakenUp(upgrade, tool, next);
        }
      }
    }
  }

  private void whatWasKilledIsTakenUp(boolean upgrade, String tool, String next) throws Exception {
    for (int n = 1, status = 1; status != 0; n++) {
      String name = String.join("-", tool, String.valueOf(upgrade), next, String.valueOf(n));
      home = makeHome(top.resolve(name));
      usersEnv(USERS_ENV);
      Map<String, String> before = digest(home);
      if (upgrade) {
        install(module("1.0"));
      }
      List<String> command = installing(home, module("2.0"));
      atCall(n, tool, "kill -KILL $PPID; exit 1");
      status = run(command).status;
      noShims();
      if (next.equals("install")) {
        install(module("3.0"));
        assertEquals(name, List.of("zeppelin-cluster-3.0.jar"), modules());
        assertEquals(name, 1, count(start(home).get("server"), AGENT));
      }
      uninstall();
      assertEquals(name, before, digest(home));
    }
  }

  @Test
  public void anUninstallThatWasKilledIsTakenUp() throws Exception {
    for (String tool : List.of("mv", "rm")) {
      for (int n = 1, status = 1; status != 0; n++) {
        home = makeHome(top.resolve(tool + n));
        usersEnv(USERS_ENV);
        Map<String, String> before = digest(home);
        install(module("1.0"));
        atCall(n, tool, "kill -KILL $PPID; exit 1");
        status = run(command(DEV.resolve("uninstall.sh"), home)).status;
        noShims();
        uninstall();
        assertEquals(tool + n, before, digest(home));
      }
    }
  }
}
