// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.LogRecord;
import org.apache.zeppelin.clustering.metadata.wire.Request;

/**
 * Which requests may share a log entry, so that its way to the disks is gone once for all of them.
 * A key's version is the index of its last change: were a key changed twice at one index, whoever
 * made the first change could not tell that there was another. So the proposer, the leader and
 * every replica ask here, and the limits are constants, as in {@link CommandCheck}.
 */
public final class RequestGroup {

  public static final int MAX_REQUESTS = 256;

  private RequestGroup() {}

  /**
   * The keys that a well-formed request touches; empty when it may not share an entry with others,
   * as it touches sessions, on which keys of others may hang, or has nothing in it.
   */
  public static Optional<Set<String>> keys(Request request) {
    Set<String> keys = new HashSet<>();
    for (Command command : request.getCommands()) {
      switch (command.getSetField()) {
        case PUT:
          keys.add(command.getPut().getKey());
          break;
        case REMOVE:
          keys.add(command.getRemove().getKey());
          break;
        case COMPARE_AND_SET:
          keys.add(command.getCompareAndSet().getKey());
          break;
        case REQUIRE_SESSION:
          break;
        default:
          return Optional.empty();
      }
    }
    return keys.isEmpty() ? Optional.empty() : Optional.of(keys);
  }

  /**
   * What is wrong with these requests for one entry, for a person to read; empty when nothing is.
   */
  public static Optional<String> faultOf(List<Request> requests) {
    if (requests == null || requests.isEmpty() || requests.size() > MAX_REQUESTS) {
      return Optional.of("there are no requests, or more than " + MAX_REQUESTS + " together");
    }
    for (Request request : requests) {
      Optional<String> fault = CommandCheck.faultOf(request);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return requests.size() == 1 ? Optional.empty() : faultTogether(requests);
  }

  private static Optional<String> faultTogether(List<Request> requests) {
    String client = requests.get(0).getId().getClient();
    Set<String> touched = new HashSet<>();
    for (Request request : requests) {
      Optional<Set<String>> keys = keys(request);
      if (keys.isEmpty() || !request.getId().getClient().equals(client)) {
        return Optional.of("request " + request.getId() + " may not share an entry with others");
      }
      for (String key : keys.get()) {
        if (!touched.add(key)) {
          return Optional.of("two requests of one entry touch key '" + key + "'");
        }
      }
    }
    return Optional.empty();
  }

  /** All requests of the record, in order. */
  static List<Request> of(LogRecord record) {
    if (!record.isSetOthers()) {
      // Of a record that was never read from bytes the request may be missing.
      return record.isSetRequest() ? List.of(record.getRequest()) : List.of();
    }
    List<Request> all = new ArrayList<>(1 + record.getOthersSize());
    all.add(record.getRequest());
    all.addAll(record.getOthers());
    return all;
  }

  /** A record of these requests, of which there is at least one. */
  public static LogRecord record(List<Request> requests, long leaderTimeMillis) {
    LogRecord record = new LogRecord(requests.get(0), leaderTimeMillis);
    if (requests.size() > 1) {
      record.setOthers(requests.subList(1, requests.size()));
    }
    return record;
  }
}
