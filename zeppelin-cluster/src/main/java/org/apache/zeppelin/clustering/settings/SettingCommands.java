// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.settings;

import java.util.List;
import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.CompareAndSetCommand;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.RepositoryEntry;
import org.apache.zeppelin.clustering.metadata.wire.RequireSessionCommand;
import org.apache.zeppelin.clustering.metadata.wire.SettingEntry;

/** Every change that interpreter settings and repositories make to the metadata. */
final class SettingCommands {

  private SettingCommands() {}

  /** Whether the key is one of these. */
  static boolean concerns(String key) {
    return key.startsWith(Keys.SETTING_PREFIX) || key.startsWith(Keys.REPOSITORY_PREFIX);
  }

  /**
   * Writes it if nothing newer than that version stands there.
   *
   * @param json empty to remove it
   */
  static List<Command> write(String session, String key, long version, Optional<String> json) {
    CompareAndSetCommand write =
        new CompareAndSetCommand(key, version).setValue(value(key, json.orElse(null)));
    return List.of(
        Command.requireSession(new RequireSessionCommand(session)), Command.compareAndSet(write));
  }

  private static EntryValue value(String key, String json) {
    if (key.startsWith(Keys.REPOSITORY_PREFIX)) {
      return EntryValue.repository(new RepositoryEntry().setJson(json));
    }
    return EntryValue.setting(new SettingEntry().setJson(json));
  }

  /** What the entry says; empty for what was removed. */
  static Optional<String> json(Entry entry) {
    EntryValue value = entry.getValue();
    return Optional.ofNullable(
        value.isSetRepository() ? value.getRepository().getJson() : value.getSetting().getJson());
  }
}
