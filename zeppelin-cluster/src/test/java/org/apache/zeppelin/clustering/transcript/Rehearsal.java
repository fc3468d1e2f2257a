// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Builds stages below a folder, plays the scenario on them and takes them down. */
final class Rehearsal implements AutoCloseable {

  private final Scenario scenario;
  private final Path dir;
  private final Consumer<String> progress;
  private Stage current;

  Rehearsal(Scenario scenario, Path dir, Consumer<String> progress) {
    this.scenario = scenario;
    this.dir = dir;
    this.progress = progress;
  }

  /** On one Zeppelin without the module. */
  Transcript plain(String name, Transcript reference, List<String> settings)
      throws IOException, InterruptedException {
    return play(name, Stage.plain(folder(name), settings), reference);
  }

  /** On so many servers of a cluster. */
  Transcript cluster(String name, Transcript reference, int servers, List<String> settings)
      throws IOException, InterruptedException {
    return play(name, Stage.cluster(folder(name), servers, settings), reference);
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(dir.resolve(name));
  }

  private Transcript play(String name, Stage stage, Transcript reference)
      throws IOException, InterruptedException {
    begin(stage);
    try {
      return scenario.play(stage, reference, group -> progress.accept(name + ": " + group));
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
