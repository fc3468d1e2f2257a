// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.interpreters.GroupRequest;
import org.apache.zeppelin.clustering.interpreters.InterpreterCluster;
import org.apache.zeppelin.clustering.interpreters.RunningProcess;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.rpc.wire.InterpreterParam;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.interpreter.InterpreterContext;
import org.apache.zeppelin.interpreter.InterpreterException;
import org.apache.zeppelin.interpreter.InterpreterSetting;
import org.apache.zeppelin.interpreter.InterpreterSettingManager;
import org.apache.zeppelin.interpreter.ManagedInterpreterGroup;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreter;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcess;

/**
 * The one way from an interpreter group of Zeppelin to its process. Every server's Zeppelin goes
 * through here whenever it needs one.
 */
@TouchesZeppelin("find the process of a group and use it")
public final class Door {

  /** Property of an interpreter: labels that a server must have to start it, comma separated. */
  static final String LABELS = "zeppelin.cluster.placement.labels";

  private static final String CONNECT_TIMEOUT = "zeppelin.interpreter.connect.timeout";
  private static final String POOL_SIZE = "zeppelin.interpreter.connection.poolsize";
  private static final int DEFAULT_CONNECT_TIMEOUT_MILLIS = 60_000;
  private static final int DEFAULT_POOL_SIZE = 100;

  private final InterpreterCluster cluster;
  private final InterpreterSettingManager settings;
  private final ZeppelinGroups groups;
  private final GroupsInPlace inPlace;
  private final CurrentParagraph paragraph;
  private final ZeppelinRelease zeppelin;

  Door(
      InterpreterCluster cluster,
      InterpreterSettingManager settings,
      ZeppelinGroups groups,
      GroupsInPlace inPlace,
      CurrentParagraph paragraph,
      ZeppelinRelease zeppelin) {
    this.cluster = cluster;
    this.settings = settings;
    this.groups = groups;
    this.inPlace = inPlace;
    this.paragraph = paragraph;
    this.zeppelin = zeppelin;
  }

  /**
   * The process of the group, or null when this server shall create it as Zeppelin would: because
   * it does so on behalf of the cluster.
   */
  public RemoteInterpreterProcess getOrCreateInterpreterProcess(
      ManagedInterpreterGroup group, String userName, Properties properties) throws IOException {
    return getOrCreateClusterIntpProcess(group, userName, properties, !groups.creatingHere());
  }

  /**
   * @param createClusterIntpProcess false while a start for the cluster is carried out here
   */
  RemoteInterpreterProcess getOrCreateClusterIntpProcess(
      ManagedInterpreterGroup group,
      String userName,
      Properties properties,
      boolean createClusterIntpProcess)
      throws IOException {
    if (!createClusterIntpProcess) {
      return null;
    }
    Optional<GroupsInPlace.Place> place = inPlace.get(group.getId());
    boolean inUse =
        place.isPresent() && place.get().zeppelins() == group.getRemoteInterpreterProcess();
    if (inUse && cluster.isManaged(place.get().process())) {
      return place.get().zeppelins();
    }
    CurrentParagraph.Notice notice = paragraph.notice();
    try {
      RunningProcess process =
          paragraph.recovering()
              ? existing(group.getId())
              : cluster.find(request(group, userName, properties), notice::show);
      notice.remove();
      if (inUse && place.get().process().epoch() == process.epoch()) {
        inPlace.move(process);
        return place.get().zeppelins();
      }
      GroupsInPlace.Place present =
          inPlace.put(new GroupsInPlace.Place(process, use(group, process, properties)));
      // After the put: what is named from now on reaches the group through the watch.
      cluster.webUrlOf(present.process()).ifPresent(group::setWebUrl);
      return present.zeppelins();
    } catch (MetadataException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** A run to go on with is in no process that would be started now. */
  private RunningProcess existing(String interpreterGroupId) throws IOException {
    return cluster
        .findExisting(interpreterGroupId)
        .orElseThrow(
            () ->
                new IOException(
                    "What ran here was lost with its process: "
                        + cluster.lastLossOf(interpreterGroupId).orElse("it has ended")
                        + ". Run the paragraph again."));
  }

  /** Zeppelin's own object where the process was started here, else one that is attached. */
  private RemoteInterpreterProcess use(
      ManagedInterpreterGroup group, RunningProcess process, Properties properties) {
    RemoteInterpreterProcess own = group.getRemoteInterpreterProcess();
    if (own != null && own.getPort() == process.port() && !(own instanceof AttachedProcess)) {
      return own;
    }
    return new AttachedProcess(
        process,
        group.getInterpreterSetting().getName(),
        number(properties, CONNECT_TIMEOUT, DEFAULT_CONNECT_TIMEOUT_MILLIS),
        number(properties, POOL_SIZE, DEFAULT_POOL_SIZE),
        settings.getInterpreterEventServer().getHost(),
        settings.getInterpreterEventServer().getPort(),
        zeppelin::disconnect);
  }

  private static int number(Properties properties, String name, int otherwise) {
    String value = properties.getProperty(name);
    try {
      return value == null ? otherwise : Integer.parseInt(value.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Interpreter property " + name + " is not a number: " + value, e);
    }
  }

  private GroupRequest request(
      ManagedInterpreterGroup group, String userName, Properties properties) throws IOException {
    InterpreterSetting setting = group.getInterpreterSetting();
    return new GroupRequest(
        group.getId(),
        setting.getId(),
        setting.getName(),
        userName == null ? "" : userName,
        paragraph.noteId(),
        strings(properties),
        labels(properties),
        groups.settingVersion(group));
  }

  private static Set<String> labels(Properties properties) {
    return Arrays.stream(properties.getProperty(LABELS, "").split(","))
        .map(String::trim)
        .filter(label -> !label.isEmpty())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Map<String, String> strings(Properties properties) {
    Map<String, String> strings = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      strings.put(name, properties.getProperty(name));
    }
    return strings;
  }

  /**
   * Creates the interpreter in the process of its group, once for all servers; false when the group
   * is none of the cluster's and Zeppelin shall do it.
   */
  public boolean createInterpreter(
      RemoteInterpreter interpreter, String sessionId, Properties properties) throws IOException {
    RemoteInterpreterProcess process = interpreter.getOrCreateInterpreterProcess();
    Optional<GroupsInPlace.Place> place = inPlace.get(interpreter.getInterpreterGroup().getId());
    if (place.isEmpty() || place.get().zeppelins() != process) {
      return false;
    }
    InterpreterParam param =
        new InterpreterParam(
            place.get().process().ref(),
            sessionId,
            interpreter.getClassName(),
            interpreter.getUserName() == null ? "" : interpreter.getUserName(),
            strings(properties));
    cluster.createInterpreter(place.get().process(), param);
    return true;
  }

  /**
   * A paragraph is about to run through the interpreter: its output shall come here.
   *
   * @return true when {@link #ran} is to be called in the end
   */
  public boolean running(RemoteInterpreter interpreter, InterpreterContext context)
      throws InterpreterException {
    Optional<GroupsInPlace.Place> place = inPlace.get(interpreter.getInterpreterGroup().getId());
    if (place.isEmpty() || context.getNoteId() == null || context.getParagraphId() == null) {
      return false;
    }
    paragraph.reaches(place.get().process());
    try {
      cluster.runStarted(place.get().process(), context.getNoteId(), context.getParagraphId());
      return true;
    } catch (IOException e) {
      throw new InterpreterException(e.getMessage(), e);
    }
  }

  /** It has run. */
  public void ran(RemoteInterpreter interpreter) {
    cluster.runEnded(interpreter.getInterpreterGroup().getId());
  }
}
