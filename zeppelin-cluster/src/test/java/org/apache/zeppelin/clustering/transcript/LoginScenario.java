// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.zeppelin.clustering.real.Browser;

/**
 * Users who have to log in: whoever did it on one server is known to all, and a logout counts on
 * all. Played on servers of its own, which let nobody in who did not log in.
 */
final class LoginScenario implements Scene {

  /** In the names of its steps. */
  static final String NAME = "login";

  private static final long POLL_MILLIS = 20;
  private static final String NOTES = "/notebook";
  private static final String TICKET = "/security/ticket";
  private static final String REDIRECTED = "302";

  private final Duration patience;

  LoginScenario(Duration patience) {
    this.patience = patience;
  }

  @Override
  public Transcript play(Stage stage, Transcript reference, Consumer<String> progress)
      throws IOException, InterruptedException {
    progress.accept(NAME);
    return new Performance(stage).play();
  }

  /** One run of it. */
  private final class Performance {
    private final Stage stage;
    private final Rest nobody;
    private final Normaliser normaliser;
    private final Transcript transcript = new Transcript();
    private StepRecord step = new StepRecord();

    private Performance(Stage stage) {
      this.stage = stage;
      this.nobody = new Rest(stage.cluster());
      this.normaliser = new Normaliser(stage.dir(), Set.of());
    }

    private Transcript play() throws IOException, InterruptedException {
      everywhere(nobody, NOTES);
      everywhere(nobody, TICKET);
      ask(nobody, "POST", NOTES, Json.note("login/nobody"));
      end("nobody");

      login("ann", "autumn");
      login("nobody", "none");
      end("wrong-password");

      Rest ann = login("ann", "spring");
      everywhere(ann, TICKET);
      everywhere(ann, NOTES);
      end("ann");

      Rest bob = login("bob", "autumn");
      everywhere(bob, TICKET);
      String note = ask(bob, "POST", NOTES, Json.note("login/bobs")).body().getAsString();
      step.learned(note);
      List<String> owners = List.of("bob");
      ask(
          bob,
          "PUT",
          NOTES + "/" + note + "/permissions",
          Map.of("owners", owners, "writers", owners, "runners", owners, "readers", owners));
      everywhere(bob, NOTES + "/" + note);
      everywhere(ann, NOTES + "/" + note);
      everywhere(ann, NOTES);
      end("bobs-note");

      hear(ann, "NOTES_INFO");
      hear(bob, "NOTES_INFO");
      end("browsers");
      hear(new Rest(stage.cluster()).as("ann", "", "not a ticket"), "SESSION_LOGOUT");
      end("wrong-ticket");

      ask(ann, "POST", "/login/logout", null);
      everywhereUntil(ann, NOTES, status -> status.equals(REDIRECTED));
      everywhere(bob, NOTES);
      hear(bob, "NOTES_INFO");
      end("logout");

      Rest again = login("ann", "spring");
      everywhere(again, TICKET);
      everywhere(again, NOTES);
      hear(again, "NOTES_INFO");
      ask(bob, "DELETE", NOTES + "/" + note, null);
      everywhere(again, NOTES);
      end("again");
      return transcript;
    }

    private void end(String name) {
      normaliser.begin(name);
      transcript.add(NAME + "/" + name, step.normalised(normaliser));
      step = new StepRecord();
    }

    private Rest login(String user, String password) throws InterruptedException {
      Rest.Answer[] answer = new Rest.Answer[1];
      Rest rest = nobody.login(stage.next(), user, password, a -> answer[0] = a);
      step.did(user + " logs in with " + password);
      step.answered("login of " + user, answer[0].status, answer[0].json);
      return rest;
    }

    private Rest.Answer ask(Rest who, String method, String path, Object body)
        throws InterruptedException {
      Rest.Answer answer = who.ask(stage.next(), method, path, body);
      String said = who.user() + ": " + method + " " + path;
      step.did(said + (body == null ? "" : " " + Json.text(body)));
      step.answered(said, answer.status, answer.json);
      return answer;
    }

    private void everywhere(Rest who, String path) throws InterruptedException {
      everywhereUntil(who, path, status -> true);
    }

    private void everywhereUntil(Rest who, String path, Predicate<String> status)
        throws InterruptedException {
      for (int i = 0; i < Audience.ALL.size(); i++) {
        int server = stage.next();
        String said = who.user() + ": GET " + path;
        Rest.Answer answer = who.ask(server, "GET", path, null);
        long deadline = System.nanoTime() + patience.toNanos();
        while (!status.test(String.valueOf(answer.status))) {
          if (deadline - System.nanoTime() < 0) {
            step.missed("another answer to " + said);
            break;
          }
          TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
          answer = who.ask(server, "GET", path, null);
        }
        step.did(said);
        step.answered(said, answer.status, answer.json);
      }
    }

    /** A browser on each server asks for the list of notes; what is awaited is written down. */
    private void hear(Rest who, String awaited) throws IOException, InterruptedException {
      for (String name : Audience.ALL) {
        int server = stage.next();
        try (Browser browser =
            Browser.of(stage.cluster(), stage.cluster().url(server), who.user(), who.ticket())) {
          browser.send(
              Json.object(
                  "op",
                  "LIST_NOTES",
                  "principal",
                  who.user(),
                  "ticket",
                  who.ticket(),
                  "roles",
                  "[]",
                  "data",
                  new JsonObject()));
          long deadline = System.nanoTime() + patience.toNanos();
          while (said(browser, awaited).isEmpty() && deadline - System.nanoTime() > 0) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
          }
          step.did(who.user() + " asks for the list in browser " + name);
          step.heard(who.user() + "-" + name, said(browser, awaited));
        }
      }
    }

    private List<JsonObject> said(Browser browser, String op) {
      List<JsonObject> said = new ArrayList<>();
      for (JsonObject message : browser.messages()) {
        if (message.get("op").getAsString().equals(op)) {
          said.add(message);
        }
      }
      return said.isEmpty() ? said : said.subList(0, 1);
    }
  }
}
