// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The hands of the users: asks the next server by REST, speaks as a browser, waits for what should
 * come of it, and writes all of it down. A wait that is in vain is noted and does not stop the
 * play.
 */
final class Play {

  private static final long POLL_MILLIS = 20;

  private final Stage stage;
  private final Rest rest;
  private final Audience audience;
  private final long patience;

  private StepRecord step = new StepRecord();
  private long deadline;
  private String speaker;

  Play(Stage stage, Audience audience, Duration patience) {
    this.stage = stage;
    this.rest = new Rest(stage.cluster());
    this.audience = audience;
    this.patience = patience.toNanos();
    acted();
  }

  private void acted() {
    deadline = System.nanoTime() + patience;
  }

  // ---- What users do.

  Rest.Answer get(String path) throws IOException, InterruptedException {
    return ask("GET", path, null);
  }

  Rest.Answer post(String path, Object body) throws IOException, InterruptedException {
    return ask("POST", path, body);
  }

  Rest.Answer put(String path, Object body) throws IOException, InterruptedException {
    return ask("PUT", path, body);
  }

  Rest.Answer delete(String path) throws IOException, InterruptedException {
    return ask("DELETE", path, null);
  }

  /** The same question to as many servers as a cluster has, one after the other. */
  void getEverywhere(String path) throws IOException, InterruptedException {
    for (int i = 0; i < Audience.ALL.size(); i++) {
      get(path);
    }
  }

  private Rest.Answer ask(String method, String path, Object body)
      throws IOException, InterruptedException {
    finished(null);
    Rest.Answer answer = rest.ask(stage.next(), method, path, body);
    acted();
    step.did(method + " " + path + (body == null ? "" : " " + Json.text(body)));
    step.answered(method + " " + path, answer.status, answer.json);
    return answer;
  }

  /** Posts, and gives back the id of what was made. */
  String made(String path, Object body) throws IOException, InterruptedException {
    JsonElement id = post(path, body).body();
    if (!id.isJsonPrimitive()) {
      throw new Missing("an id from POST " + path);
    }
    return learn(id.getAsString());
  }

  /** Says that the script goes on with that id, and gives it back. */
  String learn(String id) {
    step.learned(id);
    return id;
  }

  /** Says that in the browser; the data as keys and values. */
  void say(String browser, String op, Object... data) throws InterruptedException {
    finished(browser);
    JsonObject said = Json.object(data);
    speaker = browser;
    audience.say(browser, op, said);
    acted();
    step.did(browser + " says " + op + " " + said);
  }

  void everybodySays(String op) throws InterruptedException {
    for (String browser : Audience.ALL) {
      say(browser, op);
    }
  }

  /** Says it with a ticket that the server has not given. */
  void sayWithTicket(String browser, String ticket, String op, Object... data)
      throws InterruptedException {
    finished(browser);
    audience.say(browser, op, Json.object(data), browser, ticket);
    acted();
    step.did(browser + " says " + op + " with the ticket " + ticket);
  }

  /**
   * Nobody asks for something before the server of who spoke last is done with what that one said:
   * between two connections there is no order. Who speaks again needs not wait.
   */
  private void finished(String next) throws InterruptedException {
    if (speaker != null && !speaker.equals(next)) {
      String before = speaker;
      speaker = null;
      call(before);
    }
  }

  // ---- What they wait for.

