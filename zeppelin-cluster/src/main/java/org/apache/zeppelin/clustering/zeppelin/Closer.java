// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.interpreters.InterpreterCluster;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.interpreter.ManagedInterpreterGroup;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries Zeppelin's closing of sessions, groups and settings to the whole cluster. Zeppelin's own
 * close declares no error, so what could not be stopped is thrown as {@link IllegalStateException},
 * which its REST and websocket answers show.
 */
@TouchesZeppelin("close sessions, groups and settings in the whole cluster")
public final class Closer {

  private static final Logger LOGGER = LoggerFactory.getLogger(Closer.class);

  private final InterpreterCluster cluster;
  private final Metadata metadata;
  private final ZeppelinGroups groups;
  private final GroupsInPlace inPlace;
  private final BooleanSupplier processesStay;
  private volatile boolean stopping;

  /**
   * @param processesStay true when the processes are to outlive this server
   */
  Closer(
      InterpreterCluster cluster,
      Metadata metadata,
      ZeppelinGroups groups,
      GroupsInPlace inPlace,
      BooleanSupplier processesStay) {
    this.processesStay = processesStay;
    this.cluster = cluster;
    this.metadata = metadata;
    this.groups = groups;
    this.inPlace = inPlace;
  }

  /** Closes one session everywhere; false when the group is none of the cluster's. */
  public boolean closeSession(ManagedInterpreterGroup group, String sessionId) {
    if (!known(group)) {
      return false;
    }
    if (stopping && processesStay.getAsBoolean()) {
      return true;
    }
    groups.abortAndDrop(group, sessionId);
    if (!stopping) {
      ask(
          "close session " + sessionId + " of " + group.getId(),
          () -> cluster.closeSession(group.getId(), sessionId));
    }
    return true;
  }

  /** Stops the group's process everywhere; false when the group is none of the cluster's. */
  public boolean closeGroup(ManagedInterpreterGroup group) {
    if (!known(group)) {
      return false;
    }
    if (stopping && processesStay.getAsBoolean()) {
      return true;
    }
    for (String sessionId : sessionIds(group)) {
      groups.abortAndDrop(group, sessionId);
    }
    if (!stopping) {
      ask("stop " + group.getId(), () -> cluster.stop(group.getId()));
    }
    return true;
  }

  private static List<String> sessionIds(ManagedInterpreterGroup group) {
    return group.values().stream()
        .flatMap(List::stream)
        .filter(RemoteInterpreter.class::isInstance)
        .map(i -> ((RemoteInterpreter) i).getSessionId())
        .distinct()
        .collect(Collectors.toList());
  }

  /** Stops every process of the setting, also those that this server never used. */
  public void closeSetting(String settingId) {
    if (!stopping) {
      ask("stop the processes of setting " + settingId, () -> cluster.stopSetting(settingId));
    }
  }

  /**
   * This server's Zeppelin stops: what it manages stops with it, unless it is to stay; the rest is
   * other servers'.
   */
  public void closeAll() {
    stopping = true;
    if (processesStay.getAsBoolean()) {
      LOGGER.info("This server stops: the interpreter processes go on without it");
      return;
    }
    LOGGER.info("This server stops: stop the interpreter processes that it manages");
    cluster.stopAll();
  }

  private boolean known(ManagedInterpreterGroup group) {
    return inPlace.get(group.getId()).isPresent()
        || metadata.local().get("process/" + group.getId()).isPresent();
  }

  private static void ask(String what, Step step) {
    try {
      step.run();
    } catch (IOException | MetadataException e) {
      LOGGER.warn("Could not {}", what, e);
      throw new IllegalStateException("Could not " + what + ": " + e.getMessage(), e);
    }
  }

  private interface Step {
    void run() throws IOException;
  }
}
