// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.apache.zeppelin.clustering.zeppelin.release.Releases;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;

/** A Zeppelin on disk: an unpacked release, or a source tree that was built. */
final class ZeppelinDirectory {

  private static final Pattern SERVER = Pattern.compile("zeppelin-zengine-([0-9].*)\\.jar");
  private static final Pattern OTHERS =
      Pattern.compile(".*-(sources|javadoc|tests|original)\\.jar");

  private final Path path;
  private final List<Path> jars;
  private final String version;

  private ZeppelinDirectory(Path path, List<Path> jars, String version) {
    this.path = path;
    this.jars = jars;
    this.version = version;
  }

  /**
   * @throws IllegalArgumentException when it is no Zeppelin, saying what was looked for
   */
  static ZeppelinDirectory of(Path path) throws IOException {
    List<Path> jars = new ArrayList<>(jars(path.resolve("lib")));
    if (jars.isEmpty() && Files.isDirectory(path)) {
      try (Stream<Path> modules = Files.list(path)) {
        for (Path module : modules.sorted().collect(Collectors.toList())) {
          if (module.getFileName().toString().startsWith("zeppelin-")) {
            jars.addAll(jars(module.resolve("target")));
          }
        }
      }
    }
    for (Path jar : jars) {
      Matcher server = SERVER.matcher(jar.getFileName().toString());
      if (server.matches()) {
        return new ZeppelinDirectory(path, jars, server.group(1));
      }
    }
    throw new IllegalArgumentException(
        path
            + " is no Zeppelin: neither lib nor zeppelin-zengine/target in it has a"
            + " zeppelin-zengine-<version>.jar. Name an unpacked release, or a source tree that was"
            + " built.");
  }

  private static List<Path> jars(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".jar"))
          .filter(file -> !OTHERS.matcher(file.getFileName().toString()).matches())
          .sorted()
          .collect(Collectors.toList());
    }
  }

  Path path() {
    return path;
  }

  String version() {
    return version;
  }

  ZeppelinRelease release() {
    return Releases.of(version);
  }

  /** Its class files and those of the JDK; to be closed. */
  ClassFileLocator files() {
    List<ClassFileLocator> locators = new ArrayList<>();
    for (Path jar : jars) {
      locators.add(jar(jar.toFile()));
    }
    locators.add(ClassFileLocator.ForClassLoader.ofPlatformLoader());
    return new ClassFileLocator.Compound(locators);
  }

  private static ClassFileLocator jar(File jar) {
    try {
      return ClassFileLocator.ForJarFile.of(jar);
    } catch (IOException e) {
      throw new UncheckedIOException(jar + " cannot be read: " + e.getMessage(), e);
    }
  }
}
