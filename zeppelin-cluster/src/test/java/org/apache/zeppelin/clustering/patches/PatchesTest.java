// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.patches;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** The patches are insertions alone, and name the versions that this source has. */
public class PatchesTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern OBJECT_IDS = Pattern.compile("index [0-9a-f]{40}\\.\\.[0-9a-f]{40}");

  private static List<Path> patches() throws Exception {
    try (Stream<Path> files = Files.list(ROOT.resolve("patches"))) {
      return files.filter(f -> f.toString().endsWith(".patch")).collect(Collectors.toList());
    }
  }

  private static Set<String> versions(String text, String artifact) {
    Matcher matcher =
        Pattern.compile("<artifactId>" + artifact + "</artifactId>\\s*<version>([^<]+)<")
            .matcher(text);
    Set<String> found = new TreeSet<>();
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static String property(String pom, String name) {
    Matcher matcher = Pattern.compile("<" + name + ">([^<]+)<").matcher(pom);
    assertTrue(name, matcher.find());
    return matcher.group(1);
  }

  @Test
  public void thereIsOneForEachReleaseThatTheReadmeNames() throws Exception {
    Set<String> names =
        patches().stream().map(p -> p.getFileName().toString()).collect(Collectors.toSet());
    assertTrue(
        names.toString(),
        names.containsAll(
            Set.of("zeppelin-0.10.0.patch", "zeppelin-0.11.2.patch", "zeppelin-0.12.1.patch")));
  }

  @Test
  public void theyOnlyInsert() throws Exception {
    for (Path patch : patches()) {
      boolean named = false;
      for (String line : Files.readAllLines(patch)) {
        boolean head = line.startsWith("diff --git ") || line.startsWith("--- a/");
        boolean hunk = line.startsWith("@@ -") && line.contains(",0 +");
        boolean ids = OBJECT_IDS.matcher(line).lookingAt();
        assertTrue(patch + ": " + line, head || hunk || ids || line.startsWith("+"));
        named |= ids;
      }
      assertTrue(patch + " names no object ids", named);
    }
  }

  @Test
  public void theyNameTheVersionsOfThisSource() throws Exception {
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    Set<String> ours = versions(pom, "zeppelin-cluster-parent");
    Set<String> byteBuddy = Set.of(property(pom, "bytebuddy.version"));
    for (Path patch : patches()) {
      String text = Files.readString(patch).replaceAll("(?m)^\\+", "");
      assertEquals(patch.toString(), ours, versions(text, "zeppelin-cluster-hooks"));
      assertEquals(patch.toString(), ours, versions(text, "zeppelin-cluster"));
      assertEquals(patch.toString(), byteBuddy, versions(text, "byte-buddy"));
    }
  }
}
