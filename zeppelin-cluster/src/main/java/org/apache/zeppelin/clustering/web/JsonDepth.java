// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.web;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;

/** How deep a JSON text nests, which Gson finds out by recursion when it is too late. Pure. */
public final class JsonDepth {

  /** No message of Zeppelin comes near, and no parser's stack ends before. */
  public static final int MAX = 200;

  private JsonDepth() {}

  /**
   * True when Gson would read a value in which no more than {@link #MAX} objects and lists are open
   * at once. Read by Gson's own reader, as leniently as Gson reads: what is a text for the one and
   * not for the other could hide how deep it goes.
   */
  public static boolean sane(String text) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setLenient(true);
    int depth = 0;
    try {
      do {
        switch (reader.peek()) {
          case BEGIN_ARRAY:
            reader.beginArray();
            depth++;
            break;
          case BEGIN_OBJECT:
            reader.beginObject();
            depth++;
            break;
          case END_ARRAY:
            reader.endArray();
            depth--;
            break;
          case END_OBJECT:
            reader.endObject();
            depth--;
            break;
          case NAME:
            reader.nextName();
            break;
          default:
            reader.skipValue();
        }
      } while (depth > 0 && depth <= MAX);
      return depth == 0;
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      // No JSON; what reads it says so, or takes it for nothing.
      return false;
    }
  }
}
