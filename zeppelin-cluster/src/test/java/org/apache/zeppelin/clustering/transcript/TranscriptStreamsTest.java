// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import static org.junit.Assert.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;

/** Streams are told by what they come to, and all else as it came. */
public class TranscriptStreamsTest {

  private static JsonObject message(String op, Object... data) {
    JsonObject message = Json.object("op", op);
    message.add("data", Json.object(data));
    return message;
  }

  private static JsonObject paragraph(String id, String status) {
    return message("PARAGRAPH", "paragraph", Json.object("id", id, "status", status));
  }

  private static JsonObject output(String op, String text) {
    return message(
        "PARAGRAPH_" + op + "_OUTPUT",
        "noteId",
        "n",
        "paragraphId",
        "p",
        "index",
        0,
        "type",
        "TEXT",
        "data",
        text);
  }

  private static List<JsonObject> collapse(JsonObject... messages) {
    return Streams.collapse(Arrays.asList(messages));
  }

  private static List<String> ops(List<JsonObject> messages) {
    return messages.stream().map(m -> m.get("op").getAsString()).collect(Collectors.toList());
  }

  @Test
  public void orderIsKeptWhereThereIsOne() {
    assertEquals(
        List.of("NOTE", "PARAGRAPH_ADDED", "NOTE_UPDATED", "NOTE"),
        ops(
            collapse(
                message("NOTE"),
                message("PARAGRAPH_ADDED"),
                message("NOTE_UPDATED"),
                message("NOTE"))));
  }

  @Test
  public void noiseIsDropped() {
    assertEquals(List.of(), collapse(message("PROGRESS"), message("CONFIGURATIONS_INFO")));
  }

  @Test
  public void aParagraphIsItsLastingStatesAndItsLastContent() {
    List<JsonObject> said =
        collapse(
            paragraph("p", "PENDING"),
            paragraph("p", "RUNNING"),
            paragraph("q", "READY"),
            paragraph("p", "FINISHED"),
            paragraph("p", "FINISHED"),
            paragraph("p", "RUNNING"),
            paragraph("p", "ABORT"));
    assertEquals(2, said.size());
    assertEquals("[\"FINISHED\",\"ABORT\"]", said.get(0).get("statuses").toString());
    assertEquals(paragraph("p", "ABORT"), said.get(0).get("last"));
    assertEquals("[\"READY\"]", said.get(1).get("statuses").toString());
  }

  @Test
  public void aStateThatPassesCountsWhenItIsTheLast() {
    for (String status : List.of("PENDING", "RUNNING")) {
      JsonObject said = collapse(paragraph("p", "READY"), paragraph("p", status)).get(0);
      assertEquals("[\"READY\",\"" + Rules.UNDER_WAY + "\"]", said.get("statuses").toString());
    }
  }

  @Test
  public void outputIsTheSameHoweverItIsCut() {
    List<JsonObject> inPieces =
        collapse(output("UPDATE", ""), output("APPEND", "a"), output("APPEND", "b\n"));
    assertEquals(inPieces, collapse(output("UPDATE", "ab\n")));
    assertEquals(List.of("ab\n"), Streams.outputs(inPieces(), "p"));
    assertEquals(List.of(), Streams.outputs(inPieces(), "q"));
  }

  private static List<JsonObject> inPieces() {
    return List.of(output("UPDATE", "x"), output("UPDATE", "a"), output("APPEND", "b\n"));
  }

  @Test
  public void outputThatCameTwiceIsSeen() {
    JsonObject twice = collapse(output("APPEND", "a"), output("APPEND", "a")).get(0);
    assertEquals("aa", twice.get("text").getAsString());
  }

  @Test
  public void whoIsThereIsToldOnce() {
    JsonObject alone = message("COLLABORATIVE_MODE_STATUS", "status", false);
    JsonObject together = message("COLLABORATIVE_MODE_STATUS", "status", true);
    JsonObject said = collapse(alone, alone, together, together, alone).get(0);
    assertEquals(3, said.getAsJsonArray("statuses").size());
    assertEquals(alone, said.get("last"));
  }

  @Test
  public void ofJobsOnlyCountsThatThereIsNews() {
    JsonObject news = message("LIST_UPDATE_NOTE_JOBS", "noteRunningJobs", Json.object("jobs", "x"));
    JsonObject other =
        message("LIST_UPDATE_NOTE_JOBS", "noteRunningJobs", Json.object("jobs", "y"));
    assertEquals(collapse(news), collapse(other, other));
    assertEquals(List.of("LIST_UPDATE_NOTE_JOBS..."), ops(collapse(news)));
  }

  @Test
  public void whatAnotherHeardIsAwaitedByKindAndNumber() {
    StepRecord step = new StepRecord();
    step.heard("one", List.of(paragraph("p", "FINISHED"), message("NOTE"), message("NOTE")));
    Expectation expected = new Expectation(step.normalised(new Normaliser("/tmp/x", Set.of())));
    assertEquals(true, expected.met("two", List.of()));
    assertEquals(false, expected.met("one", List.of(message("NOTE"), message("NOTE"))));
    List<JsonObject> enough =
        List.of(
            message("NOTE"), paragraph("q", "FINISHED"), message("NOTE_UPDATED"), message("NOTE"));
    assertEquals(true, expected.met("one", enough));
    assertEquals(false, expected.met("one", List.of(paragraph("p", "ERROR"))));
  }

  private static JsonObject list(String path) {
    JsonArray notes = new JsonArray();
    notes.add(Json.object("id", "2N9NJCUWQ", "path", path));
    JsonObject list = message("NOTES_INFO");
    list.getAsJsonObject("data").add("notes", notes);
    return list;
  }

  @Test
  public void anIdInAPathIsAnotherElsewhere() {
    StepRecord step = new StepRecord();
    step.learned("2N8R41JZ3");
    step.heard("one", List.of(list("/Cloned Note_2N8R41JZ3")));
    Normaliser normaliser = new Normaliser("/tmp/x", Set.of());
    normaliser.begin("clone");
    Expectation expected = new Expectation(step.normalised(normaliser));
    assertEquals(true, expected.met("one", List.of(list("/Cloned Note_2NACFZBBD"))));
    assertEquals(false, expected.met("one", List.of(list("/Cloned Note_"))));
    assertEquals(false, expected.met("one", List.of(list("/2NACFZBBD"))));
  }
}
