// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.metadata.LeaderDuties;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.MetadataUnavailableException;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.ExpireSessionCommand;
import org.apache.zeppelin.clustering.metadata.wire.OpenSessionCommand;
import org.apache.zeppelin.clustering.metadata.wire.PutCommand;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.apache.zeppelin.clustering.metadata.wire.Session;

/**
 * The metadata of several servers in one memory: commits of sessions and puts, an elected leader,
 * servers that are cut off. One thread does what the log does, another tells the listeners.
 */
final class FakeCluster implements AutoCloseable {

  private final List<String> servers;
  private final Map<String, LeaderDuties> duties = new TreeMap<>();
  private final Set<String> cutOff = new HashSet<>();
  private final List<MetadataListener> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService log = Executors.newSingleThreadExecutor();
  private final ExecutorService telling = Executors.newSingleThreadExecutor();
  private TreeMap<String, Entry> entries = new TreeMap<>();
  private TreeMap<String, Session> sessions = new TreeMap<>();
  private Optional<String> leader = Optional.empty();
  private long term;
  private long index;

  FakeCluster(String... servers) {
    this.servers = List.of(servers);
  }

  /** A server's metadata, with what the server does when it leads. */
  synchronized FakeMetadata join(String id, LeaderDuties duty) {
    duties.put(id, duty);
    return new FakeMetadata(this, id);
  }

  /** Makes the server the leader of the next term. */
  void elect(String id) {
    Optional<String> before;
    long newTerm;
    synchronized (this) {
      before = leader;
      leader = Optional.of(id);
      newTerm = ++term;
    }
    before.ifPresent(old -> duties.get(old).stopped());
    duties.get(id).started(newTerm);
  }

  /** From now on the server reaches nobody. */
  synchronized void cutOff(String id) {
    cutOff.add(id);
  }

  synchronized void reconnect(String id) {
    cutOff.remove(id);
  }

  synchronized long commits() {
    return index;
  }

  synchronized FakeView view() {
    return new FakeView(index, entries, sessions);
  }

  synchronized Optional<String> leader() {
    return leader;
  }

  synchronized long term() {
    return term;
  }

  List<String> servers() {
    return servers;
  }

  synchronized List<String> missing(String id) {
    List<String> missing = new ArrayList<>(cutOff.contains(id) ? servers : cutOff);
    missing.remove(id);
    return missing;
  }

  void listen(MetadataListener listener) {
    listeners.add(listener);
  }

  void unlisten(MetadataListener listener) {
    listeners.remove(listener);
  }

  /** Runs in the log's thread what a server asks for, unless it reaches no leader. */
  <T> CompletableFuture<T> ask(String from, Supplier<T> request) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    log.execute(
        () -> {
          try {
            requireMajority(from);
            answer.complete(request.get());
          } catch (MetadataException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  private synchronized void requireMajority(String from) {
    if (!leader.isPresent() || cutOff.contains(from) || cutOff.contains(leader.get())) {
      throw new MetadataUnavailableException("no majority", missing(from), null);
    }
  }

  byte[] askLeader(String topic, byte[] payload) {
    return duties.get(leader().get()).answer(topic, payload);
  }

  synchronized Result apply(List<Command> commands) {
    for (Command command : commands) {
      if (command.isSetExpireSession()) {
        ExpireSessionCommand expire = command.getExpireSession();
        if (expire.isSetTerm() && expire.getTerm() != term) {
          return new Result(ResultCode.REFUSED, index).setMessage("decided in another term");
        }
        if (!sessions.containsKey(expire.getId())) {
          return new Result(ResultCode.NO_SESSION, index).setMessage("no such session");
        }
      }
    }
    index++;
    entries = new TreeMap<>(entries);
    sessions = new TreeMap<>(sessions);
    commands.forEach(this::apply);
    return new Result(ResultCode.OK, index);
  }

  private void apply(Command command) {
    if (command.isSetOpenSession()) {
      open(command.getOpenSession());
    } else if (command.isSetExpireSession()) {
      end(command.getExpireSession().getId(), command.getExpireSession().getReason());
    } else if (command.isSetPut()) {
      PutCommand put = command.getPut();
      Entry entry = new Entry(put.getKey(), put.getValue(), index, index, 0);
      entries.put(put.getKey(), entry.setSession(put.getSession()));
    } else {
      throw new UnsupportedOperationException(command.toString());
    }
  }

  private void open(OpenSessionCommand open) {
    for (Session session : new ArrayList<>(sessions.values())) {
      if (session.getOwner().equals(open.getOwner())) {
        end(session.getId(), "another one was opened");
      }
    }
    Session session = new Session(open.getId(), open.getOwner(), open.getTimeoutMillis(), index);
    sessions.put(open.getId(), session);
  }

  private void end(String id, String reason) {
    Session ended = sessions.remove(id);
    entries.values().removeIf(entry -> id.equals(entry.getSession()));
    long at = index;
    listeners.forEach(
        listener -> telling.execute(() -> listener.sessionExpired(at, ended, reason)));
  }

  @Override
  public void close() {
    log.shutdownNow();
    telling.shutdownNow();
  }
}
