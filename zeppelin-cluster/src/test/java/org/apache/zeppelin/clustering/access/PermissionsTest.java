// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.zeppelin.clustering.access.Permission.Kind;
import org.apache.zeppelin.clustering.interpreters.FakeWorld;
import org.apache.zeppelin.clustering.interpreters.TestNode;
import org.apache.zeppelin.clustering.interpreters.TestNodes;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.notes.LocalBrowser;
import org.apache.zeppelin.clustering.notes.LocalNotes;
import org.apache.zeppelin.clustering.notes.NoteOwners;
import org.apache.zeppelin.clustering.notes.NoteSettings;
import org.apache.zeppelin.clustering.notes.OpenNotes;
import org.apache.zeppelin.clustering.rpc.wire.RestCall;
import org.apache.zeppelin.clustering.servers.Peers;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Three servers over real Raft that decide who may use notes. */
public class PermissionsTest {

  private static final Permission ANNS = Permission.PUBLIC.with(Kind.OWNERS, Set.of("ann"));

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<TestNode> nodes = new ArrayList<>();
  private final List<OpenNotes> open = new ArrayList<>();
  private final List<Permissions> permissions = new ArrayList<>();

  /** Notes exist as soon as one asks for them. */
  private static final class AnyNotes implements LocalNotes {
    @Override
    public void followed(long index) {}

    @Override
    public boolean listed(String noteId) {
      return true;
    }

    @Override
    public boolean exists(String noteId) {
      return true;
    }

    @Override
    public void reload(String noteId) {}

    @Override
    public void recover(String noteId) {}

    @Override
    public boolean leftRunning(String noteId) {
      return false;
    }

    @Override
    public void warn(String sentence) {}

    @Override
    public void tell(String sentence) {}

    @Override
    public void save(String noteId) {}

    @Override
    public boolean idle(String noteId) {
      return true;
    }

    @Override
    public boolean quiet(String noteId) {
      return false;
    }

    @Override
    public List<LocalBrowser> viewers(String noteId) {
      return List.of();
    }
  }

  @Before
  public void up() throws Exception {
    nodes.addAll(TestNodes.three(folder, new FakeWorld(), message -> message));
    for (TestNode node : nodes) {
      OpenNotes notes =
          new OpenNotes(
              node.metadata,
              node.servers,
              new Peers(node.metadata, node.clients),
              new AnyNotes(),
              (name, out) -> {
                throw new IllegalStateException("no browser here");
              },
              call -> {
                throw new IllegalStateException("no REST here");
              },
              (key, commands) -> node.metadata.commit(commands),
              new NoteSettings(4_000, 4_000, 4_000, 1_000, 100, 600_000),
              "test",
              System::nanoTime);
      open.add(notes);
      node.serve(notes.rpc());
      permissions.add(
          new Permissions(
              node.metadata,
              node.servers,
              notes.owners(),
              (key, commands) -> node.metadata.commit(commands)));
    }
    TestNodes.start(nodes);
    open.forEach(OpenNotes::start);
  }

  @After
  public void down() {
    open.forEach(OpenNotes::close);
    nodes.forEach(TestNode::crash);
  }

  private NoteOwners owners(int server) {
    return open.get(server).owners();
  }

  private void make(int server, String noteId, Permission first) throws IOException {
    owners(server).created(noteId);
    permissions.get(server).first(noteId, first);
  }

  private static Permission readers(Permission permission, String... names) {
    return permission.with(Kind.READERS, Set.of(names));
  }

  @Test
  public void everyServerDecidesByAChangeAsSoonAsItIsMade() throws Exception {
    make(0, "n", ANNS);
    for (int round = 0; round < 50; round++) {
      Permission wanted = readers(ANNS, "r" + round);
      permissions.get(0).change("n", p -> wanted);
      for (Permissions each : permissions) {
        assertEquals(Optional.of(wanted), each.of("n"));
      }
    }
  }

  @Test
  public void aListingSeesWhatWasCommittedWhenItBegan() throws Exception {
    make(0, "n", ANNS);
    for (int round = 0; round < 50; round++) {
      Permission wanted = readers(ANNS, "r" + round);
      permissions.get(0).change("n", p -> wanted);
      Permissions lister = permissions.get(1 + round % 2);
      lister.beginListing();
      try {
        assertEquals(Optional.of(wanted), lister.of("n"));
      } finally {
        lister.endListing();
      }
    }
  }

  @Test
  public void nothingIsKnownOfANoteThatWasNeverCommitted() {
    assertEquals(Optional.empty(), permissions.get(1).of("never"));
  }

