// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.interpreters.TestNode;
import org.apache.zeppelin.clustering.rpc.wire.RestAnswer;
import org.apache.zeppelin.clustering.rpc.wire.RestCall;
import org.apache.zeppelin.clustering.servers.Peers;

/**
 * A server whose Zeppelin knows two messages: {@code open}, and anything else, which is an edit. A
 * note is the list of its edits; all servers share the storage and each has a memory of its own.
 */
final class FakeZeppelin implements LocalNotes, StandIn.Factory {

  private final TestNode node;
  private final Map<String, List<String>> storage;
  private final Map<String, List<String>> memory = new ConcurrentHashMap<>();
  private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
  private final Set<String> running;

  /** Whether the note that was read last was to stay in memory then. */
  volatile boolean keptWhileRead;

  final List<String> recovered = new CopyOnWriteArrayList<>();
  final Set<String> busy = ConcurrentHashMap.newKeySet();
  final OpenNotes notes;

  /** Whoever looks at a note here, a browser of this server or a stand-in. */
  private static class Viewer {
    final Consumer<String> out;
    volatile String noteId;

    Viewer(Consumer<String> out) {
      this.out = out;
    }
  }

  /**
   * @param running notes that the storage has as running; shared by all servers
   */
  FakeZeppelin(
      TestNode node, Map<String, List<String>> storage, Set<String> running, String release) {
    this.running = running;
    this.node = node;
    this.storage = storage;
    this.notes =
        new OpenNotes(
            node.metadata,
            node.servers,
            new Peers(node.metadata, node.clients),
            this,
            this,
            this::rest,
            (key, commands) -> node.metadata.commit(commands),
            new NoteSettings(4_500, 2_000, 4_000, 100_000, 1_000, 300_000),
            release,
            System::nanoTime);
    node.serve(notes.rpc());
  }

  // What Zeppelin does with a message, on the server that owns the note.

  private void handle(Viewer viewer, String noteId, String text) {
    if (text.equals("open")) {
      viewer.noteId = noteId;
      synchronized (this) {
        viewer.out.accept("note " + String.join(",", memory.get(noteId)));
      }
      return;
    }
    synchronized (this) {
      try {
        notes.owners().requireOwned(noteId);
      } catch (IOException e) {
        viewer.out.accept("error " + e.getMessage());
        return;
      }
      memory.get(noteId).add(text);
      storage.put(noteId, List.copyOf(memory.get(noteId)));
      for (Viewer each : viewers) {
        if (noteId.equals(each.noteId)) {
          each.out.accept(text);
        }
      }
    }
  }

  private RestAnswer rest(RestCall call) {
    String answer = call.getUser() + " on " + node.id;
    return new RestAnswer(200, ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public boolean exists(String noteId) {
    return storage.containsKey(noteId);
  }

  @Override
  public boolean listed(String noteId) {
    return exists(noteId);
  }

  @Override
  public void followed(long index) {}

  @Override
  public void reload(String noteId) {
    keptWhileRead = notes.owners().keeps(noteId);
    memory.put(noteId, new ArrayList<>(storage.get(noteId)));
  }

  @Override
  public void recover(String noteId) {
    if (notes.owners().owns(noteId) && running.remove(noteId)) {
      recovered.add(noteId);
    }
  }

  @Override
  public boolean leftRunning(String noteId) {
    return running.contains(noteId);
  }

  @Override
  public void warn(String sentence) {}

  @Override
  public void tell(String sentence) {}

  @Override
  public void save(String noteId) {
    storage.put(noteId, List.copyOf(memory.get(noteId)));
  }

  @Override
  public boolean idle(String noteId) {
    return !busy.contains(noteId);
  }

  @Override
  public boolean quiet(String noteId) {
    return viewers.stream().noneMatch(v -> noteId.equals(v.noteId));
  }

  @Override
  public List<LocalBrowser> viewers(String noteId) {
    return viewers.stream()
        .filter(v -> v instanceof Browser && noteId.equals(v.noteId))
        .map(Browser.class::cast)
        .collect(Collectors.toList());
  }

  @Override
  public StandIn open(String name, Consumer<String> out) {
    Viewer viewer = new Viewer(out);
    viewers.add(viewer);
    return new StandIn() {
      @Override
      public void receive(BrowserCall call) {
        if (call.aboutViewed()) {
          viewer.noteId = call.noteId().get();
        }
        handle(viewer, call.noteId().get(), call.text());
      }

      @Override
      public Optional<String> viewed() {
        return Optional.ofNullable(viewer.noteId);
      }

      @Override
      public void close() {
        viewers.remove(viewer);
      }
    };
  }

  /** A browser that is connected to this server. */
  final class Browser extends Viewer implements LocalBrowser {
    final List<String> heard;

    private Browser(List<String> heard) {
      super(heard::add);
      this.heard = heard;
    }

    /** Says something as a user would; a refusal is heard as an error. */
    void say(String noteId, boolean aboutViewed, String text) {
      try {
        BrowserCall call = new BrowserCall(noteId, aboutViewed, "user", text);
        if (!notes.forward(this, call)) {
          handle(this, noteId, text);
          notes.handledHere(this, () -> this.noteId != null);
        }
        notes.handled();
      } catch (IOException | RuntimeException e) {
        heard.add("error " + e.getMessage());
      }
    }

    @Override
    public void send(String text) {
      heard.add(text);
    }

    @Override
    public void lookAt(String newNoteId) {
      noteId = newNoteId;
    }

    @Override
    public void lookAway() {
      noteId = null;
    }

    @Override
    public boolean reopen(String newNoteId) {
      say(newNoteId, false, "open");
      return true;
    }

    /** The edits that it has heard, without those that a newer picture of the note holds. */
    List<String> edits() {
      return heard.stream()
          .filter(t -> !t.startsWith("note ") && !t.startsWith("error "))
          .collect(Collectors.toList());
    }

    void leave() {
      viewers.remove(this);
      notes.left(this);
    }
  }

  Browser browser() {
    Browser browser = new Browser(new CopyOnWriteArrayList<>());
    viewers.add(browser);
    return browser;
  }

  /** Stand-ins for browsers of other servers. */
  long standIns() {
    return viewers.stream().filter(v -> !(v instanceof Browser)).count();
  }
}
