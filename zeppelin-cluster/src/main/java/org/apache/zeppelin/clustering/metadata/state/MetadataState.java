// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.MetadataView;
import org.apache.zeppelin.clustering.metadata.wire.ClientResults;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.LogRecord;
import org.apache.zeppelin.clustering.metadata.wire.Request;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.apache.zeppelin.clustering.metadata.wire.Session;

/**
 * The whole replicated state after some log index. Immutable: applying a record gives the next one
 * and shares what did not change, so that a picture for readers or for a snapshot costs nothing.
 *
 * <p>The same records in the same order give the same state on every replica: nothing here reads a
 * clock, a setting or anything else of the machine it runs on, and no record, however malformed,
 * makes it throw.
 */
public final class MetadataState implements MetadataView {

  private final long index;
  private final EntryTable entries;
  private final SortedTree<String, Session> sessions;
  private final RememberedResults remembered;

  MetadataState(
      long index,
      EntryTable entries,
      SortedTree<String, Session> sessions,
      RememberedResults remembered) {
    this.index = index;
    this.entries = entries;
    this.sessions = sessions;
    this.remembered = remembered;
  }

  /** Before the first log record. */
  public static MetadataState empty() {
    return new MetadataState(0, EntryTable.empty(), SortedTree.empty(), RememberedResults.none());
  }

  /** As it was read from a snapshot. */
  static MetadataState of(
      long index, List<Entry> entries, List<Session> sessions, List<ClientResults> clients) {
    EntryTable table = EntryTable.empty();
    for (Entry entry : entries) {
      table = table.put(entry);
    }
    SortedTree<String, Session> sessionTree = SortedTree.empty();
    for (Session session : sessions) {
      sessionTree = sessionTree.put(session.getId(), session);
    }
    return new MetadataState(index, table, sessionTree, RememberedResults.of(clients));
  }

  /**
   * The state after the record, which stands at the log index.
   *
   * @param record null when the bytes in the log could not be read as one
   * @param term the Raft term of its log entry
   */
  public Applied apply(LogRecord record, long term, long logIndex) {
    List<Request> requests = record == null ? List.of() : RequestGroup.of(record);
    Optional<String> fault = RequestGroup.faultOf(requests);
    if (fault.isPresent()) {
      Result refused = new Result(ResultCode.REFUSED, logIndex).setMessage(fault.get());
      List<Result> results = Collections.nCopies(Math.max(1, requests.size()), refused);
      return new Applied(at(logIndex), results, List.of());
    }
    MetadataState state = at(logIndex);
    List<Result> results = new ArrayList<>(requests.size());
    List<Change> changes = new ArrayList<>();
    for (Request request : requests) {
      Applied one = state.apply(request, term, logIndex, record.getLeaderTimeMillis());
      state = one.state();
      results.addAll(one.results());
      changes.addAll(one.changes());
    }
    return new Applied(state, results, changes);
  }

  private Applied apply(Request request, long term, long logIndex, long leaderTimeMillis) {
    if (request.getCommands().isEmpty()) {
      // A mere place in the log, by which a reader knows how far it must wait; nothing to remember.
      return nothing(new Result(ResultCode.OK, logIndex));
    }
    Optional<Result> known = remembered.find(request.getId(), logIndex);
    if (known.isPresent()) {
      return nothing(known.get());
    }
    Batch batch = new Batch(entries, sessions, term, logIndex, leaderTimeMillis);
    Result result = batch.run(request.getCommands());
    RememberedResults results = remembered.with(request.getId(), result, logIndex);
    if (result.getCode() != ResultCode.OK) {
      return new Applied(
          new MetadataState(logIndex, entries, sessions, results), List.of(result), List.of());
    }
    return new Applied(
        new MetadataState(logIndex, batch.entries(), batch.sessions(), results),
        List.of(result),
        batch.changes());
  }

  private Applied nothing(Result result) {
    return new Applied(this, List.of(result), List.of());
  }

  /** The same content after a log index that changed nothing. */
  public MetadataState at(long logIndex) {
    return new MetadataState(logIndex, entries, sessions, remembered);
  }

  @Override
  public long index() {
    return index;
  }

  @Override
  public Optional<Entry> get(String key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::deepCopy);
  }

  @Override
  public List<Entry> list(String prefix) {
    List<Entry> found = new ArrayList<>();
    entries
        .tree()
        .visitFrom(prefix, (key, entry) -> key.startsWith(prefix) && found.add(entry.deepCopy()));
    return found;
  }

  @Override
  public int processes(String manager) {
    return entries.processes().of(manager);
  }

  @Override
  public int processes(String manager, String user) {
    return entries.processes().of(manager, user);
  }

  @Override
  public Optional<Session> session(String id) {
    return Optional.ofNullable(sessions.get(id)).map(Session::deepCopy);
  }

  @Override
  public List<Session> sessions() {
    List<Session> all = new ArrayList<>(sessions.size());
    sessions.visit((id, session) -> all.add(session.deepCopy()));
    return all;
  }

  SortedTree<String, Entry> entryTree() {
    return entries.tree();
  }

  SortedTree<String, Session> sessionTree() {
    return sessions;
  }

  List<ClientResults> clients() {
    return remembered.all();
  }
}
