// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.zeppelin.clustering.fuzz.Heap;
import org.apache.zeppelin.clustering.fuzz.Inputs;
import org.apache.zeppelin.clustering.web.NoteRequests;
import org.junit.Test;

/** What a browser or a script may send, and another server pass on: read, or taken for nothing. */
public class TextFuzzTest {

  private static final int KEPT_MEGABYTES = 32;

  private static List<byte[]> bytes(String... texts) {
    return Stream.of(texts)
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .collect(Collectors.toList());
  }

  private static String text(Inputs inputs) {
    return new String(inputs.next(), StandardCharsets.UTF_8);
  }

  @Test
  public void messagesOfBrowsers() {
    Inputs inputs =
        new Inputs(
            bytes(
                "{\"op\":\"GET_NOTE\",\"principal\":\"ann\",\"ticket\":\"t\",\"roles\":\"[]\","
                    + "\"data\":{\"id\":\"2A94M5J1Z\"}}",
                "{\"op\":\"RUN_PARAGRAPH\",\"data\":{\"id\":\"p\",\"paragraph\":\"%md"
                    + " \\\"\\u00e4\",\"config\":{\"a\":[1,2.5e3,null,true]},\"params\":{}}}",
                "[[[[{\"a\":[[[]]]}]]]]"));
    Heap heap = new Heap();
    int messages = 0;
    while (inputs.hasNext()) {
      String text = text(inputs);
      BrowserText.operationOf(text);
      MessageHead head = MessageHead.of(text);
      assertNotNull(head.operation());
      Optional<BrowserText> message = BrowserText.parse(text);
      if (message.isPresent()) {
        messages++;
        message.get().data("id");
        message.get().withTicket("bob", "his");
      }
    }
    assertTrue(messages > 0 && messages < inputs.given());
    heap.assertGrewByAtMost(KEPT_MEGABYTES);
  }

  @Test
  public void requestsOfScripts() {
    Inputs inputs =
        new Inputs(
            bytes(
                "notebook/2A94M5J1Z/paragraph/p?x=y",
                "notebook/getByPath",
                "interpreter/setting/restart/md",
                "{\"noteId\":\"2A94M5J1Z\"}",
                "{\"notePath\":\"/a/b\"}"));
    Heap heap = new Heap();
    while (inputs.hasNext()) {
      String path = text(inputs);
      NoteRequests.possible(path);
      NoteRequests.noteId(path, path.getBytes(StandardCharsets.UTF_8), Optional::of);
      byte[] body = inputs.next();
      NoteRequests.noteId("notebook/getByPath", body, Optional::of);
      NoteRequests.noteId("interpreter/setting/restart/md", body, Optional::of);
    }
    heap.assertGrewByAtMost(KEPT_MEGABYTES);
  }

  /** Each of these ends a parser that looks before it counts by the end of its stack. */
  @Test
  public void whatNestsWithoutEndIsNoMessage() {
    for (String open : new String[] {"[", "{\"a\":", "{\"data\":[", "{'\"':"}) {
      String text = open.repeat(200_000);
      assertFalse(BrowserText.parse(text).isPresent());
      assertFalse(
          NoteRequests.noteId(
                  "notebook/getByPath", text.getBytes(StandardCharsets.UTF_8), Optional::of)
              .isPresent());
      BrowserText.operationOf(text);
      assertEquals("", MessageHead.of(text).operation());
    }
  }
}
