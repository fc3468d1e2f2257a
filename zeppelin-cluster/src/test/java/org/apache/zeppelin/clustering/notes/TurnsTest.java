// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import static org.junit.Assert.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class TurnsTest {

  private final ArrayDeque<Runnable> threads = new ArrayDeque<>();
  private final Turns turns = new Turns(threads::add);
  private final List<String> done = new ArrayList<>();

  @Test
  public void oneThreadDoesAllInOrder() {
    turns.execute(() -> done.add("a"));
    turns.execute(() -> done.add("b"));
    assertEquals(1, threads.size());
    threads.poll().run();
    assertEquals(List.of("a", "b"), done);
    turns.execute(() -> done.add("c"));
    threads.poll().run();
    assertEquals(List.of("a", "b", "c"), done);
  }

  @Test
  public void aStepThatFailsDoesNotStopTheOthers() {
    turns.execute(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    turns.execute(() -> done.add("after"));
    threads.poll().run();
    assertEquals(List.of("after"), done);
  }
}