  @Test
  public void changesOfOneNoteByManyAreAllKept() throws Exception {
    make(0, "n", Permission.PUBLIC);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        work.add(
            () -> {
              permissions.get(0).change("n", p -> p.with(kind, Set.of(kind.name())));
              return null;
            });
      }
      for (Future<Void> each : threads.invokeAll(work)) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    Permission seen = permissions.get(2).of("n").get();
    for (Kind kind : Kind.values()) {
      assertEquals(Set.of(kind.name()), seen.names(kind));
    }
  }

  @Test
  public void onlyTheOwnerOfTheNoteChangesThem() throws Exception {
    make(0, "n", ANNS);
    assertThrows(IOException.class, () -> permissions.get(1).change("n", p -> Permission.PUBLIC));
    assertEquals(Optional.of(ANNS), permissions.get(1).of("n"));
  }

  @Test
  public void anUnknownNoteIsNotChanged() throws Exception {
    owners(0).created("n");
    assertThrows(IOException.class, () -> permissions.get(0).change("n", p -> Permission.PUBLIC));
    assertEquals(Optional.empty(), permissions.get(0).of("n"));
  }

  @Test
  public void theNextOwnerDecidesByWhatTheLastOneCommitted() throws Exception {
    make(0, "n", ANNS);
    for (int round = 0; round < 30; round++) {
      Permission wanted = readers(ANNS, "r" + round);
      permissions.get(round % 3).change("n", p -> wanted);
      owners(round % 3).release("n");
      int next = (round + 1) % 3;
      TestNodes.await("the next owns it", () -> claims(next));
      // Without a look at the log: it must be here by now.
      assertEquals(
          Optional.of(wanted.entry()),
          nodes
              .get(next)
              .metadata
              .local()
              .get("permission/n")
              .map(e -> e.getValue().getPermission()));
      assertEquals(Optional.of(wanted), permissions.get(next).of("n"));
    }
  }

  private boolean claims(int server) {
    try {
      return open.get(server).forward(new RestCall().setNoteId("n")).isEmpty()
          && owners(server).owns("n");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  public void aRemovedNoteIsUnknown() throws Exception {
    make(0, "n", ANNS);
    permissions.get(0).gone(List.of("n"));
    TestNodes.await("forgotten", () -> permissions.get(2).of("n").isEmpty());
  }

  @Test
  public void aServerWithoutMajorityDeniesListsAndChanges() throws Exception {
    make(0, "n", Permission.PUBLIC);
    nodes.get(1).crash();
    nodes.get(2).crash();
    TestNodes.await("no session", () -> nodes.get(0).servers.session().isEmpty());
    Permission said = permissions.get(0).of("n").get();
    assertFalse(said.known());
    for (Kind kind : Kind.values()) {
      String name = said.names(kind).iterator().next();
      assertTrue(name, name.contains(nodes.get(0).id));
    }
    assertThrows(IOException.class, () -> permissions.get(0).beginListing());
    permissions.get(0).beginListingLater();
    assertFalse(permissions.get(0).of("n").get().known());
    permissions.get(0).endListing();
    assertThrows(IOException.class, () -> permissions.get(0).change("n", p -> ANNS));
  }

  @Test
  public void aServerThatCannotKnowDeniesBeforeItKnowsThatItIsAlone() throws Exception {
    make(1, "n", Permission.PUBLIC);
    nodes.get(1).crash();
    nodes.get(2).crash();
    // Its session may be usable still, but it does not own the note.
    assertFalse(permissions.get(0).of("n").get().known());
  }

  @Test
  public void theFirstServerTakesOverWhatWasThereAndTheNextNothing() throws Exception {
    make(0, "made", ANNS);
    List<String> all = new ArrayList<>(List.of("made"));
    for (int i = 0; i < 450; i++) {
      all.add("old" + i);
    }
    permissions.get(1).adopt(all, id -> readers(ANNS, id));
    permissions.get(2).adopt(all, id -> Permission.PUBLIC);
    assertEquals(Optional.of(ANNS), permissions.get(2).of("made"));
    assertEquals(Optional.of(readers(ANNS, "old0")), permissions.get(2).of("old0"));
    assertEquals(Optional.of(readers(ANNS, "old449")), permissions.get(0).of("old449"));
  }

  @Test
  public void whoeverHearsOfALaterChangeAlreadyKnowsThePermissions() throws Exception {
    List<String> unknown = new CopyOnWriteArrayList<>();
    List<String> heard = new CopyOnWriteArrayList<>();
    nodes
        .get(2)
        .metadata
        .watch(
            new MetadataListener() {
              @Override
              public void published(long index, String topic, byte[] payload) {
                heard.add(topic);
                if (nodes.get(2).metadata.local().get("permission/" + topic).isEmpty()) {
                  unknown.add(topic);
                }
              }
            });
    for (int i = 0; i < 30; i++) {
      make(0, "n" + i, ANNS);
      nodes.get(0).metadata.commit(List.of(Publish.of("n" + i))).join();
    }
    TestNodes.await("all heard", () -> heard.size() == 30);
    assertEquals(List.of(), unknown);
  }

  @Test
  public void zeppelinFollowsWhatIsCommitted() throws Exception {
    make(0, "before", ANNS);
    Map<String, Permission> mirrored = new ConcurrentHashMap<>();
    List<Map<String, Permission>> files = new CopyOnWriteArrayList<>();
    PermissionFollower follower =
        new PermissionFollower(
            nodes.get(1).metadata,
            new LocalPermissions() {
              @Override
              public void follow(String noteId, Optional<Permission> permission) {
                if (permission.isPresent()) {
                  mirrored.put(noteId, permission.get());
                } else {
                  mirrored.remove(noteId);
                }
              }

              @Override
              public void followed() {
                files.add(Map.copyOf(mirrored));
              }
            });
    follower.start();
    try {
      make(0, "after", ANNS);
      permissions.get(0).change("before", p -> readers(p, "bob"));
      Map<String, Permission> wanted = Map.of("before", readers(ANNS, "bob"), "after", ANNS);
      TestNodes.await("the file", () -> files.contains(wanted));
      permissions.get(0).gone(List.of("after"));
      TestNodes.await(
          "the file without it", () -> files.contains(Map.of("before", readers(ANNS, "bob"))));
    } finally {
      follower.close();
    }
  }
}
