// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What two runs of the same script on the same Zeppelin may say differently, and why. All that a
 * comparison overlooks is decided here and in {@link Placeholders}.
 */
final class Rules {

  /** The state of a paragraph that waits or runs, see {@link #isPassing}. */
  static final String UNDER_WAY = "<under way>";

  /** The state of a paragraph that was cancelled, see {@link #isCancelled}. */
  static final String CANCELLED = "<cancelled>";

  /**
   * The stream of news about jobs, of which only counts that there are some: each tells of the jobs
   * of the last five seconds, in the state that they are in when it is written.
   */
  static final String JOBS = "jobs";

  /** The stream of lists of notes. */
  static final String LIST = "list";

  /**
   * Marks a list that the browser got in an earlier step and shows still: that counts where the
   * other run sends the list once more, and is no message.
   */
  static final String SHOWN_BEFORE = "shown before";

  /** The stream of news on who edits a note together. */
  static final String TOGETHER = "together";

  /** What a browser knows of that before anybody says anything. */
  static final JsonObject ALONE = Json.object("status", false);

  private static final String LIST_OP = "NOTES_INFO";

  /** Sets inside of Zeppelin, or the values of a hash map: the order of the array is chance. */
  private static final Set<String> SETS =
      Set.of("readers", "runners", "writers", "owners", "users", "roles", "jobs");

  private static final Set<String> ENDS_OF_CANCELLED = Set.of("ABORT", "ERROR");
  private static final Set<String> PARAGRAPH_OUTPUT =
      Set.of("PARAGRAPH_APPEND_OUTPUT", "PARAGRAPH_UPDATE_OUTPUT");

  private static final Pattern FRAME =
      Pattern.compile("(?m)^[ \\t]+(at |\\.\\.\\. \\d+ more).*\\R?");

  private Rules() {}

  /** Is the order of the array with that name chance? */
  static boolean isSet(String key) {
    return SETS.contains(key);
  }

  /**
   * Messages that no comparison wants.
   *
   * <ul>
   *   <li>PROGRESS: one every half second, for as long as a paragraph happens to run.
   *   <li>CONFIGURATIONS_INFO: the answer to the sentinel, and full of ports and folders.
   * </ul>
   */
  static boolean isNoise(String op) {
    return op.equals("PROGRESS") || op.equals("CONFIGURATIONS_INFO");
  }

  /**
   * The stream that the message belongs to, or null when its place among the others counts.
   *
   * <p>Threads of their own send the states of a paragraph, its output and the jobs, and Zeppelin
   * puts no order between them: what a stream says is compared, not when.
   */
  static String stream(JsonObject message) {
    String op = message.get("op").getAsString();
    JsonObject data = data(message);
    if (op.equals("PARAGRAPH")) {
      return "paragraph " + data.getAsJsonObject("paragraph").get("id").getAsString();
    }
    if (PARAGRAPH_OUTPUT.contains(op)) {
      return "output "
          + data.get("paragraphId").getAsString()
          + " "
          + data.get("index").getAsString();
    }
    // Goes with every PARAGRAPH, of which there are more or fewer.
    if (op.equals("SAVE_NOTE_FORMS")) {
      return "forms";
    }
    if (op.equals("LIST_UPDATE_NOTE_JOBS")) {
      return JOBS;
    }
    // Said as often as Zeppelin likes: what stands in the browser at last is compared.
    if (op.equals(LIST_OP)) {
      return LIST;
    }
    if (isTogether(message)) {
      return TOGETHER;
    }
    return null;
  }

  /**
   * Whether a browser hears of such a state is chance: a message says what the state is when it is
   * written, and then this one may have passed. And whether a paragraph that runs is ever called
   * RUNNING is chance too: who asks its process, once and a moment after the start, may be told the
   * state of the run before. A script that needs a paragraph to run waits for its output.
   */
  static boolean isPassing(String status) {
    return status.equals("PENDING") || status.equals("RUNNING");
  }

  /**
   * Whether a paragraph that was cancelled ends as ABORT or as ERROR is chance: that it was is
   * noted only when its process has said so, and by then it may have ended. It is known by what our
   * sample interpreter says then.
   */
  static boolean isCancelled(JsonObject paragraph) {
    return paragraph.has("status")
        && ENDS_OF_CANCELLED.contains(paragraph.get("status").getAsString())
        && paragraph.has("results")
        && paragraph.get("results").toString().contains("\"cancelled in '");
  }

  /**
   * The jobs of a note count as running while a paragraph of it is called RUNNING, which is chance
   * as said above.
   */
  static boolean isRunningByChance(JsonObject jobs) {
    if (!jobs.has("isRunningJob") || !jobs.has("paragraphs")) {
      return false;
    }
    for (JsonElement paragraph : jobs.getAsJsonArray("paragraphs")) {
      if (isPassing(paragraph.getAsJsonObject().get("status").getAsString())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Does it say whether others edit the note too? Zeppelin says that again to the readers of every
   * note ever opened, whenever a browser opens another: what a browser knows does not count.
   */
  static boolean isTogether(JsonObject message) {
    return message.get("op").getAsString().equals("COLLABORATIVE_MODE_STATUS");
  }

  /** Is it a list of notes? */
  static boolean isList(JsonObject message) {
    return message.get("op").getAsString().startsWith(LIST_OP);
  }

  /**
   * May the second run say this where the first says nothing of the kind? A cluster shows the list
   * of notes at once where a plain Zeppelin lets its browsers wait until somebody reloads: after a
   * note was made or imported by REST, and after its permissions changed.
   */
  static boolean isWelcome(JsonElement message) {
    return message.isJsonObject()
        && message.getAsJsonObject().has("op")
        && isList(message.getAsJsonObject());
  }

  static JsonObject data(JsonObject message) {
    return message.has("data") ? message.getAsJsonObject("data") : new JsonObject();
  }

  /**
   * The text without the frames of stack traces: they name code of Zeppelin's, which a hook makes
   * longer, and threads that are chance.
   */
  static String withoutFrames(String text) {
    return FRAME.matcher(text).replaceAll("");
  }

  /** The state of the paragraph as far as it is not chance. */
  static String status(JsonObject paragraph) {
    String status = paragraph.get("status").getAsString();
    if (isPassing(status)) {
      return UNDER_WAY;
    }
    return isCancelled(paragraph) ? CANCELLED : status;
  }

  /** The word for a number of that size when it is a moment, or else null. */
  static String moment(double number) {
    if (number >= 1.4e12 && number < 2.5e12) {
      return "<milliseconds>";
    }
    return number >= 1.4e9 && number < 2.5e9 ? "<seconds>" : null;
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
