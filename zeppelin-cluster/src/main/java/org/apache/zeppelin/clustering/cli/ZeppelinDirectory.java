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
import net.bytebuddy.pool.TypePool;
import org.apache.zeppelin.clustering.zeppelin.check.Use;
import org.apache.zeppelin.clustering.zeppelin.check.Verification;
import org.apache.zeppelin.clustering.zeppelin.release.Releases;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;

/** A Zeppelin on disk: an unpacked release, or a source tree that was built. */
final class ZeppelinDirectory {

  private static final Pattern SERVER = Pattern.compile("zeppelin-zengine-([0-9].*)\\.jar");
  private static final Pattern OTHERS =
      Pattern.compile(".*-(sources|javadoc|tests|original)\\.jar");

  /** Where jars are looked for, and what to do when one is not there. */
  private enum Layout {
    RELEASE("lib", "unpack the release anew"),
    SOURCES(
        "zeppelin-*/target or zeppelin-*/target/lib",
        "build the source tree fully, which puts its libraries there");

    private final String places;
    private final String remedy;

    Layout(String places, String remedy) {
      this.places = places;
      this.remedy = remedy;
    }
  }

  private final Path path;
  private final Layout layout;
  private final List<Path> jars;
  private final String version;

  private ZeppelinDirectory(Path path, Layout layout, List<Path> jars, String version) {
    this.path = path;
    this.layout = layout;
    this.jars = jars;
    this.version = version;
  }

  /**
   * @throws IllegalArgumentException when it is no Zeppelin, saying what was looked for
   */
  static ZeppelinDirectory of(Path path) throws IOException {
    List<Path> released = jars(path.resolve("lib"));
    Layout layout = released.isEmpty() ? Layout.SOURCES : Layout.RELEASE;
    List<Path> jars = released.isEmpty() ? builtJars(path) : released;
    for (Path jar : jars) {
      Matcher server = SERVER.matcher(jar.getFileName().toString());
      if (server.matches()) {
        return new ZeppelinDirectory(path, layout, jars, server.group(1));
      }
    }
    throw new IllegalArgumentException(
        path
            + " is no Zeppelin: neither lib nor zeppelin-zengine/target in it has a"
            + " zeppelin-zengine-<version>.jar. Name an unpacked release, or a source tree that was"
            + " built.");
  }

  private static List<Path> builtJars(Path tree) throws IOException {
    if (!Files.isDirectory(tree)) {
      return List.of();
    }
    List<Path> jars = new ArrayList<>();
    List<Path> libraries = new ArrayList<>();
    try (Stream<Path> modules = Files.list(tree)) {
      for (Path module : modules.sorted().collect(Collectors.toList())) {
        if (module.getFileName().toString().startsWith("zeppelin-")) {
          jars.addAll(jars(module.resolve("target")));
          libraries.addAll(jars(module.resolve("target").resolve("lib")));
        }
      }
    }
    // Last: among them are copies of modules, which may be older than the modules.
    jars.addAll(libraries);
    return jars;
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

  String version() {
    return version;
  }

  ZeppelinRelease release() {
    return Releases.of(version);
  }

  /**
   * What the module touches, and whether this Zeppelin has it.
   *
   * @throws IllegalStateException when jars are missing, so that nothing can be said
   */
  List<Use> uses() throws IOException {
    try (ClassFileLocator files = files()) {
      return Verification.of(release(), files);
    } catch (TypePool.Resolution.NoSuchTypeException e) {
      throw new IllegalStateException(
          e.getName()
              + ", which Zeppelin "
              + version
              + " needs, is in no jar of "
              + layout.places
              + " in "
              + path
              + ": "
              + layout.remedy,
          e);
    }
  }

  /** Its class files and those of the JDK; to be closed. */
  private ClassFileLocator files() {
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
