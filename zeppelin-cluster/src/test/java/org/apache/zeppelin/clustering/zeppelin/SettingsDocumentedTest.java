// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.File;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.zeppelin.conf.ZeppelinConfiguration;
import org.junit.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** conf/zeppelin-cluster-site.xml names every setting that is read, with the default it has. */
public class SettingsDocumentedTest {

  private static final File FILE = new File("../conf/zeppelin-cluster-site.xml");

  @Test
  public void everySettingWithItsDefault() throws Exception {
    Map<String, String> read = new TreeMap<>();
    ZeppelinConfiguration configuration = mock(ZeppelinConfiguration.class);
    when(configuration.getAbsoluteDir(anyString())).thenReturn("/zeppelin");
    when(configuration.getString(anyString(), anyString(), any()))
        .thenAnswer(
            call -> {
              String name = call.getArgument(1);
              assertEquals(name.toUpperCase(Locale.ROOT).replace('.', '_'), call.getArgument(0));
              read.put(name, call.getArgument(2));
              return name.equals("zeppelin.cluster.addr") ? "localhost:6000" : call.getArgument(2);
            });
    ClusterSettings.read(configuration);

    Map<String, String> documented = documented();
    assertEquals(documented.keySet(), read.keySet());
    read.forEach((name, value) -> assertEquals(name, number(documented.get(name)), number(value)));
  }

  private static String number(String text) {
    return text.matches("[0-9]+\\.0") ? text.substring(0, text.length() - 2) : text;
  }

  private static Map<String, String> documented() throws Exception {
    Map<String, String> settings = new TreeMap<>();
    NodeList properties =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(FILE)
            .getElementsByTagName("property");
    for (int i = 0; i < properties.getLength(); i++) {
      Element property = (Element) properties.item(i);
      String name = text(property, "name");
      assertFalse(name + " is there twice", settings.containsKey(name));
      assertTrue(name + " is not described", text(property, "description").length() > 10);
      settings.put(name, text(property, "value"));
    }
    return settings;
  }

  private static String text(Element property, String tag) {
    return property.getElementsByTagName(tag).item(0).getTextContent().trim();
  }
}
