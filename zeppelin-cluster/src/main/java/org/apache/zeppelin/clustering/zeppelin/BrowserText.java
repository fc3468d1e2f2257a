// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import org.apache.zeppelin.clustering.web.JsonDepth;

/** A message between a browser and Zeppelin, as JSON: what the cluster reads in it and changes. */
final class BrowserText {

  private static final Gson GSON = new Gson();

  private final JsonObject message;

  private BrowserText(JsonObject message) {
    this.message = message;
  }

  /** Empty when it is none; Zeppelin then says so. */
  static Optional<BrowserText> parse(String text) {
    if (!JsonDepth.sane(text)) {
      return Optional.empty();
    }
    try {
      JsonObject message = GSON.fromJson(text, JsonObject.class);
      return message == null ? Optional.empty() : Optional.of(new BrowserText(message));
    } catch (JsonParseException | NumberFormatException e) {
      // The latter for a character that is named by a number and has none.
      return Optional.empty();
    }
  }

  /** The operation of a message that may be long; empty when it has none. */
  static String operationOf(String text) {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.beginObject();
      while (reader.hasNext()) {
        if (reader.nextName().equals("op")) {
          return reader.nextString();
        }
        reader.skipValue();
      }
    } catch (IOException | IllegalStateException | JsonParseException | NumberFormatException e) {
      return "";
    }
    return "";
  }

  /** What tells a user that something was not done. */
  static String error(String sentence) {
    JsonObject data = new JsonObject();
    data.addProperty("info", sentence);
    return message("ERROR_INFO", data).toString();
  }

  /** What a user is told in passing. */
  static String notice(String sentence) {
    JsonObject data = new JsonObject();
    data.addProperty("notice", sentence);
    return message("NOTICE", data).toString();
  }

  /** A user's wish to see a note. */
  static String getNote(String noteId, String user, String ticket) {
    JsonObject data = new JsonObject();
    data.addProperty("id", noteId);
    JsonObject message = message("GET_NOTE", data);
    message.addProperty("principal", user);
    message.addProperty("ticket", ticket);
    message.addProperty("roles", "");
    return message.toString();
  }

  private static JsonObject message(String operation, JsonObject data) {
    JsonObject message = new JsonObject();
    message.addProperty("op", operation);
    message.add("data", data);
    return message;
  }

  /** A text field of its data. */
  Optional<String> data(String name) {
    JsonElement data = message.get("data");
    return data != null && data.isJsonObject()
        ? text(data.getAsJsonObject(), name)
        : Optional.empty();
  }

  private static Optional<String> text(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive()
        ? Optional.of(value.getAsString())
        : Optional.empty();
  }

  /** The same message as this server's ticket makes it valid here. */
  String withTicket(String user, String ticket) {
    message.addProperty("principal", user);
    message.addProperty("ticket", ticket);
    return message.toString();
  }
}
