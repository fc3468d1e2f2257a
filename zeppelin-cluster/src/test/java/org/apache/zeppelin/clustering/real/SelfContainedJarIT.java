// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
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
              || entry.equals("META-INF/LICENSE")
              || entry.equals("META-INF/NOTICE")
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

  /** Of every library the list of the build, and what it says itself if it does. */
  @Test
  public void licensesAreInside() throws Exception {
    String listed = text("META-INF/licenses/zeppelin-cluster.txt");
    for (String library :
        List.of(
            "org.apache.ratis:ratis-server:",
            "org.apache.ratis:ratis-thirdparty-misc:",
            "net.bytebuddy:byte-buddy:",
            "info.picocli:picocli:",
            "io.github.hakky54:ayza:",
            "org.bouncycastle:bcprov-jdk18on:")) {
      assertTrue(library, listed.contains(library));
    }
    assertTrue(
        text("META-INF/licenses/zeppelin-cluster-thrift.txt")
            .contains("org.apache.thrift:libthrift:"));
    assertTrue(text("META-INF/LICENSE").contains("Apache License"));
    assertTrue(text("META-INF/NOTICE").startsWith("zeppelin-cluster"));
    for (String library : List.of("ratis-server", "ratis-thirdparty-misc", "byte-buddy")) {
      assertTrue(text("META-INF/licenses/" + library + "-jar/META-INF/LICENSE").length() > 1_000);
      assertTrue(text("META-INF/licenses/" + library + "-jar/META-INF/NOTICE").length() > 20);
    }
    assertTrue(text("META-INF/licenses/libthrift-jar/META-INF/NOTICE.txt").contains("Thrift"));
    assertTrue(
        text("META-INF/licenses/bouncycastle/LICENSE").contains("Legion of the Bouncy Castle"));
  }

  private static String text(String entry) throws Exception {
    try (JarFile jar = new JarFile(JAR)) {
      ZipEntry found = jar.getEntry(entry);
      assertNotNull(entry, found);
      return new String(jar.getInputStream(found).readAllBytes(), StandardCharsets.UTF_8);
    }
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

  /** What comes over a port never becomes an object of a class that the sender chose. */
  @Test
  public void noClassReadsSerializedObjects() throws Exception {
    byte[] reader = "java/io/ObjectInputStream".getBytes(StandardCharsets.US_ASCII);
    Set<String> readers = new TreeSet<>();
    int classes = 0;
    try (JarFile jar = new JarFile(JAR)) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().endsWith(".class")) {
          classes++;
          byte[] code = jar.getInputStream(entry).readAllBytes();
          if (contains(code, reader)) {
            readers.add(entry.getName());
          }
        }
      }
    }
    assertTrue("classes were looked at: " + classes, classes > 5_000);
    assertEquals(Set.of(), readers);
  }

  private static boolean contains(byte[] all, byte[] part) {
    for (int i = 0; i + part.length <= all.length; i++) {
      if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
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
