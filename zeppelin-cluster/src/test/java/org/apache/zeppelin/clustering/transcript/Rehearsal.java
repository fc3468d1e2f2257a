// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.zeppelin.clustering.real.Logins;

/** Builds stages below a folder, plays the scene on them and takes them down. */
final class Rehearsal implements AutoCloseable {

  private final Scene scene;
  private final Path dir;
  private final Consumer<String> progress;
  private Stage current;

  Rehearsal(Scene scene, Path dir, Consumer<String> progress) {
    this.scene = scene;
    this.dir = dir;
    this.progress = progress;
  }

  /** On one Zeppelin without the module. */
  Transcript plain(String name, Transcript reference, List<String> settings, String... options)
      throws IOException, InterruptedException {
    return play(name, Stage.plain(folder(name), settings, options), reference);
  }

  /** On so many servers of a cluster. */
  Transcript cluster(
      String name, Transcript reference, int servers, List<String> settings, String... options)
      throws IOException, InterruptedException {
    return play(name, Stage.cluster(folder(name), servers, settings, options), reference);
  }

  /** Writes a shiro.ini with the users of {@link LoginScenario}, and gives the options for it. */
  String[] login(boolean shared) throws IOException {
    Path shiro = folder("shiro").resolve(shared ? "cluster.ini" : "plain.ini");
    if (shared) {
      Logins.writeShared(shiro);
    } else {
      Logins.write(shiro);
    }
    return new String[] {"--shiro", shiro.toString()};
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(dir.resolve(name));
  }

  private Transcript play(String name, Stage stage, Transcript reference)
      throws IOException, InterruptedException {
    begin(stage);
    try {
      return scene.play(stage, reference, group -> progress.accept(name + ": " + group));
    } finally {
      close();
    }
  }

  private synchronized void begin(Stage stage) {
    current = stage;
  }

  /** Takes down what stands. */
  @Override
  public synchronized void close() throws IOException {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
