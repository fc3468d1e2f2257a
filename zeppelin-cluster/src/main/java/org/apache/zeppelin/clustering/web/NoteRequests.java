// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.web;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Which note a call of Zeppelin's REST is about; docs/operations.md lists them. Pure. */
public final class NoteRequests {

  private static final String NOTEBOOK = "notebook";
  private static final Set<String> ABOUT_NO_NOTE =
      Set.of("import", "search", "jobmanager", "capabilities", "getByPath", "");
  private static final Set<String> NOTE_SECOND = Set.of("export", "job", "run", "cron");

  private NoteRequests() {}

  /**
   * Whether a call may be about a note.
   *
   * @param path what follows {@code /api/}; a query is left out of account
   */
  public static boolean possible(String path) {
    String[] parts = parts(path);
    return restart(parts) || byNotePath(parts) || byPath(parts).isPresent();
  }

  /**
   * The note, if the call is about one.
   *
   * @param ids finds the id of a note by its path in the tree
   */
  public static Optional<String> noteId(
      String path, byte[] body, Function<String, Optional<String>> ids) {
    String[] parts = parts(path);
    if (byNotePath(parts)) {
      return inBody(body, "notePath").flatMap(ids);
    }
    return restart(parts) ? inBody(body, "noteId") : byPath(parts);
  }

  /** A note that is named by its path in the tree, since 0.12. */
  private static boolean byNotePath(String[] parts) {
    return parts.length == 2 && parts[0].equals(NOTEBOOK) && parts[1].equals("getByPath");
  }

  private static String[] parts(String path) {
    int query = path.indexOf('?');
    String[] parts = (query < 0 ? path : path.substring(0, query)).split("/");
    // Of nothing but slashes nothing is left.
    return parts.length == 0 ? new String[] {""} : parts;
  }

  private static Optional<String> byPath(String[] parts) {
    if (parts[0].equals(NOTEBOOK) && parts.length > 1) {
      if (NOTE_SECOND.contains(parts[1])) {
        return parts.length > 2 ? Optional.of(parts[2]) : Optional.empty();
      }
      return ABOUT_NO_NOTE.contains(parts[1]) ? Optional.empty() : Optional.of(parts[1]);
    }
    boolean helium =
        parts.length > 2
            && parts[0].equals("helium")
            && (parts[1].equals("suggest") || parts[1].equals("load"));
    return helium ? Optional.of(parts[2]) : Optional.empty();
  }

  /** The restart of an interpreter for one note. */
  private static boolean restart(String[] parts) {
    return parts.length == 4
        && parts[0].equals("interpreter")
        && parts[1].equals("setting")
        && parts[2].equals("restart");
  }

  private static Optional<String> inBody(byte[] body, String field) {
    String text = new String(body, StandardCharsets.UTF_8);
    if (!JsonDepth.sane(text)) {
      return Optional.empty();
    }
    try {
      JsonObject object = new Gson().fromJson(text, JsonObject.class);
      JsonElement value = object == null ? null : object.get(field);
      return value != null && value.isJsonPrimitive() && !value.getAsString().isEmpty()
          ? Optional.of(value.getAsString())
          : Optional.empty();
    } catch (JsonParseException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
