// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import java.io.IOException;
import java.util.function.Consumer;

/** What is played on a stage. */
@FunctionalInterface
interface Scene {

  /**
   * Plays it.
   *
   * @param reference what another Zeppelin said, or null: what to wait for besides what is awaited
   * @param progress told what is being played
   */
  Transcript play(Stage stage, Transcript reference, Consumer<String> progress)
      throws IOException, InterruptedException;
}
