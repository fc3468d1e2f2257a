// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.thrift.TException;
import org.apache.zeppelin.interpreter.Interpreter;
import org.apache.zeppelin.notebook.Notebook;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The commands, on the Zeppelin of the class path laid out as a release is, or as its sources. */
public class MembersPageTest {

  private static final Path PAGE = Path.of("..", "docs", "zeppelin-members.md");
  private static final String VERSION = "0.10.0";
  private static final String ALL = ".*Zeppelin 0\\.10\\.0 \\(0\\.10 line\\) has all of it: \\d+.*";
  private static final String LIBRARIES = "zeppelin-server/target/lib";
  private static final Pattern MODULE = Pattern.compile("(zeppelin-.*)-0\\.10\\.0\\.jar");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private Path home() throws Exception {
    Path lib = Files.createDirectories(folder.newFolder().toPath().resolve("lib"));
    for (Path jar : jars()) {
      Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar);
    }
    assertTrue(Files.exists(lib.resolve("zeppelin-zengine-" + VERSION + ".jar")));
    return lib.getParent();
  }

  /** As a build leaves Zeppelin's sources: modules apart, the libraries with the server. */
  private Path sources() throws Exception {
    Path tree = folder.newFolder().toPath();
    Path libraries = Files.createDirectories(tree.resolve(LIBRARIES));
    for (Path jar : jars()) {
      Matcher module = MODULE.matcher(jar.getFileName().toString());
      Path target =
          module.matches()
              ? Files.createDirectories(tree.resolve(module.group(1)).resolve("target"))
              : libraries;
      Files.createSymbolicLink(target.resolve(jar.getFileName()), jar);
    }
    assertTrue(Files.isDirectory(tree.resolve("zeppelin-zengine/target")));
    return tree;
  }

  private static List<Path> jars() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .map(entry -> Path.of(entry).toAbsolutePath())
        .collect(Collectors.toList());
  }

  /** Takes away a library with classes that Zeppelin's own extend. */
  private static void deleteThrift(Path libraries) throws Exception {
    Files.delete(libraries.resolve(jarOf(TException.class).getFileName()));
  }

  private static Path jarOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** What a page says of the one release, by class and member. */
  private static TreeMap<String, String> column(List<String> page) {
    TreeMap<String, String> states = new TreeMap<>();
    int column = -1;
    for (String line : page) {
      List<String> cells = List.of(line.split("\\|", -1));
      if (line.startsWith("| class ")) {
        column = cells.stream().map(String::trim).collect(Collectors.toList()).indexOf(VERSION);
      } else if (line.startsWith("| `")) {
        String state = cells.get(column).trim();
        if (!state.isEmpty()) {
          states.put(cells.get(1).trim() + " " + cells.get(2).trim(), state);
        }
      }
    }
    return states;
  }

  @Test
  public void thePageIsThatOfThisCode() throws Exception {
    assertEquals(err.toString(), 0, run("members", home().toString()));
    TreeMap<String, String> now = column(out.toString().lines().collect(Collectors.toList()));
    assertTrue(now.toString(), now.size() > 100);
    assertEquals(
        "Make docs/zeppelin-members.md anew with the command that it names",
        now,
        column(Files.readAllLines(PAGE)));
  }

  @Test
  public void nothingIsMissingOnThePage() throws Exception {
    assertFalse(Files.readString(PAGE).contains("MISSING"));
  }

  @Test
  public void verifyEndsWithZeroWhereAllIsThere() throws Exception {
    assertEquals(err.toString(), 0, run("verify", home().toString()));
    assertTrue(out.toString(), out.toString().contains("recoveryIfNecessary()"));
    assertTrue(lastLine(), lastLine().matches(ALL));
  }

  private String lastLine() {
    return out.toString().lines().reduce("", (previous, line) -> line);
  }

  @Test
  public void whereNothingIsMissingThereIsNoTable() throws Exception {
    assertEquals(err.toString(), 0, run("verify", "-q", home().toString()));
    assertTrue(out.toString(), out.toString().trim().matches(ALL));
  }

  @Test
  public void verifyReadsSourcesThatWereBuilt() throws Exception {
    assertEquals(err.toString(), 0, run("verify", sources().toString()));
    assertTrue(lastLine(), lastLine().matches(ALL));
  }

  @Test
  public void sourcesThatWereNotBuiltFullyAreToldSo() throws Exception {
    Path tree = sources();
    deleteThrift(tree.resolve(LIBRARIES));
    for (String command : List.of("verify", "members")) {
      assertEquals(2, run(command, tree.toString()));
      String said = errorLine();
      assertTrue(said, said.matches("org\\.apache\\.thrift\\.\\w+, which Zeppelin .*"));
      assertTrue(said, said.contains("zeppelin-*/target/lib in " + tree));
      assertTrue(said, said.contains("build the source tree fully"));
    }
  }

  @Test
  public void aReleaseThatIsNotWholeIsToldSo() throws Exception {
    Path home = home();
    deleteThrift(home.resolve("lib"));
    assertEquals(2, run("verify", home.toString()));
    String said = errorLine();
    assertTrue(said, said.contains("is in no jar of lib in " + home));
    assertTrue(said, said.endsWith("unpack the release anew"));
  }

  /** The one line of the error, which is thereby forgotten. */
  private String errorLine() {
    String said = err.toString().stripTrailing();
    assertEquals(said, 1, said.lines().count());
    err.getBuffer().setLength(0);
    return said;
  }

  @Test
  public void verifyEndsWithOneWhereSomethingIsMissing() throws Exception {
    Path home = home();
    Path jar = jarOf(Notebook.class);
    Files.delete(home.resolve("lib").resolve(jar.getFileName()));
    // The version is told by the name; the classes are what matters.
    Files.createSymbolicLink(
        home.resolve("lib").resolve(jar.getFileName()), jarOf(Interpreter.class));
    assertEquals(1, run("verify", "--missing", home.toString()));
    assertTrue(out.toString(), out.toString().contains("MISSING"));
    assertTrue(out.toString(), out.toString().contains("recoveryIfNecessary()"));
    assertTrue(lastLine(), lastLine().matches(".*Zeppelin 0\\.10\\.0 \\(0\\.10 line\\) lacks .*"));
  }

  @Test
  public void aDirectoryThatIsNoZeppelinIsNamed() throws Exception {
    Path empty = folder.newFolder().toPath();
    IllegalArgumentException refused =
        org.junit.Assert.assertThrows(
            IllegalArgumentException.class, () -> ZeppelinDirectory.of(empty));
    assertTrue(refused.getMessage(), refused.getMessage().contains(empty.toString()));
  }
}
