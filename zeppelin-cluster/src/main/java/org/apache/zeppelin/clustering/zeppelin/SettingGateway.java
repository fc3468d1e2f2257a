// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.interpreters.InterpreterCluster;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.settings.Change;
import org.apache.zeppelin.clustering.settings.SharedSettings;
import org.apache.zeppelin.dep.Dependency;
import org.apache.zeppelin.interpreter.InterpreterException;
import org.apache.zeppelin.interpreter.InterpreterOption;
import org.apache.zeppelin.interpreter.InterpreterProperty;
import org.apache.zeppelin.interpreter.InterpreterSettingManager;

/**
 * Takes a user's change of interpreter settings and repositories to the cluster. What Zeppelin
 * would refuse is refused before it is committed, in its words.
 */
@TouchesZeppelin("take changes of interpreter settings to the cluster")
final class SettingGateway {

  private static final Pattern NAME = Pattern.compile("^[-_a-zA-Z0-9]+$");

  private final SharedSettings shared;
  private final InterpreterSettingManager settings;
  private final InterpreterCluster cluster;

  SettingGateway(
      SharedSettings shared, InterpreterSettingManager settings, InterpreterCluster cluster) {
    this.shared = shared;
    this.settings = settings;
    this.cluster = cluster;
  }

  /**
   * Does in the cluster what that method of Zeppelin's manager does on one server.
   *
   * @return what the method returns
   * @throws InterpreterException when the setting is not there
   * @throws IOException with the reason for the user when it is not done, or not everywhere
   */
  Object change(String method, Object[] arguments) throws IOException, InterpreterException {
    switch (method) {
      case "createNewSetting":
        return create(arguments);
      case "setPropertyAndRestart":
        edit(arguments);
        return null;
      case "remove":
        remove((String) arguments[0]);
        return null;
      case "addRepository":
        String json = RepositoryJson.of(arguments).toString();
        String repository = RepositoryJson.parse(json).get("id").getAsString();
        shared.change(Change.STORE, Keys.repository(repository), json);
        return null;
      case "removeRepository":
        removeRepository((String) arguments[0]);
        return null;
      default:
        throw new IllegalArgumentException(method);
    }
  }

  @SuppressWarnings("unchecked")
  private Object create(Object[] arguments) throws IOException {
    String name = (String) arguments[0];
    String group = (String) arguments[1];
    if (name == null || !NAME.matcher(name).find()) {
      throw new IOException(
          "Interpreter name shouldn't be empty, and can consist only of: -_a-zA-Z0-9");
    }
    if (group == null || !settings.getInterpreterSettingTemplates().containsKey(group)) {
      throw new IOException("There is no interpreter group " + group + " on this server");
    }
    SettingJson json =
        json(
            name,
            group,
            (InterpreterOption) arguments[3],
            (Map<String, InterpreterProperty>) arguments[4],
            (List<Dependency>) arguments[2]);
    stopOlder(name, shared.change(Change.CREATE, Keys.setting(name), json.toString()));
    return settings.get(name);
  }

  @SuppressWarnings("unchecked")
  private void edit(Object[] arguments) throws IOException, InterpreterException {
    String id = (String) arguments[0];
    if (settings.get(id) == null) {
      throw new InterpreterException("Interpreter setting id " + id + " not found");
    }
    SettingJson json =
        json(
            id,
            settings.get(id).getGroup(),
            (InterpreterOption) arguments[1],
            (Map<String, InterpreterProperty>) arguments[2],
            (List<Dependency>) arguments[3]);
    stopOlder(id, shared.change(Change.EDIT, Keys.setting(id), json.toString()));
  }

  private static SettingJson json(
      String name,
      String group,
      InterpreterOption option,
      Map<String, InterpreterProperty> properties,
      List<Dependency> dependencies)
      throws IOException {
    if (option == null || properties == null || dependencies == null) {
      throw new IOException(
          "Interpreter " + name + " needs an option, properties and dependencies, empty or not");
    }
    return SettingJson.of(name, group, option, properties, dependencies);
  }

  private void remove(String id) throws IOException {
    if (settings.get(id) != null || shared.version(Keys.setting(id), 0) > 0) {
      stopOlder(id, shared.change(Change.REMOVE, Keys.setting(id), null));
    }
  }

  private void removeRepository(String id) throws IOException {
    boolean here = settings.getRepositories().stream().anyMatch(r -> r.getId().equals(id));
    if (here || shared.version(Keys.repository(id), 0) > 0) {
      shared.change(Change.REMOVE, Keys.repository(id), null);
    }
  }

  private void stopOlder(String id, OptionalLong version) throws IOException {
    if (version.isPresent()) {
      cluster.awaitStopped(id, version.getAsLong());
    }
  }
}
