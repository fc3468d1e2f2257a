// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.rpc.wire.InterpreterParam;

/**
 * A process that this server started and reports for, with the sessions that all servers opened in
 * it. The one place where interpreters are created and closed, so that each exists once whichever
 * server asked.
 */
final class ManagedProcess {

  private final LocalProcess process;
  private final Map<String, Set<String>> classesBySession = new HashMap<>();
  private final Object sessionsLock = new Object();
  private volatile Entry entry;
  private volatile boolean stopping;

  ManagedProcess(LocalProcess process, Entry entry) {
    this.process = process;
    this.entry = entry;
  }

  LocalProcess process() {
    return process;
  }

  /** The entry as this server last wrote it. */
  Entry entry() {
    return entry;
  }

  void wrote(Entry newEntry) {
    entry = newEntry;
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

  /** Creates the interpreter unless its session has it. */
  void createInterpreter(InterpreterParam param) {
    synchronized (sessionsLock) {
      Set<String> classes =
          classesBySession.computeIfAbsent(param.getSessionId(), id -> new LinkedHashSet<>());
      if (classes.contains(param.getClassName())) {
        return;
      }
      process.createInterpreter(
          param.getSessionId(), param.getClassName(), param.getUserName(), param.getProperties());
      classes.add(param.getClassName());
    }
  }

  /** Closes the session's interpreters; true when no session is left. */
  boolean closeSession(String sessionId) {
    synchronized (sessionsLock) {
      Set<String> classes = classesBySession.remove(sessionId);
      boolean last = classesBySession.isEmpty();
      // The last session goes with its process: closing its interpreters is part of the shutdown.
      if (classes != null && (!last || process.existing())) {
        classes.forEach(className -> process.closeInterpreter(sessionId, className));
      }
      return last;
    }
  }

  /** Closes every session's interpreters, for a process that outlives its use. */
  void closeSessions() {
    synchronized (sessionsLock) {
      List.copyOf(classesBySession.keySet()).forEach(this::closeSession);
    }
  }
}
