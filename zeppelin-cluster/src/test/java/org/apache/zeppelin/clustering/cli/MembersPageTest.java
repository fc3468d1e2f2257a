// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.zeppelin.notebook.Notebook;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import picocli.CommandLine;

/** The commands, on the Zeppelin of the class path laid out as a release is. */
public class MembersPageTest {

  private static final Path PAGE = Path.of("..", "docs", "zeppelin-members.md");
  private static final String VERSION = "0.10.0";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Object command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private Path home() throws Exception {
    Path lib = Files.createDirectories(folder.newFolder().toPath().resolve("lib"));
    for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
      Path jar = Path.of(entry).toAbsolutePath();
      if (entry.endsWith(".jar")) {
        Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar);
      }
    }
    assertTrue(Files.exists(lib.resolve("zeppelin-zengine-" + VERSION + ".jar")));
    return lib.getParent();
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
    assertEquals(err.toString(), 0, run(new MembersCommand(), home().toString()));
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
    assertEquals(err.toString(), 0, run(new VerifyCommand(), home().toString()));
    assertTrue(out.toString(), out.toString().contains(VERSION + " has all of it"));
  }

  @Test
  public void verifyEndsWithOneWhereSomethingIsMissing() throws Exception {
    Path home = home();
    Path jar = Path.of(Notebook.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Files.delete(home.resolve("lib").resolve(jar.getFileName()));
    // The version is told by the name; the classes are what matters.
    Files.createSymbolicLink(
        home.resolve("lib").resolve(jar.getFileName()),
        Path.of(
            org.apache.zeppelin.interpreter.Interpreter.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI()));
    assertEquals(1, run(new VerifyCommand(), "--missing", home.toString()));
    assertTrue(out.toString(), out.toString().contains("MISSING"));
    assertTrue(out.toString(), out.toString().contains("recoveryIfNecessary()"));
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
