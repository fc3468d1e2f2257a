// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.rpc.wire.InterpreterParam;
import org.apache.zeppelin.clustering.rpc.wire.StaleException;
import org.apache.zeppelin.clustering.rpc.wire.UnavailableException;
import org.apache.zeppelin.clustering.shaded.thrift.TException;

/**
 * A process that this server reports for, with the sessions that all servers opened in it. The one
 * place where interpreters are created and closed, so that each exists once whichever server asked.
 */
final class ManagedProcess {

  private final LocalProcess process;
  private final Map<String, Set<String>> classesBySession = new HashMap<>();
  private final Set<String> certain = new HashSet<>();
  private final Object sessionsLock = new Object();
  private final Object entryLock = new Object();
  private volatile Entry entry;
  private volatile boolean stopping;
  private boolean handedOver;

  /** With the sessions that the entry names: some of them may not have come into being. */
  ManagedProcess(LocalProcess process, Entry entry) {
    this.process = process;
    this.entry = entry;
    if (entry.getValue().getProcess().isSetSessions()) {
      entry
          .getValue()
          .getProcess()
          .getSessions()
          .forEach((session, classes) -> classesBySession.put(session, new HashSet<>(classes)));
    }
  }

  /** A change of the entry. */
  @FunctionalInterface
  interface Change {
    /** Commits it and gives back the entry as it is then. */
    Entry of(Entry before) throws StaleException;
  }

  /** Writes down which interpreters are in the process. */
  @FunctionalInterface
  interface Record {
    void write(Map<String, Set<String>> classesBySession) throws StaleException;
  }

  /** Has another server report for the process. */
  @FunctionalInterface
  interface HandOver {
    void to() throws TException;
  }

  LocalProcess process() {
    return process;
  }

  /** The entry as this server last wrote it. */
  Entry entry() {
    return entry;
  }

  /** One change at a time, each on top of the last. */
  void change(Change change) throws StaleException {
    synchronized (entryLock) {
      entry = change.of(entry);
    }
  }

  String interpreterGroupId() {
    return entry.getValue().getProcess().getInterpreterGroupId();
  }

  long epoch() {
    return entry.getEpoch();
  }

  /** True for the first caller only. */
  synchronized boolean beginStop() {
    boolean first = !stopping;
    stopping = true;
    return first;
  }

  boolean stopping() {
    return stopping;
  }

  /**
   * Creates the interpreter unless its session has it.
   *
   * @param record called before it is created
   */
  void createInterpreter(InterpreterParam param, Record record)
      throws StaleException, UnavailableException {
    String session = param.getSessionId();
    String className = param.getClassName();
    synchronized (sessionsLock) {
      requireHere();
      if (certain.contains(name(session, className))) {
        return;
      }
      if (recorded(session, className)) {
        if (process.hasInterpreter(session, className)) {
          certain.add(name(session, className));
          return;
        }
      } else {
        Map<String, Set<String>> with = sessions();
        with.computeIfAbsent(session, id -> new HashSet<>()).add(className);
        record.write(with);
        classesBySession.computeIfAbsent(session, id -> new HashSet<>()).add(className);
      }
      process.createInterpreter(session, className, param.getUserName(), param.getProperties());
      certain.add(name(session, className));
    }
  }

  /** Has another server take the process over while no interpreter comes or goes in it. */
  void handOver(HandOver step) throws TException {
    synchronized (sessionsLock) {
      step.to();
      handedOver = true;
    }
  }

  private void requireHere() throws UnavailableException {
    if (handedOver) {
      throw new UnavailableException(
          "the process of " + interpreterGroupId() + " has been handed over to another server");
    }
  }

  private static String name(String session, String className) {
    return session + "/" + className;
  }

  private boolean recorded(String session, String className) {
    return classesBySession.getOrDefault(session, Set.of()).contains(className);
  }

  private Map<String, Set<String>> sessions() {
    Map<String, Set<String>> copy = new HashMap<>();
    classesBySession.forEach((session, classes) -> copy.put(session, new HashSet<>(classes)));
    return copy;
  }

  /**
   * Closes the session's interpreters; true when no session is left.
   *
   * @param record called after they are closed, unless the session was the last
   */
  boolean closeSession(String sessionId, Record record)
      throws StaleException, UnavailableException {
    synchronized (sessionsLock) {
      requireHere();
      Set<String> classes = classesBySession.remove(sessionId);
      boolean last = classesBySession.isEmpty();
      // The last session goes with its process: closing its interpreters is part of the shutdown.
      if (classes != null && (!last || process.existing())) {
        for (String className : classes) {
          process.closeInterpreter(sessionId, className);
          certain.remove(name(sessionId, className));
        }
        if (!last) {
          record.write(sessions());
        }
      }
      return last;
    }
  }

  /** Closes every session's interpreters, for a process that outlives its use. */
  void closeSessions() {
    synchronized (sessionsLock) {
      classesBySession.forEach(
          (session, classes) -> classes.forEach(c -> process.closeInterpreter(session, c)));
      classesBySession.clear();
      certain.clear();
    }
  }
}
