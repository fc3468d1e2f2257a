// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What every message of a browser says, read without what it is about, which may be long.
 * Immutable.
 */
final class MessageHead {

  private static final Set<String> PARTS = Set.of("op", "principal", "ticket");

  /** Zeppelin takes a number for the text of it. */
  private static final Set<JsonToken> TEXTS = Set.of(JsonToken.STRING, JsonToken.NUMBER);

  private final Map<String, String> parts;

  private MessageHead(Map<String, String> parts) {
    this.parts = parts;
  }

  /** Empty in all its parts when the text is no message; Zeppelin then says so. */
  static MessageHead of(String text) {
    Map<String, String> parts = new HashMap<>();
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.beginObject();
      while (reader.hasNext()) {
        String name = reader.nextName();
        if (PARTS.contains(name) && TEXTS.contains(reader.peek())) {
          parts.put(name, reader.nextString());
        } else {
          reader.skipValue();
        }
      }
    } catch (IOException | IllegalStateException | JsonParseException | NumberFormatException e) {
      return new MessageHead(Map.of());
    }
    return new MessageHead(parts);
  }

  /** Empty when it has none. */
  String operation() {
    return parts.getOrDefault("op", "");
  }

  Optional<String> principal() {
    return Optional.ofNullable(parts.get("principal"));
  }

  Optional<String> ticket() {
    return Optional.ofNullable(parts.get("ticket"));
  }
}
