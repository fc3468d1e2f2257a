// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import java.util.ArrayList;
import java.util.List;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.CompareAndSetCommand;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.ExpireSessionCommand;
import org.apache.zeppelin.clustering.metadata.wire.OpenSessionCommand;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.apache.zeppelin.clustering.metadata.wire.Session;

/**
 * One request's commands at work: each sees what the earlier ones did, and all of it is dropped
 * when one fails. Used once, by one thread.
 */
final class Batch {

  private final EntryTable entriesBefore;
  private final long term;
  private final long index;
  private final long timeMillis;
  private final List<Change> changes = new ArrayList<>();
  private EntryTable entries;
  private SortedTree<String, Session> sessions;

  Batch(
      EntryTable entries,
      SortedTree<String, Session> sessions,
      long term,
      long index,
      long timeMillis) {
    this.entriesBefore = entries;
    this.entries = entries;
    this.sessions = sessions;
    this.term = term;
    this.index = index;
    this.timeMillis = timeMillis;
  }

  /** Runs well-formed commands. Unless the result is OK, what else this object says is void. */
  Result run(List<Command> commands) {
    for (int i = 0; i < commands.size(); i++) {
      Result failure = run(commands.get(i));
      if (failure != null) {
        return failure.setFailedCommand(i);
      }
    }
    return new Result(ResultCode.OK, index);
  }

  EntryTable entries() {
    return entries;
  }

  SortedTree<String, Session> sessions() {
    return sessions;
  }

  List<Change> changes() {
    return changes;
  }

  /** Null when the command was carried out. */
  private Result run(Command command) {
    switch (command.getSetField()) {
      case PUT:
        return put(
            command.getPut().getKey(),
            command.getPut().getValue(),
            command.getPut().isSetSession() ? command.getPut().getSession() : null);
      case REMOVE:
        delete(command.getRemove().getKey());
        return null;
      case COMPARE_AND_SET:
        return compareAndSet(command.getCompareAndSet());
      case OPEN_SESSION:
        return openSession(command.getOpenSession());
      case EXPIRE_SESSION:
        return expireSession(command.getExpireSession());
      case PUBLISH:
        changes.add(
            Change.published(
                index, command.getPublish().getTopic(), command.getPublish().getPayload()));
        return null;
      case REQUIRE_SESSION:
        String required = command.getRequireSession().getId();
        return sessions.get(required) == null ? noSession(required) : null;
      default:
        throw new IllegalStateException("CommandCheck let pass " + command.getSetField());
    }
  }

  private Result put(String key, EntryValue value, String session) {
    if (session != null && sessions.get(session) == null) {
      return noSession(session);
    }
    Entry before = entries.get(key);
    long epoch = before == null ? index : before.getEpoch();
    Entry after = new Entry(key, value.deepCopy(), index, epoch, timeMillis);
    if (session != null) {
      after.setSession(session);
    }
    entries = entries.put(after);
    changes.add(Change.entry(index, before, after));
    return null;
  }

  private void delete(String key) {
    Entry before = entries.get(key);
    if (before != null) {
      entries = entries.remove(key);
      changes.add(Change.entry(index, before, null));
    }
  }

  private Result compareAndSet(CompareAndSetCommand command) {
    String key = command.getKey();
    Entry current = entries.get(key);
    long version = current == null ? 0 : current.getVersion();
    if (version != command.getExpectedVersion()) {
      // The batch leaves no trace, so what stands there is what stood there before it.
      Entry standing = entriesBefore.get(key);
      Result conflict = new Result(ResultCode.CONFLICT, index);
      return standing == null ? conflict : conflict.setCurrent(standing.deepCopy());
    }
    if (command.isSetValue()) {
      return put(key, command.getValue(), command.isSetSession() ? command.getSession() : null);
    }
    delete(key);
    return null;
  }

  private Result openSession(OpenSessionCommand open) {
    if (sessions.get(open.getId()) != null) {
      return new Result(ResultCode.REFUSED, index)
          .setMessage("session " + open.getId() + " is open already: an id is used once");
    }
    List<Session> replaced = new ArrayList<>();
    sessions.visit(
        (id, session) -> !session.getOwner().equals(open.getOwner()) || replaced.add(session));
    for (Session session : replaced) {
      expire(session, "its owner " + open.getOwner() + " opened another session");
    }
    Session session = new Session(open.getId(), open.getOwner(), open.getTimeoutMillis(), index);
    sessions = sessions.put(session.getId(), session);
    changes.add(Change.sessionOpened(index, session));
    return null;
  }

  private Result expireSession(ExpireSessionCommand command) {
    if (command.isSetTerm() && command.getTerm() != term) {
      return new Result(ResultCode.REFUSED, index)
          .setMessage(
              "session "
                  + command.getId()
                  + " was to expire in term "
                  + command.getTerm()
                  + " and this is term "
                  + term);
    }
    Session session = sessions.get(command.getId());
    if (session == null) {
      return noSession(command.getId());
    }
    expire(session, command.getReason());
    return null;
  }

  private void expire(Session session, String reason) {
    List<String> tied = new ArrayList<>();
    entries
        .tree()
        .visit((key, entry) -> !session.getId().equals(entry.getSession()) || tied.add(key));
    tied.forEach(this::delete);
    sessions = sessions.remove(session.getId());
    changes.add(Change.sessionExpired(index, session, reason));
  }

  private Result noSession(String id) {
    return new Result(ResultCode.NO_SESSION, index).setMessage("session " + id + " is not open");
  }
}
