// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Optional;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.interpreter.thrift.AppOutputAppendEvent;
import org.apache.zeppelin.interpreter.thrift.AppOutputUpdateEvent;
import org.apache.zeppelin.interpreter.thrift.AppStatusUpdateEvent;
import org.apache.zeppelin.interpreter.thrift.OutputAppendEvent;
import org.apache.zeppelin.interpreter.thrift.OutputUpdateAllEvent;
import org.apache.zeppelin.interpreter.thrift.OutputUpdateEvent;
import org.apache.zeppelin.interpreter.thrift.RunParagraphsEvent;

/** Reads from a call of an interpreter process which paragraph it is about. Immutable. */
@TouchesZeppelin("read which paragraph a process speaks of")
final class EventAddress {

  private final String noteId;
  private final String paragraphId;

  private EventAddress(String noteId, String paragraphId) {
    this.noteId = noteId;
    this.paragraphId = paragraphId == null ? "" : paragraphId;
  }

  String noteId() {
    return noteId;
  }

  /** Empty when the call is about the whole note. */
  String paragraphId() {
    return paragraphId;
  }

  /** Empty for calls that are about no note: those belong to the process's manager. */
  static Optional<EventAddress> of(String method, Object[] arguments) {
    switch (method) {
      case "appendOutput":
        OutputAppendEvent append = (OutputAppendEvent) arguments[0];
        return of(append.getNoteId(), append.getParagraphId());
      case "updateOutput":
        OutputUpdateEvent update = (OutputUpdateEvent) arguments[0];
        return of(update.getNoteId(), update.getParagraphId());
      case "updateAllOutput":
        OutputUpdateAllEvent all = (OutputUpdateAllEvent) arguments[0];
        return of(all.getNoteId(), all.getParagraphId());
      case "appendAppOutput":
        AppOutputAppendEvent appAppend = (AppOutputAppendEvent) arguments[0];
        return of(appAppend.getNoteId(), appAppend.getParagraphId());
      case "updateAppOutput":
        AppOutputUpdateEvent appUpdate = (AppOutputUpdateEvent) arguments[0];
        return of(appUpdate.getNoteId(), appUpdate.getParagraphId());
      case "updateAppStatus":
        AppStatusUpdateEvent appStatus = (AppStatusUpdateEvent) arguments[0];
        return of(appStatus.getNoteId(), appStatus.getParagraphId());
      case "runParagraphs":
        RunParagraphsEvent run = (RunParagraphsEvent) arguments[0];
        return of(run.getNoteId(), run.getCurParagraphId());
      case "checkpointOutput":
      case "updateParagraphConfig":
        return of((String) arguments[0], (String) arguments[1]);
      case "getParagraphList":
        return of((String) arguments[1], (String) null);
      case "removeAngularObject":
        return of((String) arguments[1], (String) arguments[2]);
      case "addAngularObject":
      case "updateAngularObject":
        return ofJson((String) arguments[1], "noteId", "paragraphId");
      case "sendParagraphInfo":
        return ofJson((String) arguments[1], "noteId", "paraId");
      default:
        return Optional.empty();
    }
  }

  private static Optional<EventAddress> of(String noteId, String paragraphId) {
    return Optional.ofNullable(noteId).map(note -> new EventAddress(note, paragraphId));
  }

  @SuppressWarnings("deprecation")
  private static Optional<EventAddress> ofJson(String json, String noteKey, String paragraphKey) {
    // The instance method is deprecated in newer Gson, and the only one in the oldest Zeppelin's.
    JsonObject object = new JsonParser().parse(json).getAsJsonObject();
    return of(text(object, noteKey), text(object, paragraphKey));
  }

  private static String text(JsonObject object, String key) {
    return object.has(key) && !object.get(key).isJsonNull() ? object.get(key).getAsString() : null;
  }
}
