// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.CompareAndSetCommand;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.LogRecord;
import org.apache.zeppelin.clustering.metadata.wire.PutCommand;
import org.apache.zeppelin.clustering.metadata.wire.Request;
import org.apache.zeppelin.clustering.metadata.wire.RequestId;

/** The rules once more, with plain maps that are copied whole, to compare with. */
final class PlainModel {

  private static final class Row {
    String owner;
    long version;
    long epoch;
    String session;

    @Override
    public String toString() {
      return owner + " v" + version + " e" + epoch + " " + session;
    }
  }

  private static final class Failure extends RuntimeException {
    Failure(String code) {
      super(code);
    }
  }

  private Map<String, Row> rows = new TreeMap<>();
  private Map<String, String> ownerOfSession = new TreeMap<>();
  private final Map<String, Map<Long, String>> answers = new HashMap<>();
  private final Map<String, Long> answeredBelow = new HashMap<>();

  /** The codes of the results. */
  List<String> apply(LogRecord record, long index) {
    List<Request> requests = new ArrayList<>(List.of(record.getRequest()));
    if (record.isSetOthers()) {
      requests.addAll(record.getOthers());
    }
    boolean fit = requests.size() == 1 || fitTogether(requests);
    return requests.stream()
        .map(request -> fit ? apply(request, index) : "REFUSED")
        .collect(Collectors.toList());
  }

  private static boolean fitTogether(List<Request> requests) {
    for (Request one : requests) {
      if (keys(one).contains(null)) {
        return false;
      }
      for (Request other : requests) {
        boolean sameClient = one.getId().getClient().equals(other.getId().getClient());
        if (one != other && !(sameClient && Collections.disjoint(keys(one), keys(other)))) {
          return false;
        }
      }
    }
    return true;
  }

  /** With null among them when there is more to it than keys. */
  private static Set<String> keys(Request request) {
    Set<String> keys = new HashSet<>();
    for (Command command : request.getCommands()) {
      if (command.isSetPut()) {
        keys.add(command.getPut().getKey());
      } else if (command.isSetRemove()) {
        keys.add(command.getRemove().getKey());
      } else if (command.isSetCompareAndSet()) {
        keys.add(command.getCompareAndSet().getKey());
      } else if (!command.isSetRequireSession()) {
        keys.add(null);
      }
    }
    return keys.isEmpty() ? Collections.singleton(null) : keys;
  }

  private String apply(Request request, long index) {
    RequestId id = request.getId();
    Map<Long, String> known = answers.computeIfAbsent(id.getClient(), c -> new HashMap<>());
    long below = answeredBelow.getOrDefault(id.getClient(), 0L);
    if (id.getSequence() < below) {
      return "REFUSED";
    }
    if (known.containsKey(id.getSequence())) {
      return known.get(id.getSequence());
    }
    Map<String, Row> rowsBefore = new TreeMap<>(rows);
    Map<String, String> sessionsBefore = new TreeMap<>(ownerOfSession);
    String code = "OK";
    try {
      request.getCommands().forEach(command -> run(command, index));
    } catch (Failure failure) {
      code = failure.getMessage();
      rows = rowsBefore;
      ownerOfSession = sessionsBefore;
    }
    known.put(id.getSequence(), code);
    answeredBelow.put(id.getClient(), Math.max(below, id.getAnsweredBelow()));
    return code;
  }

  private void run(Command command, long index) {
    switch (command.getSetField()) {
      case PUT:
        PutCommand put = command.getPut();
        put(put.getKey(), put.getValue(), put.getSession(), index);
        break;
      case REMOVE:
        rows.remove(command.getRemove().getKey());
        break;
      case COMPARE_AND_SET:
        CompareAndSetCommand cas = command.getCompareAndSet();
        Row row = rows.get(cas.getKey());
        check((row == null ? 0 : row.version) == cas.getExpectedVersion(), "CONFLICT");
        if (cas.isSetValue()) {
          put(cas.getKey(), cas.getValue(), cas.getSession(), index);
        } else {
          rows.remove(cas.getKey());
        }
        break;
      case OPEN_SESSION:
        check(!ownerOfSession.containsKey(command.getOpenSession().getId()), "REFUSED");
        for (String session : new ArrayList<>(ownerOfSession.keySet())) {
          if (ownerOfSession.get(session).equals(command.getOpenSession().getOwner())) {
            expire(session);
          }
        }
        ownerOfSession.put(command.getOpenSession().getId(), command.getOpenSession().getOwner());
        break;
      case EXPIRE_SESSION:
        check(ownerOfSession.containsKey(command.getExpireSession().getId()), "NO_SESSION");
        expire(command.getExpireSession().getId());
        break;
      case REQUIRE_SESSION:
        check(ownerOfSession.containsKey(command.getRequireSession().getId()), "NO_SESSION");
        break;
      default:
        break;
    }
  }

  private void put(String key, EntryValue value, String session, long index) {
    check(session == null || ownerOfSession.containsKey(session), "NO_SESSION");
    Row row = new Row();
    row.owner = value.getNote().getOwner();
    row.version = index;
    row.epoch = rows.containsKey(key) ? rows.get(key).epoch : index;
    row.session = session;
    rows.put(key, row);
  }

  private void expire(String session) {
    ownerOfSession.remove(session);
    rows.values().removeIf(row -> session.equals(row.session));
  }

  private static void check(boolean holds, String code) {
    if (!holds) {
      throw new Failure(code);
    }
  }

  List<String> content() {
    List<String> content = new ArrayList<>();
    rows.forEach((key, row) -> content.add(key + " " + row));
    ownerOfSession.forEach((session, owner) -> content.add(session + " of " + owner));
    return content;
  }

  static List<String> contentOf(MetadataState state) {
    List<String> content = new ArrayList<>();
    state
        .list("")
        .forEach(
            entry -> {
              Row row = new Row();
              row.owner = entry.getValue().getNote().getOwner();
              row.version = entry.getVersion();
              row.epoch = entry.getEpoch();
              row.session = entry.getSession();
              content.add(entry.getKey() + " " + row);
            });
    state.sessions().forEach(session -> content.add(session.getId() + " of " + session.getOwner()));
    return content;
  }
}
