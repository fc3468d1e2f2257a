// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.Test;

/** The jar can lie in Zeppelin's lib: no class in it has a name that Zeppelin could look for. */
public class SelfContainedJarIT {

  private static final File JAR = new File(System.getProperty("cluster.jar"));

  private static List<String> entries() throws Exception {
    try (JarFile jar = new JarFile(JAR)) {
      return jar.stream()
          .filter(e -> !e.isDirectory())
          .map(ZipEntry::getName)
          .collect(Collectors.toList());
    }
  }

  @Test
  public void onlyOurPackagesAndRatis() throws Exception {
    Set<String> foreign = new TreeSet<>();
    for (String entry : entries()) {
      if (entry.endsWith(".class")
          && !entry.startsWith("org/apache/zeppelin/clustering/")
          && !entry.startsWith("org/apache/ratis/")) {
        foreign.add(entry.substring(0, entry.lastIndexOf('/') + 1));
      }
    }
    assertEquals(Set.of(), foreign);
  }

  @Test
  public void noResourceThatAnotherLibraryCouldPickUp() throws Exception {
    Set<String> foreign = new TreeSet<>();
    for (String entry : entries()) {
      boolean ours =
          entry.endsWith(".class")
              || entry.startsWith("org/apache/")
              || entry.equals("META-INF/MANIFEST.MF")
              || entry.startsWith("META-INF/native/liborg_apache_ratis_")
              || entry.startsWith("META-INF/native/org_apache_ratis_")
              || entry.startsWith("META-INF/services/org.apache.ratis.")
              || entry.startsWith("META-INF/services/org.apache.zeppelin.clustering.")
              || entry.equals("ratis-version.properties")
              || entry.startsWith("META-INF/license/")
              || entry.startsWith("META-INF/licenses/");
      if (!ours) {
        foreign.add(entry);
      }
    }
    assertEquals(Set.of(), foreign);
  }

  @Test
  public void librariesAreInside() throws Exception {
    List<String> entries = entries();
    assertTrue(entries.contains("org/apache/ratis/server/RaftServer.class"));
    assertTrue(entries.contains("org/apache/zeppelin/clustering/shaded/thrift/TException.class"));
    assertTrue(
        entries.contains(
            "org/apache/zeppelin/clustering/shaded/bytebuddy/agent/builder/AgentBuilder.class"));
  }

  @Test
  public void itIsAnAgent() throws Exception {
    try (JarFile jar = new JarFile(JAR)) {
      assertEquals(
          "org.apache.zeppelin.clustering.hooks.Agent",
          jar.getManifest().getMainAttributes().getValue("Premain-Class"));
    }
  }
}
