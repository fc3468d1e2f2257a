// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.web;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.zeppelin.clustering.servers.Drain;
import org.apache.zeppelin.clustering.servers.MemberControl;
import org.apache.zeppelin.clustering.servers.Servers;

/** What {@code POST} and {@code DELETE /api/cluster/...} do. Any thread may call; methods block. */
public final class ClusterActions {

  private final Gson gson = new Gson();
  private final Servers servers;
  private final MemberControl members;

  public ClusterActions(Servers servers, MemberControl members) {
    this.servers = servers;
    this.members = members;
  }

  /**
   * Does it; false when there is no such thing to do.
   *
   * @param method POST or DELETE
   * @param path what follows {@code cluster/}
   * @param body JSON, or empty
   * @throws IllegalArgumentException when the body makes no sense, with a sentence for the caller
   * @throws org.apache.zeppelin.clustering.servers.ServerChangeException when it cannot be done as
   *     things stand
   * @throws org.apache.zeppelin.clustering.metadata.MetadataException when the cluster cannot do it
   *     now
   */
  public boolean act(String method, String path, byte[] body) {
    String[] parts = path.split("/");
    boolean post = method.equals("POST");
    if (parts.length == 3 && parts[0].equals("servers") && parts[2].equals("drain")) {
      if (post) {
        servers.drain(parts[1], drain(json(body)));
      } else {
        servers.undrain(parts[1]);
      }
      return true;
    }
    if (post && path.equals("servers")) {
      members.add(required(json(body), "address"));
      return true;
    }
    if (!post && parts.length == 2 && parts[0].equals("servers")) {
      members.remove(parts[1]);
      return true;
    }
    if (post && path.equals("leader")) {
      members.lead(required(json(body), "server"));
      return true;
    }
    return false;
  }

  private static String required(JsonObject body, String field) {
    String value = text(body, field, "");
    if (!value.matches("[^\\s,:/]+:\\d{1,5}")) {
      throw new IllegalArgumentException(
          "The body should be {\"" + field + "\":\"host:port\"}, not '" + value + "'");
    }
    return value;
  }

  private static Drain drain(JsonObject body) {
    String processes = text(body, "processes", "stay");
    switch (processes.toLowerCase(Locale.ROOT)) {
      case "stay":
        return Drain.STAY;
      case "restart":
        return Drain.RESTART;
      default:
        throw new IllegalArgumentException(
            "processes is '" + processes + "': it should be stay or restart");
    }
  }

  private JsonObject json(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).trim();
    if (text.isEmpty()) {
      return new JsonObject();
    }
    try {
      JsonElement json = gson.fromJson(text, JsonElement.class);
      if (json != null && json.isJsonObject()) {
        return json.getAsJsonObject();
      }
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("The body is no JSON: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("The body should be a JSON object");
  }

  private static String text(JsonObject body, String field, String otherwise) {
    if (!body.has(field)) {
      return otherwise;
    }
    JsonElement value = body.get(field);
    if (!value.isJsonPrimitive()) {
      throw new IllegalArgumentException(field + " should be a text");
    }
    return value.getAsString();
  }
}
