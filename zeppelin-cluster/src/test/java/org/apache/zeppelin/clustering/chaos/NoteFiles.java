// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at the files that notes are stored in as soon as they change. A server saves a note before
 * it acknowledges an edit, so what was acknowledged is there at once, and nothing takes it away:
 * not even for a moment a server that owned the note before.
 */
final class NoteFiles {

  private static final Gson GSON = new Gson();

  private final Path notebook;
  private final Findings findings;
  private final Map<String, FileTime> seen = new LinkedHashMap<>();

  NoteFiles(Path notebook, Findings findings) {
    this.notebook = notebook;
    this.findings = findings;
  }

  /** Not for two threads at once. */
  void look(List<EditedNote> notes) throws IOException {
    for (EditedNote note : notes) {
      Path file = notebook.resolve(note.file());
      try {
        Map<String, Integer> before = note.acknowledged();
        FileTime time = Files.getLastModifiedTime(file);
        if (time.equals(seen.put(note.id(), time))) {
          continue;
        }
        Map<String, String> texts = texts(GSON.fromJson(Files.readString(file), JsonObject.class));
        findings.count("stored versions of notes that were looked at");
        for (String fault : note.faults(texts, before)) {
          findings.violation(
              "acknowledged edits stay", "note " + note.id() + " in the storage: " + fault);
        }
      } catch (NoSuchFileException | JsonSyntaxException e) {
        // It is being replaced: the next look finds it.
        seen.remove(note.id());
      }
    }
  }

  /** Text by paragraph. */
  static Map<String, String> texts(JsonObject note) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (JsonElement each : note.getAsJsonArray("paragraphs")) {
      JsonElement text = each.getAsJsonObject().get("text");
      texts.put(
          each.getAsJsonObject().get("id").getAsString(), text == null ? "" : text.getAsString());
    }
    return texts;
  }
}
