// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.zeppelin.clustering.servers.SessionListener;

/**
 * Tells the users of a server that has lost its cluster, and tells them when it is back. A loss
 * that is over in a moment is not worth a word. Any thread may call.
 */
final class CutOffNotice implements SessionListener {

  /** Does something a moment later, on any thread. */
  @FunctionalInterface
  interface Later {
    void run(Runnable what);
  }

  private final Consumer<String> warning;
  private final Consumer<String> news;
  private final Supplier<Optional<String>> reason;
  private final Later later;
  private boolean cut;
  private boolean told;

  /**
   * @param warning shows a sentence to everybody whom it keeps from working
   * @param news shows a sentence to the same
   * @param reason why this server cannot act for the cluster, if that is known
   */
  CutOffNotice(
      Consumer<String> warning,
      Consumer<String> news,
      Supplier<Optional<String>> reason,
      Later later) {
    this.warning = warning;
    this.news = news;
    this.reason = reason;
    this.later = later;
  }

  @Override
  public void onLapsed(String session) {
    lost();
  }

  @Override
  public void onSessionLost(String session) {
    lost();
  }

  @Override
  public void onRecovered(String session) {
    back();
  }

  @Override
  public void onSessionOpened(String session) {
    back();
  }

  private synchronized void lost() {
    if (!cut) {
      cut = true;
      later.run(this::tell);
    }
  }

  private synchronized void tell() {
    if (cut && !told) {
      told = true;
      warning.accept(
          "This server has lost its cluster; your edits are not being saved. It goes on by itself"
              + " when it is back, or use another server."
              + reason.get().map(why -> " (" + why + ")").orElse(""));
    }
  }

  private synchronized void back() {
    cut = false;
    if (told) {
      told = false;
      news.accept(
          "This server is back in its cluster. What you did while it was away was not saved.");
    }
  }
}