  /** Asks a server until the answer fits, and writes only the last answer down. */
  void until(String path, Predicate<JsonElement> fits) throws IOException, InterruptedException {
    int server = stage.next();
    Rest.Answer answer = rest.ask(server, "GET", path, null);
    while (!fits.test(answer.json)) {
      if (deadline - System.nanoTime() < 0) {
        step.missed("another answer to GET " + path);
        break;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      answer = rest.ask(server, "GET", path, null);
    }
    acted();
    step.did("GET " + path + " until it fits");
    step.answered("GET " + path, answer.status, answer.json);
  }

  /** The data of the last such message of the step, without which the script cannot go on. */
  JsonObject heard(String browser, String op) throws InterruptedException {
    hears(browser, op, 1);
    List<JsonObject> all = audience.heard(browser, op);
    if (all.isEmpty()) {
      throw new Missing(op + " in browser " + browser);
    }
    return all.get(all.size() - 1);
  }

  /** Waits until the browser has heard so many of them in this step. */
  void hears(String browser, String op, int count) throws InterruptedException {
    await(browser + ": " + count + " " + op, () -> audience.heard(browser, op).size() >= count);
  }

  /** Waits until the browser has heard anything at all in this step. */
  void hearsSomething(String browser) throws InterruptedException {
    await(browser + ": an answer", () -> !audience.heard(browser).isEmpty());
  }

  void everybodyHears(String op, int count) throws InterruptedException {
    for (String browser : Audience.ALL) {
      hears(browser, op, count);
    }
  }

  void everybodyHears(String op) throws InterruptedException {
    everybodyHears(op, 1);
  }

  /** Waits until the list of notes in every browser has that path. */
  void everybodyLists(String path) throws InterruptedException {
    for (String browser : Audience.ALL) {
      await(
          browser + ": a list with " + path,
          () ->
              audience.knows(browser).stream()
                  .filter(Rules::isList)
                  .reduce((a, b) -> b)
                  .filter(list -> Streams.paths(list).contains(new JsonPrimitive(path)))
                  .isPresent());
    }
  }

  /** Waits until every browser has seen the paragraph come to that status, or one of them, last. */
  void everybodySees(String paragraph, String... statuses) throws InterruptedException {
    for (String browser : Audience.ALL) {
      sees(browser, paragraph, statuses);
    }
  }

  /** Waits until every browser has seen that the paragraph was cancelled. */
  void everybodySeesCancelled(String paragraph) throws InterruptedException {
    everybodySees(paragraph, "ABORT", "ERROR");
  }

  void sees(String browser, String paragraph, String... statuses) throws InterruptedException {
    await(
        browser + ": " + paragraph + " " + String.join(" or ", statuses),
        () -> {
          String last = "";
          for (JsonObject data : audience.heard(browser, "PARAGRAPH")) {
            JsonObject seen = data.getAsJsonObject("paragraph");
            if (seen.get("id").getAsString().equals(paragraph)) {
              last = seen.get("status").getAsString();
            }
          }
          return List.of(statuses).contains(last);
        });
  }

  /** Waits until that stands in every browser as the paragraph's output, piece by piece. */
  void everybodyReads(String paragraph, String text) throws InterruptedException {
    for (String browser : Audience.ALL) {
      reads(browser, paragraph, text);
    }
  }

  void reads(String browser, String paragraph, String text) throws InterruptedException {
    await(
        browser + ": the output of " + paragraph,
        () -> Streams.outputs(audience.heard(browser), paragraph).contains(text));
  }

  private void await(String what, BooleanSupplier fits) throws InterruptedException {
    if (!comes(fits)) {
      step.missed(what);
    }
  }

  private boolean comes(BooleanSupplier fits) throws InterruptedException {
    while (!fits.getAsBoolean()) {
      if (deadline - System.nanoTime() < 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return true;
  }

  // ---- The frame of a step.

  /** Waits until the servers have done all that the browsers asked for, and sent all of it. */
  void calm() throws InterruptedException {
    acted();
    speaker = null;
    for (String browser : audience.names()) {
      call(browser);
    }
  }

  private void call(String browser) throws InterruptedException {
    try {
      int before = audience.call(browser);
      await(browser + ": the answer to a call", () -> audience.called(browser, before));
    } catch (Missing e) {
      step.missed(e.getMessage());
    }
  }

  /** Notes that the step could not go on. */
  void broken(String why) {
    step.missed(why);
  }

  /**
   * Ends the step. What was said in it by another Zeppelin, if any, is what is waited for, unless
   * that was in vain before: so nothing is called missing that only came later.
   */
  StepRecord end(JsonObject reference) throws InterruptedException {
    calm();
    if (reference != null && !step.hasMissed()) {
      Expectation expected = new Expectation(reference);
      comes(() -> audience.names().stream().allMatch(b -> expected.met(b, audience.knows(b))));
    }
    for (String browser : audience.names()) {
      step.heard(browser, audience.take(browser));
    }
    StepRecord ended = step;
    step = new StepRecord();
    return ended;
  }
}
