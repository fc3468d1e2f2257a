// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.user.UserCredentials;
import org.apache.zeppelin.user.UsernamePassword;

/** What a user has stored, by data source, in the forms that it has on its way. Pure. */
@TouchesZeppelin("keep Zeppelin's own credentials as they are committed")
final class CredentialJson {

  /** Zeppelin tells of its objects in this form only. */
  private static final String FIELD = "userCredentials";

  private CredentialJson() {}

  static Map<String, String> stored(UserCredentials credentials) {
    JsonElement field = new Gson().toJsonTree(credentials).getAsJsonObject().get(FIELD);
    Map<String, String> stored = new HashMap<>();
    for (Map.Entry<String, JsonElement> each : field.getAsJsonObject().entrySet()) {
      stored.put(each.getKey(), each.getValue().toString());
    }
    return stored;
  }

  static UserCredentials credentials(Map<String, String> stored) {
    UserCredentials credentials = new UserCredentials();
    stored.forEach(
        (entity, json) ->
            credentials.putUsernamePassword(
                entity, new Gson().fromJson(json, UsernamePassword.class)));
    return credentials;
  }

  /** One text, the same for the same content. */
  static String text(Map<String, String> stored) {
    JsonObject all = new JsonObject();
    new TreeMap<>(stored)
        .forEach((entity, json) -> all.add(entity, new Gson().fromJson(json, JsonObject.class)));
    return all.toString();
  }

  /**
   * @throws IOException when it is no such text
   */
  static Map<String, String> parse(String text) throws IOException {
    try {
      JsonObject all = new Gson().fromJson(text, JsonObject.class);
      Map<String, String> stored = new HashMap<>();
      if (all == null) {
        throw new IOException("There is nothing in it");
      }
      for (Map.Entry<String, JsonElement> each : all.entrySet()) {
        stored.put(each.getKey(), each.getValue().getAsJsonObject().toString());
      }
      return stored;
    } catch (JsonParseException | IllegalStateException e) {
      throw new IOException("It is not what was written");
    }
  }
}
