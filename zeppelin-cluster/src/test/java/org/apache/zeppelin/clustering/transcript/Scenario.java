// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The script of groups of steps, or a selection of them, and how it is played on a stage. */
final class Scenario implements Scene {

  private final List<Supplier<Group>> groups;
  private final List<String> only;
  private final Duration patience;

  /** All groups of which {@code only} names one or a step, or all when that is empty. */
  Scenario(List<Supplier<Group>> groups, List<String> only, Duration patience) {
    this.groups = List.copyOf(groups);
    this.only = List.copyOf(only);
    this.patience = patience;
  }

  /** The names of all steps, GROUP/STEP. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Supplier<Group> supplier : groups) {
      Group group = supplier.get();
      steps(group).keySet().forEach(step -> names.add(group.name() + "/" + step));
    }
    return names;
  }

  /** What of {@code only} names nothing. */
  List<String> unknown() {
    List<String> unknown = new ArrayList<>(only);
    for (Supplier<Group> supplier : groups) {
      unknown.remove(supplier.get().name());
    }
    unknown.removeAll(names());
    return unknown;
  }

  private static Map<String, Action> steps(Group group) {
    Script script = new Script();
    group.write(script);
    return script.steps();
  }

  /** Is the step one of those whose transcript is wanted? */
  private boolean wants(String group, String step) {
    return only.isEmpty() || only.contains(group) || only.contains(group + "/" + step);
  }

  private boolean wants(String group) {
    return only.isEmpty()
        || only.stream().anyMatch(o -> o.equals(group) || o.startsWith(group + "/"));
  }

  @Override
  public Transcript play(Stage stage, Transcript reference, Consumer<String> progress)
      throws IOException, InterruptedException {
    Transcript transcript = new Transcript();
    House house = new House(stage);
    house.warmUp();
    for (Supplier<Group> supplier : groups) {
      Group group = supplier.get();
      if (wants(group.name())) {
        progress.accept(group.name());
        stage.rewind();
        try {
          Normaliser normaliser = new Normaliser(stage.dir(), house.leftovers());
          play(group, stage, normaliser, transcript, reference);
        } finally {
          house.cleanUp();
        }
      }
    }
    return transcript;
  }

  private void play(
      Group group, Stage stage, Normaliser normaliser, Transcript transcript, Transcript reference)
      throws IOException, InterruptedException {
    try (Audience audience = new Audience(stage)) {
      Play play = new Play(stage, audience, patience);
      play.calm();
      play.end(null);
      for (Map.Entry<String, Action> step : steps(group).entrySet()) {
        String name = group.name() + "/" + step.getKey();
        boolean broken = false;
        normaliser.begin(step.getKey());
        try {
          step.getValue().play(play);
        } catch (Missing e) {
          play.broken("cannot go on without " + e.getMessage());
          broken = true;
        }
        JsonObject said =
            play.end(reference == null ? null : reference.step(name)).normalised(normaliser);
        if (wants(group.name(), step.getKey())) {
          transcript.add(name, said);
        }
        if (broken) {
          return;
        }
      }
    }
  }
}
