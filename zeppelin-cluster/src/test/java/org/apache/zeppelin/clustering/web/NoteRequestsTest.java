// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.web;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class NoteRequestsTest {

  private static Optional<String> noteOf(String path, String body) {
    return NoteRequests.noteId(
        path,
        body.getBytes(StandardCharsets.UTF_8),
        at -> at.equals("/a") ? Optional.of("N") : Optional.empty());
  }

  @Test
  public void theNoteIsInThePath() {
    for (String path :
        List.of(
            "notebook/N",
            "notebook/N?reload=true",
            "notebook/N/permissions",
            "notebook/N/paragraph/p/move/1",
            "notebook/N/revision/r",
            "notebook/export/N",
            "notebook/job/N",
            "notebook/job/N/p?blocking=true",
            "notebook/run/N/p",
            "notebook/cron/N",
            "helium/load/N/p",
            "helium/suggest/N/p")) {
      assertTrue(path, NoteRequests.possible(path));
      assertEquals(path, Optional.of("N"), noteOf(path, ""));
    }
  }

  @Test
  public void theRestartForANoteNamesItInItsBody() {
    String path = "interpreter/setting/restart/md";
    assertTrue(NoteRequests.possible(path));
    assertEquals(Optional.of("N"), noteOf(path, "{\"noteId\":\"N\"}"));
    assertEquals(Optional.empty(), noteOf(path, ""));
    assertEquals(Optional.empty(), noteOf(path, "{}"));
    assertEquals(Optional.empty(), noteOf(path, "{\"noteId\":null}"));
    assertEquals(Optional.empty(), noteOf(path, "no json"));
    assertEquals(Optional.empty(), noteOf(path, "[1]"));
  }

  @Test
  public void aNoteMayBeNamedByItsPathInTheTree() {
    String path = "notebook/getByPath";
    assertTrue(NoteRequests.possible(path));
    assertEquals(Optional.of("N"), noteOf(path, "{\"notePath\":\"/a\"}"));
    assertEquals(Optional.empty(), noteOf(path, "{\"notePath\":\"/b\"}"));
    assertEquals(Optional.empty(), noteOf(path, ""));
  }

  @Test
  public void othersAreAboutNoNote() {
    for (String path :
        List.of(
            "",
            "notebook",
            "notebook/",
            "notebook?x=y",
            "notebook/import",
            "notebook/search?q=x",
            "notebook/jobmanager/",
            "notebook/jobmanager/12/",
            "notebook/capabilities",
            "notebook/job",
            "interpreter/setting",
            "interpreter/setting/md",
            "helium/package",
            "version",
            "login")) {
      assertFalse(path, NoteRequests.possible(path));
      assertEquals(path, Optional.empty(), noteOf(path, ""));
    }
  }

  @Test
  public void pathsOfNothingButSlashesAreAboutNoNote() {
    for (String path : new String[] {"", "/", "///", "/?x=/notebook/n", "?"}) {
      assertFalse(path, NoteRequests.possible(path));
      assertEquals(path, Optional.empty(), NoteRequests.noteId(path, new byte[0], Optional::of));
    }
  }
}
