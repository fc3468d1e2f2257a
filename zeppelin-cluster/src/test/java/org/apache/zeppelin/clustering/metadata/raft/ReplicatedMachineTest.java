// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.apache.zeppelin.clustering.metadata.state.Codec;
import org.apache.zeppelin.clustering.metadata.wire.TermAnswer;
import org.junit.Test;

public class ReplicatedMachineTest {

  private static CompletableFuture<Message> asked(long term) {
    ReplicatedMachine machine =
        new ReplicatedMachine(null, null, null, null, () -> term, () -> 0, null);
    return machine.queryStale(Message.EMPTY, 0);
  }

  @Test
  public void tellsTheTermThatItKnows() throws Exception {
    byte[] answer = asked(7).get().getContent().toByteArray();
    assertEquals(7, Codec.decode(answer, new TermAnswer()).getTerm());
  }

  /** Or a leader would count it among those that know of no later one. */
  @Test
  public void tellsNoneBeforeItKnows() {
    ExecutionException e = assertThrows(ExecutionException.class, () -> asked(0).get());
    assertEquals(StateMachineException.class, e.getCause().getClass());
  }
}
