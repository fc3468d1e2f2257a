// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.metadata.Await;
import org.apache.zeppelin.clustering.metadata.Commands;
import org.apache.zeppelin.clustering.metadata.Membership;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.OpenSessionCommand;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Servers come and go while the cluster runs. */
public class MembersTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static Membership present(RaftMetadata server) {
    return server.members().present();
  }

  private static void put(RaftMetadata server, String key) throws Exception {
    assertEquals(ResultCode.OK, server.commit(List.of(Commands.put(key, key))).get().getCode());
  }

  /** What is committed anywhere is read everywhere, and the leader answers everybody. */
  private static void assertOneCluster(TestCluster cluster, List<String> servers) throws Exception {
    int number = 0;
    for (String writer : servers) {
      String key = "note/" + writer.replace(':', '-') + "-" + number++;
      put(cluster.get(writer), key);
      for (String reader : servers) {
        assertTrue(reader + " reads " + key, cluster.get(reader).get(key).get().isPresent());
      }
      String leader = new String(cluster.get(writer).askLeader("who", new byte[0]).get());
      assertEquals(cluster.leader().serverId() + " who", leader);
    }
  }

  /** A server that has not been heard of yet gets no vote. */
  private static void awaitHeard(TestCluster cluster) throws Exception {
    Await.until(
        "all hear all", () -> cluster.all().stream().allMatch(s -> s.status().missing().isEmpty()));
  }

  private static List<String> but(List<String> servers, String one) {
    return servers.stream().filter(s -> !s.equals(one)).collect(Collectors.toList());
  }

  @Test
  public void nineServersAreSevenVotersAndTwoListeners() throws Exception {
    try (TestCluster cluster = new TestCluster(folder.getRoot().toPath(), 9)) {
      cluster.startAll();
      Membership members = present(cluster.leader());
      assertEquals(7, members.voters().size());
      assertEquals(2, members.listeners().size());
      assertOneCluster(cluster, cluster.ids());

      for (String each : members.listeners()) {
        Command open = openSession(each);
        assertEquals(ResultCode.OK, cluster.get(each).commit(List.of(open)).get().getCode());
      }
      String listener = members.listeners().get(0);
      long term = cluster.get(listener).status().term();
      String first = cluster.leader().serverId();
      cluster.stop(first);
      Await.until(
          "another leader", () -> cluster.all().stream().anyMatch(s -> s.status().leading()));
      assertTrue(members.votes(cluster.leader().serverId()));
      assertOneCluster(cluster, but(cluster.ids(), first));
      assertTrue(cluster.get(listener).status().term() > term);

      // A listener that was away is one again, and has what it missed.
      cluster.stop(listener);
      put(cluster.leader(), "note/meanwhile");
      cluster.start(listener);
      assertTrue(cluster.get(listener).get("note/meanwhile").get().isPresent());
      assertEquals(members, present(cluster.get(listener)));

      // The vote of one that is removed goes to a listener.
      cluster.leader().members().remove(first);
      Membership now = present(cluster.leader());
      assertEquals(7, now.voters().size());
      assertEquals(1, now.listeners().size());
      assertFalse(now.contains(first));
      assertOneCluster(cluster, but(cluster.ids(), first));
    }
  }

  @Test
  public void aFourthAndAFifthAreAddedToThree() throws Exception {
    try (TestCluster cluster = new TestCluster(folder.getRoot().toPath(), 3)) {
      cluster.startAll();
      put(cluster.leader(), "note/before");
      String fourth = cluster.prepare();
      RaftMetadata added = cluster.start(fourth);
      awaitHeard(cluster);
      assertFalse("it waits", present(added).contains(cluster.ids().get(0)));
      assertThrows(
          "a stranger opens no session",
          ExecutionException.class,
          () -> cluster.leader().commit(List.of(openSession(fourth))).get());

      cluster.get(cluster.ids().get(0)).members().add(fourth);
      added.awaitMember(told -> {});
      assertEquals(List.of(fourth), present(added).listeners());
      assertTrue(added.get("note/before").get().isPresent());
      assertEquals(ResultCode.OK, added.commit(List.of(openSession(fourth))).get().getCode());
      assertOneCluster(cluster, cluster.ids());

      String fifth = cluster.prepare();
      cluster.start(fifth);
      awaitHeard(cluster);
      added.members().add(fifth);
      assertEquals(cluster.sorted(), present(cluster.leader()).voters());
      assertOneCluster(cluster, cluster.ids());

      // Two of five may go: the new ones' votes count.
      String leader = cluster.leader().serverId();
      cluster.stop(leader);
      String other = but(cluster.ids().subList(0, 3), leader).get(0);
      cluster.stop(other);
      List<String> rest = but(but(cluster.ids(), leader), other);
      assertOneCluster(cluster, rest);

      // Who is a member is what the log says, whatever the setting names.
      cluster.start(leader);
      cluster.start(other);
      Await.until(
          "all know", () -> cluster.all().stream().allMatch(s -> present(s).all().size() == 5));
      assertOneCluster(cluster, cluster.ids());
    }
  }

  private static Command openSession(String server) {
    return Command.openSession(new OpenSessionCommand("session of " + server, server, 5_000));
  }

  @Test
  public void aServerThatDoesNotAnswerIsNotAdded() throws Exception {
    try (TestCluster cluster = new TestCluster(folder.getRoot().toPath(), 1)) {
      cluster.startAll();
      Membership before = present(cluster.leader());
      String nobody = TestCluster.freeAddresses(1).get(0);
      MetadataException refusal =
          assertThrows(MetadataException.class, () -> cluster.leader().members().add(nobody));
      assertTrue(refusal.getMessage(), refusal.getMessage().contains(nobody));
      assertEquals(before, present(cluster.leader()));
      assertThrows(MetadataException.class, () -> cluster.leader().members().add("no address"));
      assertOneCluster(cluster, cluster.ids());
    }
  }

  @Test
  public void oneGrowsToTwoAndThree() throws Exception {
    try (TestCluster cluster = new TestCluster(folder.getRoot().toPath(), 1)) {
      cluster.startAll();
      for (int servers = 2; servers <= 3; servers++) {
        String next = cluster.prepare();
        cluster.start(next);
        cluster.leader().members().add(next);
        assertEquals(cluster.sorted(), present(cluster.leader()).voters());
        assertOneCluster(cluster, cluster.ids());
      }
    }
  }

  @Test
  public void aServerIsToldToLeadAndAListenerIsNot() throws Exception {
    try (TestCluster cluster = new TestCluster(folder.getRoot().toPath(), 4)) {
      cluster.startAll();
      for (RaftMetadata server : cluster.all()) {
        server.awaitMember(told -> {});
      }
      String follower = but(present(cluster.leader()).voters(), cluster.leader().serverId()).get(0);
      String listener = present(cluster.leader()).listeners().get(0);
      cluster.get(listener).members().lead(follower);
      Await.until("it leads", () -> cluster.get(follower).status().leading());
      assertOneCluster(cluster, cluster.ids());
      MetadataException refusal =
          assertThrows(
              MetadataException.class, () -> cluster.get(follower).members().lead(listener));
      assertTrue(refusal.getMessage(), refusal.getMessage().contains("no vote"));

      // One that is about to stop has another lead.
      cluster.get(follower).stepDown();
      Await.until("it leads no more", () -> !cluster.get(follower).status().leading());
      assertOneCluster(cluster, cluster.ids());
    }
  }

  @Test
  public void aServerThatWasRemovedIsToldSoAndDisturbsNobody() throws Exception {
    try (TestCluster cluster = new TestCluster(folder.getRoot().toPath(), 4)) {
      cluster.startAll();
      awaitHeard(cluster);
      // The leader goes, so that another has to lead first.
      String removed = cluster.leader().serverId();
      String asked = but(cluster.ids(), removed).get(0);
      cluster.get(asked).members().remove(removed);
      List<String> rest = but(cluster.ids(), removed);
      assertEquals(3, present(cluster.get(asked)).voters().size());
      Await.until("it is told", () -> cluster.get(removed).problem().isPresent());
      ExecutionException refusal =
          assertThrows(ExecutionException.class, () -> cluster.get(removed).get("note/x").get());
      assertTrue(refusal.getMessage(), refusal.getMessage().contains("is no member"));
      assertOneCluster(cluster, rest);
      long term = cluster.leader().status().term();

      cluster.stop(removed);
      MetadataException told = assertThrows(MetadataException.class, () -> cluster.start(removed));
      assertTrue(told.getMessage(), told.getMessage().contains(removed + " is no member"));
      assertTrue(told.getMessage(), told.getMessage().contains("delete"));

      // When there is nobody to tell it, it finds out later, and gets no vote meanwhile.
      rest.forEach(cluster::stop);
      RaftMetadata back = cluster.start(removed);
      rest.forEach(cluster::start);
      Await.until("it is told", () -> back.problem().isPresent());
      assertOneCluster(cluster, rest);
      assertTrue(cluster.leader().status().term() <= term + 3);
    }
  }

  @Test
  public void aServerWhoseDiskWasEmptiedGetsItsVoteFromTheLeader() throws Exception {
    try (TestCluster cluster = new TestCluster(folder.getRoot().toPath(), 3)) {
      cluster.startAll();
      put(cluster.leader(), "note/kept");
      String emptied = cluster.follower().serverId();
      cluster.stop(emptied);
      StorageTest.deleteAll(cluster.home(emptied));
      RaftMetadata again = cluster.start(emptied);
      // Its present leader believes that it has what it acknowledged: it asks for another one.
      Await.until("it belongs", () -> present(again).voters().size() == 3);
      Await.until("it has all", () -> again.local().get("note/kept").isPresent());
      String other = but(but(cluster.ids(), emptied), cluster.leader().serverId()).get(0);
      cluster.stop(but(but(cluster.ids(), emptied), other).get(0));
      put(again, "note/its vote counts");
    }
  }
}
