// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import java.io.IOException;

/** A note that is to run by itself, far from now. */
final class CronGroup extends OpenNote {

  @Override
  public String name() {
    return "cron";
  }

  @Override
  public void write(Script script) {
    open(script, "%md zero");
    script.step("none", this::show);
    script.step(
        "set",
        play -> {
          play.post(cron(), Json.object("cron", "0 0 1 1 1 ? 2099", "releaseResource", true));
          show(play);
          read(play);
        });
    script.step(
        "set-wrong",
        play -> {
          play.post(cron(), Json.object("cron", "now and then"));
          show(play);
        });
    script.step(
        "remove",
        play -> {
          play.delete(cron());
          show(play);
          read(play);
        });
    script.step(
        "unknown",
        play -> {
          play.get("/notebook/cron/2ZZZZZZZZ");
          play.post("/notebook/cron/2ZZZZZZZZ", Json.object("cron", "0 0 1 1 1 ? 2099"));
          play.delete("/notebook/cron/2ZZZZZZZZ");
        });
  }

  private String cron() {
    return "/notebook/cron/" + note;
  }

  private void show(Play play) throws IOException, InterruptedException {
    play.getEverywhere(cron());
  }
}
