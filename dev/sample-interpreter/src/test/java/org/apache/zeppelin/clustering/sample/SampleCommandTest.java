// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.sample;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.Test;

public class SampleCommandTest {
  @Test
  public void readsOneCommandPerLineAndSkipsEmptyLines() {
    List<SampleCommand> commands =
        SampleCommand.parse("\necho hello\r\n\n  stream 3 20\npid\nset a b\n");
    assertEquals(
        List.of("echo hello", "stream 3 20", "pid", "set a b"),
        commands.stream().map(SampleCommand::toString).collect(Collectors.toList()));
  }

  @Test
  public void theLastArgumentKeepsItsSpaces() {
    SampleCommand echo = SampleCommand.parse("echo  two   words").get(0);
    assertEquals(SampleCommand.Verb.ECHO, echo.verb());
    assertEquals("two   words", echo.text(0));
    SampleCommand set = SampleCommand.parse("set name some value").get(0);
    assertEquals("name", set.text(0));
    assertEquals("some value", set.text(1));
  }

  @Test
  public void numbersAreNumbers() {
    SampleCommand stream = SampleCommand.parse("stream 3 250").get(0);
    assertEquals(3, stream.number(0));
    assertEquals(250, stream.number(1));
  }

  @Test
  public void emptyParagraphHasNoCommands() {
    assertTrue(SampleCommand.parse(" \n\n").isEmpty());
  }

  @Test
  public void saysWhichLineIsWrongAndWhatItShouldBe() {
    assertMistake(
        "echo a\njump", "line 2 is 'jump', which should be one of: append FILE TEXT; echo TEXT");
    assertMistake("echo", "line 1 is 'echo', which should be echo TEXT");
    assertMistake("pid now", "line 1 is 'pid now', which should be pid");
    assertMistake("stream 3", "line 1 is 'stream 3', which should be stream N MILLIS");
    assertMistake("sleep long", "line 1 is 'sleep long', which should be sleep MILLIS (a whole");
    assertMistake("sleep -1", "line 1 is 'sleep -1', which should be sleep MILLIS (a whole");
    assertMistake("exit 9999999999", "line 1 is 'exit 9999999999', which should be exit CODE");
  }

  private static void assertMistake(String paragraph, String message) {
    IllegalArgumentException mistake =
        assertThrows(IllegalArgumentException.class, () -> SampleCommand.parse(paragraph));
    assertTrue(mistake.getMessage(), mistake.getMessage().startsWith(message));
  }
}
