// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.reflect.TypeToken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.dep.Dependency;
import org.apache.zeppelin.interpreter.InterpreterOption;
import org.apache.zeppelin.interpreter.InterpreterProperty;
import org.apache.zeppelin.interpreter.InterpreterSetting;

/**
 * An interpreter setting as the cluster keeps it: as it stands in interpreter.json, without what
 * each server has from its own installation or finds out by itself. Immutable.
 */
@TouchesZeppelin("write and read interpreter settings")
final class SettingJson {

  private static final Gson GSON = new Gson();

  private final JsonObject json;

  private SettingJson(JsonObject json) {
    this.json = json;
  }

  static SettingJson of(InterpreterSetting setting) {
    return of(
        setting.getId(),
        setting.getGroup(),
        setting.getOption(),
        setting.getProperties(),
        setting.getDependencies());
  }

  static SettingJson of(
      String name,
      String group,
      InterpreterOption option,
      Object properties,
      List<Dependency> dependencies) {
    JsonObject json = new JsonObject();
    // The id of a setting is its name, in every release.
    json.addProperty("id", name);
    json.addProperty("name", name);
    json.addProperty("group", group);
    json.add("properties", GSON.toJsonTree(properties));
    json.add("dependencies", GSON.toJsonTree(dependencies));
    json.add("option", GSON.toJsonTree(option));
    return new SettingJson(json);
  }

  static SettingJson parse(String text) {
    return new SettingJson(JsonParser.parseString(text).getAsJsonObject());
  }

  String name() {
    return json.get("name").getAsString();
  }

  String group() {
    return json.get("group").getAsString();
  }

  InterpreterOption option() {
    return GSON.fromJson(json.get("option"), InterpreterOption.class);
  }

  /** A new map, in the order in which they were written. */
  Map<String, InterpreterProperty> properties() {
    Map<String, InterpreterProperty> read =
        GSON.fromJson(
            json.get("properties"), new TypeToken<Map<String, InterpreterProperty>>() {}.getType());
    return new LinkedHashMap<>(read);
  }

  List<Dependency> dependencies() {
    return GSON.fromJson(json.get("dependencies"), new TypeToken<List<Dependency>>() {}.getType());
  }

  /** Equal for the interpreter; Zeppelin fills in descriptions by itself when it starts. */
  boolean sameAs(SettingJson other) {
    return withoutDescriptions().equals(other.withoutDescriptions());
  }

  private JsonObject withoutDescriptions() {
    JsonObject copy = json.deepCopy();
    for (Map.Entry<String, JsonElement> property : copy.getAsJsonObject("properties").entrySet()) {
      property.getValue().getAsJsonObject().remove("description");
    }
    return copy;
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
