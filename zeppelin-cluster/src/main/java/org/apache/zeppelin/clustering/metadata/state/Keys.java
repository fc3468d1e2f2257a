// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;

/** The name space of the map: a key's prefix says which kind of value stands under it. */
public final class Keys {

  public static final String SERVER_PREFIX = "server/";
  public static final String PROCESS_PREFIX = "process/";
  public static final String NOTE_PREFIX = "note/";
  public static final String LOCK_PREFIX = "lock/";
  public static final String PERMISSION_PREFIX = "permission/";
  public static final String CREDENTIAL_PREFIX = "credential/";
  public static final String LOGIN_PREFIX = "login/";
  public static final String TICKET_PREFIX = "ticket/";
  public static final String FIRING_PREFIX = "firing/";
  public static final String SETTING_PREFIX = "setting/";
  public static final String REPOSITORY_PREFIX = "repository/";

  /** Group ids carry user names and setting names; nobody has one of this length. */
  public static final int MAX_KEY_BYTES = 1024;

  private Keys() {}

  public static String server(String serverId) {
    return SERVER_PREFIX + serverId;
  }

  public static String process(String interpreterGroupId) {
    return PROCESS_PREFIX + interpreterGroupId;
  }

  public static String note(String noteId) {
    return NOTE_PREFIX + noteId;
  }

  public static String permission(String noteId) {
    return PERMISSION_PREFIX + noteId;
  }

  public static String credential(String user) {
    return CREDENTIAL_PREFIX + user;
  }

  public static String login(String digest) {
    return LOGIN_PREFIX + digest;
  }

  public static String ticket(String user) {
    return TICKET_PREFIX + user;
  }

  public static String firing(String noteId) {
    return FIRING_PREFIX + noteId;
  }

  public static String setting(String settingId) {
    return SETTING_PREFIX + settingId;
  }

  public static String repository(String repositoryId) {
    return REPOSITORY_PREFIX + repositoryId;
  }

  /** What is wrong with the key; empty when nothing is. */
  static Optional<String> faultOf(String key) {
    Optional<EntryValue._Fields> kind = kindOf(key);
    if (kind.isEmpty()) {
      return Optional.of("key '" + key + "' has none of the prefixes that this release knows");
    }
    if (key.endsWith("/") && key.indexOf('/') == key.length() - 1) {
      return Optional.of("key '" + key + "' names nothing after its prefix");
    }
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_KEY_BYTES) {
      return Optional.of("a key of " + bytes + " bytes exceeds the limit of " + MAX_KEY_BYTES);
    }
    return Optional.empty();
  }

  /** What is wrong with the value under the key; empty when nothing is. */
  static Optional<String> faultOf(String key, EntryValue value) {
    Optional<String> fault = faultOf(key);
    if (fault.isPresent()) {
      return fault;
    }
    if (value == null || !value.isSet()) {
      return Optional.of("the value of key '" + key + "' is of a kind unknown to this release");
    }
    if (value.getSetField() != kindOf(key).get()) {
      return Optional.of(
          "a value of kind " + value.getSetField().getFieldName() + " does not fit key " + key);
    }
    return Optional.empty();
  }

  private static Optional<EntryValue._Fields> kindOf(String key) {
    if (key == null) {
      return Optional.empty();
    }
    if (key.startsWith(SERVER_PREFIX)) {
      return Optional.of(EntryValue._Fields.SERVER);
    }
    if (key.startsWith(PROCESS_PREFIX)) {
      return Optional.of(EntryValue._Fields.PROCESS);
    }
    if (key.startsWith(NOTE_PREFIX)) {
      return Optional.of(EntryValue._Fields.NOTE);
    }
    if (key.startsWith(PERMISSION_PREFIX)) {
      return Optional.of(EntryValue._Fields.PERMISSION);
    }
    if (key.startsWith(CREDENTIAL_PREFIX)) {
      return Optional.of(EntryValue._Fields.CREDENTIAL);
    }
    if (key.startsWith(LOGIN_PREFIX)) {
      return Optional.of(EntryValue._Fields.LOGIN);
    }
    if (key.startsWith(TICKET_PREFIX)) {
      return Optional.of(EntryValue._Fields.TICKET);
    }
    if (key.startsWith(FIRING_PREFIX)) {
      return Optional.of(EntryValue._Fields.FIRING);
    }
    if (key.startsWith(SETTING_PREFIX)) {
      return Optional.of(EntryValue._Fields.SETTING);
    }
    if (key.startsWith(REPOSITORY_PREFIX)) {
      return Optional.of(EntryValue._Fields.REPOSITORY);
    }
    return key.startsWith(LOCK_PREFIX) ? Optional.of(EntryValue._Fields.LOCK) : Optional.empty();
  }
}
