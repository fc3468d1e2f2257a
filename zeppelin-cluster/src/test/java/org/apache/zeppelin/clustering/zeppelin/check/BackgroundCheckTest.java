// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.check;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zeppelin.clustering.hooks.StartRefusedException;
import org.junit.Test;

public class BackgroundCheckTest {

  private final List<Throwable> refused = new CopyOnWriteArrayList<>();

  @Test
  public void runsBesideAndIsWaitedFor() {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean done = new AtomicBoolean();
    BackgroundCheck check =
        new BackgroundCheck(
            () -> {
              try {
                begun.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              done.set(true);
            },
            refused::add);
    check.start();
    assertFalse(done.get());
    begun.countDown();
    check.await();
    assertTrue(done.get());
    assertEquals(List.of(), refused);
  }

  @Test
  public void refusesAtOnceAndAgainToWhoWaits() {
    for (Throwable failure :
        List.of(new StartRefusedException("no such member"), new NoSuchMethodError("gone"))) {
      refused.clear();
      BackgroundCheck check = new BackgroundCheck(() -> sneak(failure), refused::add);
      check.start();
      IllegalStateException e = assertThrows(IllegalStateException.class, check::await);
      assertEquals(failure.getMessage(), e.getMessage());
      assertEquals(List.of(failure), refused);
    }
  }

  private static void sneak(Throwable failure) {
    if (failure instanceof RuntimeException) {
      throw (RuntimeException) failure;
    }
    throw (Error) failure;
  }
}
