// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.zeppelin.clustering.metadata.MetadataUnavailableException;
import org.apache.zeppelin.clustering.servers.Drain;
import org.apache.zeppelin.clustering.servers.MemberControl;
import org.apache.zeppelin.clustering.servers.ServerChangeException;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A server is removed only when nobody misses what it has, and then has nothing any more. */
public class RemovedServerTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<TestNode> nodes = new ArrayList<>();

  @Before
  public void up() throws Exception {
    nodes.addAll(TestNodes.three(folder, new FakeWorld(), message -> message));
    TestNodes.start(nodes);
  }

  @After
  public void down() {
    nodes.forEach(TestNode::crash);
  }

  private MemberControl control(int node) {
    TestNode asked = nodes.get(node);
    return new MemberControl(asked.metadata, asked.metadata.members(), asked.servers);
  }

  private static String refusal(Runnable change) {
    return assertThrows(ServerChangeException.class, change::run).getMessage();
  }

  @Test
  public void onlyAServerThatHasNothingIsRemovedAndItGetsNoSessionAgain() throws Exception {
    TestNode first = nodes.get(0);
    assertTrue(refusal(() -> control(1).remove(first.id)).contains("drain it first"));
    first.cluster.find(
        new GroupRequest("g", "sample", "sample", "user", "note", Map.of(), Set.of()),
        reason -> {});
    nodes.get(1).servers.drain(first.id, Drain.STAY);
    TestNodes.await("it is drained", () -> first.servers.drain().isPresent());
    String left = refusal(() -> control(1).remove(first.id));
    assertTrue(left, left.contains("0 notes and 1 processes"));
    TestNodes.await("it is empty", () -> first.cluster.giveAway(Drain.STAY, false) == 0);

    control(1).remove(first.id);
    assertEquals(2, nodes.get(1).metadata.members().present().all().size());
    TestNodes.await("it knows", () -> first.metadata.problem().isPresent());
    TestNodes.await("its session is over", () -> nodes.get(1).servers.list().size() == 2);
    TestNodes.await("it has none", () -> first.servers.session().isEmpty());
    String why =
        assertThrows(MetadataUnavailableException.class, first.servers::requireSession)
            .getMessage();
    assertTrue(why, why.contains("is no member"));
  }

  @Test
  public void whatLeavesNoMajorityIsRefused() throws Exception {
    nodes.get(2).crash();
    TestNodes.await("it is missed", () -> online() == 2);
    String message = refusal(() -> control(0).remove(nodes.get(1).id));
    assertTrue(message, message.contains("drain it first"));
    nodes.get(0).servers.drain(nodes.get(1).id, Drain.STAY);
    String majority = refusal(() -> control(0).remove(nodes.get(1).id));
    assertTrue(majority, majority.contains("no majority"));
    control(0).remove(nodes.get(2).id);
    assertEquals(2, nodes.get(1).metadata.members().present().all().size());
  }

  private long online() {
    return nodes.get(0).servers.list().stream().filter(s -> s.servicePort() != 0).count();
  }

  @Test
  public void whoIsNotAMemberIsNamed() {
    assertTrue(refusal(() -> control(0).remove("nobody:1")).contains("nobody:1"));
    assertTrue(refusal(() -> control(0).lead("nobody:1")).contains("nobody:1"));
    assertTrue(refusal(() -> control(0).add(nodes.get(1).id)).contains("already"));
  }
}
