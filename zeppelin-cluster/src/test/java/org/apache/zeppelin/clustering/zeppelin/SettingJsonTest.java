// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.zeppelin.dep.Dependency;
import org.apache.zeppelin.interpreter.InterpreterOption;
import org.apache.zeppelin.interpreter.InterpreterProperty;
import org.junit.Test;

/** A setting goes through the cluster unchanged. */
public class SettingJsonTest {

  private static Map<String, InterpreterProperty> properties(String description) {
    Map<String, InterpreterProperty> properties = new LinkedHashMap<>();
    properties.put("z", new InterpreterProperty("z", "1", "number", description));
    properties.put("a", new InterpreterProperty("a", true, "checkbox", description));
    return properties;
  }

  private static SettingJson setting(Map<String, InterpreterProperty> properties) {
    InterpreterOption option = new InterpreterOption("isolated", "scoped");
    Dependency dependency = new Dependency("g:a:1");
    dependency.exclude("x:y");
    return SettingJson.of("name", "group", option, properties, List.of(dependency));
  }

  @Test
  public void allOfItIsReadBack() {
    SettingJson read = SettingJson.parse(setting(properties("what for")).toString());
    assertEquals("name", read.name());
    assertEquals("group", read.group());
    assertTrue(read.option().perUserIsolated());
    assertTrue(read.option().perNoteScoped());
    assertEquals(List.of("z", "a"), new ArrayList<>(read.properties().keySet()));
    assertEquals("1", read.properties().get("z").getValue());
    assertEquals(true, read.properties().get("a").getValue());
    assertEquals("g:a:1", read.dependencies().get(0).getGroupArtifactVersion());
    assertEquals(List.of("x:y"), read.dependencies().get(0).getExclusions());
  }

  @Test
  public void onlyDescriptionsAndTheOrderMayDiffer() {
    Map<String, InterpreterProperty> other = new LinkedHashMap<>();
    other.put("a", properties(null).get("a"));
    other.put("z", properties(null).get("z"));
    SettingJson written = SettingJson.parse(setting(properties("what for")).toString());
    assertTrue(setting(other).sameAs(written));
    other.put("z", new InterpreterProperty("z", "2", "number", null));
    assertFalse(setting(other).sameAs(written));
  }
}
