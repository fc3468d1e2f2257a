// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.apache.zeppelin.clustering.metadata.Commands.put;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.metadata.wire.Request;
import org.apache.zeppelin.clustering.metadata.wire.RequestId;
import org.junit.Test;

public class OutboxTest {

  private static final int UNDER_WAY = 2;
  private static final int WRITES = 4;
  private static final int BYTES = 100;

  private final Outbox outbox = new Outbox(UNDER_WAY, WRITES, BYTES);
  private long sequence;

  private Outbox.Write write(int bytes, String... keys) {
    RequestId id = new RequestId("client", ++sequence, 1);
    return new Outbox.Write(new Request(id, List.of(put("note/a", "x"))), Set.of(keys), bytes);
  }

  private List<Long> next(boolean overdue) {
    return sequences(outbox.next(overdue));
  }

  private static List<Long> sequences(List<Outbox.Write> writes) {
    return writes.stream()
        .map(write -> write.request.getId().getSequence())
        .collect(Collectors.toList());
  }

  private void fill() {
    for (int i = 0; i < UNDER_WAY; i++) {
      outbox.add(write(1, "first" + i));
      assertEquals(1, next(false).size());
    }
  }

  @Test
  public void whoComesAloneGoesAtOnce() {
    fill();
    assertTrue(outbox.isEmpty());
  }

  @Test
  public void whoComesMeanwhileGoTogetherWhenOneHasReturned() {
    fill();
    outbox.add(write(1, "a"));
    outbox.add(write(1, "b"));
    assertEquals(List.of(), next(false));
    outbox.returned();
    assertEquals(List.of(3L, 4L), next(false));
    assertEquals(List.of(), next(false));
    assertTrue(outbox.isEmpty());
  }

  @Test
  public void whoIsOverdueWaitsForNobody() {
    fill();
    outbox.add(write(1, "a"));
    assertEquals(List.of(3L), next(true));
    outbox.add(write(1, "b"));
    outbox.returned();
    assertEquals("one too many is under way", List.of(), next(false));
    outbox.returned();
    assertEquals(List.of(4L), next(false));
  }

  @Test
  public void twoOfOneKeyDoNotGoTogether() {
    fill();
    outbox.add(write(1, "a", "b"));
    outbox.add(write(1, "b", "c"));
    outbox.add(write(1, "d"));
    assertEquals(List.of(3L), next(true));
    assertEquals(List.of(4L, 5L), next(true));
  }

  @Test
  public void aMessageIsLimited() {
    fill();
    for (int i = 0; i <= WRITES; i++) {
      outbox.add(write(1, "key" + i));
    }
    outbox.add(write(BYTES - 1, "long"));
    outbox.add(write(1, "short"));
    outbox.add(write(2 * BYTES, "too long"));
    assertEquals(List.of(3L, 4L, 5L, 6L), next(true));
    assertEquals(List.of(7L, 8L), next(true));
    assertEquals(List.of(9L), next(true));
    assertEquals(List.of(10L), next(true));
  }

  @Test
  public void whatIsLeftIsTakenOut() {
    fill();
    outbox.add(write(1, "a"));
    assertEquals(List.of(3L), sequences(outbox.drain()));
    assertTrue(outbox.isEmpty());
    assertEquals(List.of(), next(true));
  }

  @Test
  public void everyWriteGoesOnceInOrderWhateverHappens() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Outbox any = new Outbox(1 + random.nextInt(3), 1 + random.nextInt(5), BYTES);
      List<Long> added = new ArrayList<>();
      List<Long> gone = new ArrayList<>();
      int underWay = 0;
      for (int step = 0; step < 200; step++) {
        int what = random.nextInt(4);
        if (what < 2) {
          Outbox.Write write = write(random.nextInt(60), "key" + random.nextInt(6));
          added.add(write.request.getId().getSequence());
          any.add(write);
        } else if (what == 2 && underWay > 0) {
          any.returned();
          underWay--;
        } else {
          List<Outbox.Write> message = any.next(random.nextInt(5) == 0);
          underWay += message.isEmpty() ? 0 : 1;
          Set<String> keys = new HashSet<>();
          message.forEach(write -> keys.addAll(write.keys));
          assertEquals("seed " + seed, message.size(), keys.size());
          gone.addAll(sequences(message));
        }
      }
      gone.addAll(sequences(any.drain()));
      assertEquals("seed " + seed, added, gone);
    }
  }
}
