// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Somebody's wish for the process of an interpreter group. Immutable. */
public final class GroupRequest {

  private final String interpreterGroupId;
  private final String settingId;
  private final String settingName;
  private final String userName;
  private final String noteId;
  private final Map<String, String> properties;
  private final Set<String> labels;
  private final long settingVersion;

  /** One whose maker looks after its setting elsewhere. */
  public GroupRequest(
      String interpreterGroupId,
      String settingId,
      String settingName,
      String userName,
      String noteId,
      Map<String, String> properties,
      Set<String> labels) {
    this(interpreterGroupId, settingId, settingName, userName, noteId, properties, labels, 0);
  }

  /**
   * @param settingVersion of the setting that the properties were taken from
   */
  public GroupRequest(
      String interpreterGroupId,
      String settingId,
      String settingName,
      String userName,
      String noteId,
      Map<String, String> properties,
      Set<String> labels,
      long settingVersion) {
    this.interpreterGroupId = Objects.requireNonNull(interpreterGroupId);
    this.settingId = Objects.requireNonNull(settingId);
    this.settingName = Objects.requireNonNull(settingName);
    this.userName = Objects.requireNonNull(userName);
    this.noteId = Objects.requireNonNull(noteId);
    this.properties = Map.copyOf(properties);
    this.labels = Set.copyOf(labels);
    this.settingVersion = settingVersion;
  }

  public String interpreterGroupId() {
    return interpreterGroupId;
  }

  public String settingId() {
    return settingId;
  }

  public String settingName() {
    return settingName;
  }

  public String userName() {
    return userName;
  }

  /** The note for which the process is first needed; empty when none is known. */
  public String noteId() {
    return noteId;
  }

  /** The interpreter's properties with what a {@code %conf} paragraph changed. */
  public Map<String, String> properties() {
    return properties;
  }

  /** Version of the setting that the properties were taken from; 0 when that is not known. */
  public long settingVersion() {
    return settingVersion;
  }

  /** Labels that a server must have to start this process. */
  public Set<String> labels() {
    return labels;
  }
}
