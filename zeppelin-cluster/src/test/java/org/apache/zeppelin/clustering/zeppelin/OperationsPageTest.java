// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.zeppelin.common.Message;
import org.junit.Before;
import org.junit.Test;

/** docs/operations.md says of every operation what the code does with it. */
public class OperationsPageTest {

  private String page;
  private final Map<String, String> handled = new TreeMap<>();

  @Before
  public void read() throws IOException {
    page = Files.readString(Path.of("..", "docs", "operations.md"));
    for (String line : page.split("\n")) {
      String[] cells = line.split("\\|");
      if (cells.length > 4 && cells[1].trim().matches("[A-Z_]+")) {
        handled.put(cells[1].trim(), (cells[2].trim() + " " + cells[3].trim()).trim());
      }
    }
  }

  @Test
  public void everyOperationOfZeppelinIsThere() {
    for (Message.OP operation : Message.OP.values()) {
      assertTrue(
          operation + " is not on the page", page.matches("(?s).*\\b" + operation + "\\b.*"));
    }
  }

  @Test
  public void thePageSaysWhatTheCodeDoes() {
    for (Message.OP operation : Message.OP.values()) {
      String text = handled.getOrDefault(operation.name(), "own server");
      assertEquals(operation.name(), text, words(Routing.of(operation.name())));
    }
    for (String operation : handled.keySet()) {
      assertEquals(operation, Message.OP.valueOf(operation).name());
    }
  }

  private static String words(Routing routing) {
    switch (routing) {
      case ID:
        return "owner id";
      case NOTE_ID:
        return "owner noteId";
      case VIEWED:
        return "owner viewed";
      case HOME:
        return "owner home";
      case NONE:
      default:
        return "own server";
    }
  }
}
