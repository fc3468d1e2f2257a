// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.settings.LocalSettings;
import org.apache.zeppelin.clustering.zeppelin.release.ZeppelinRelease;
import org.apache.zeppelin.interpreter.InterpreterSetting;
import org.apache.zeppelin.interpreter.InterpreterSettingManager;
import org.eclipse.aether.repository.RemoteRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interpreter settings and repositories of this server's Zeppelin. What the cluster decided is
 * done by Zeppelin's own methods on its own objects, which stay: groups and processes hang on them.
 */
@TouchesZeppelin("do to interpreter settings and repositories what the cluster decided")
final class ZeppelinSettings implements LocalSettings {

  private static final Logger LOGGER = LoggerFactory.getLogger(ZeppelinSettings.class);

  /** Zeppelin makes these on each server itself, with paths and proxies of that server. */
  private static final Set<String> OWN_REPOSITORIES = Set.of("central", "local");

  private final InterpreterSettingManager settings;
  private final ZeppelinGroups groups;
  private final ZeppelinRelease zeppelin;
  private final ObjLongConsumer<String> changed;
  private final ThreadLocal<Boolean> following = ThreadLocal.withInitial(() -> false);

  /**
   * @param changed told the id of a setting and the version of its change, when its older processes
   *     have to stop
   */
  ZeppelinSettings(
      InterpreterSettingManager settings,
      ZeppelinGroups groups,
      ZeppelinRelease zeppelin,
      ObjLongConsumer<String> changed) {
    this.settings = settings;
    this.groups = groups;
    this.zeppelin = zeppelin;
    this.changed = changed;
  }

  /** True while the calling thread does what the cluster decided. */
  boolean following() {
    return following.get();
  }

  @Override
  public Map<String, String> all() {
    Map<String, String> all = new HashMap<>();
    for (InterpreterSetting setting : settings.get()) {
      all.put(Keys.setting(setting.getId()), SettingJson.of(setting).toString());
    }
    for (RemoteRepository repository : settings.getRepositories()) {
      if (!OWN_REPOSITORIES.contains(repository.getId())) {
        all.put(Keys.repository(repository.getId()), RepositoryJson.of(repository).toString());
      }
    }
    return all;
  }

  @Override
  public boolean has(String key, Optional<String> json) {
    String id = id(key);
    if (!isSetting(key)) {
      Optional<RemoteRepository> mine = repository(id);
      return json.isPresent()
          ? mine.isPresent()
              && RepositoryJson.same(
                  RepositoryJson.of(mine.get()), RepositoryJson.parse(json.get()))
          : mine.isEmpty();
    }
    InterpreterSetting mine = settings.get(id);
    return json.isPresent()
        ? mine != null && SettingJson.of(mine).sameAs(SettingJson.parse(json.get()))
        : mine == null;
  }

  private Optional<RemoteRepository> repository(String id) {
    return settings.getRepositories().stream().filter(r -> r.getId().equals(id)).findFirst();
  }

  private static boolean isSetting(String key) {
    return key.startsWith(Keys.SETTING_PREFIX);
  }

  private static String id(String key) {
    return key.substring(key.indexOf('/') + 1);
  }

  @Override
  public void apply(String key, Optional<String> json, long version) throws IOException {
    following.set(true);
    try {
      if (!isSetting(key)) {
        repository(id(key), json);
      } else if (json.isPresent()) {
        set(SettingJson.parse(json.get()), version);
      } else {
        remove(id(key), version);
      }
      LOGGER.info("{} is {} now, version {}", key, json.isPresent() ? "set" : "removed", version);
    } finally {
      following.remove();
      if (isSetting(key)) {
        changed.accept(id(key), version);
      }
    }
  }

  private void repository(String id, Optional<String> json) throws IOException {
    if (json.isPresent()) {
      zeppelin.addRepository(settings, json.get());
    } else {
      settings.removeRepository(id);
    }
  }

  private void remove(String id, long version) throws IOException {
    InterpreterSetting setting = settings.get(id);
    if (setting != null) {
      groups.outdate(setting, version);
      settings.remove(id);
    }
  }

  private void set(SettingJson wanted, long version) throws IOException {
    InterpreterSetting present = settings.get(wanted.name());
    if (present != null && !present.getGroup().equals(wanted.group())) {
      remove(wanted.name(), version);
      present = null;
    }
    if (present == null) {
      create(wanted);
      return;
    }
    present.setOption(wanted.option());
    // Gives the new option what Zeppelin sets in options from its configuration.
    present.setConf(present.getConf());
    present.setProperties((Object) wanted.properties());
    // What is made of the setting from here on is up to date.
    groups.outdate(present, version);
    present.setDependencies(wanted.dependencies());
    settings.saveToFile();
  }

  private void create(SettingJson wanted) throws IOException {
    if (!settings.getInterpreterSettingTemplates().containsKey(wanted.group())) {
      throw new IOException(
          "interpreter " + wanted.group() + " is not installed on this server: install it there");
    }
    InterpreterSetting created =
        settings.createNewSetting(
            wanted.name(), wanted.group(), List.of(), wanted.option(), wanted.properties());
    // Not before it is complete: the download runs by itself and reads the setting's id.
    if (!wanted.dependencies().isEmpty()) {
      created.setDependencies(wanted.dependencies());
      settings.saveToFile();
    }
  }
}
