// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.rpc.wire.BrowserAnswer;
import org.apache.zeppelin.clustering.rpc.wire.BrowserMessage;
import org.apache.zeppelin.clustering.rpc.wire.BrowserRef;
import org.apache.zeppelin.clustering.rpc.wire.BrowserText;
import org.apache.zeppelin.clustering.rpc.wire.RefusedException;
import org.apache.zeppelin.clustering.rpc.wire.UnavailableException;
import org.apache.zeppelin.clustering.servers.Peers;

/** The browsers of other servers that look at notes of this one. */
final class StandIns {

  private final String self;
  private final Metadata metadata;
  private final Peers peers;
  private final StandIn.Factory factory;
  private final ExecutorService executor;
  private final NoteSettings settings;
  private final Map<BrowserRef, Seat> seats = new ConcurrentHashMap<>();
  private final Map<String, Outbox> outboxes = new ConcurrentHashMap<>();

  StandIns(
      String self,
      Metadata metadata,
      Peers peers,
      StandIn.Factory factory,
      ExecutorService executor,
      NoteSettings settings) {
    this.self = self;
    this.metadata = metadata;
    this.peers = peers;
    this.factory = factory;
    this.executor = executor;
    this.settings = settings;
  }

  /**
   * Handles a browser's message after those that it sent before; waits a while for the end.
   *
   * @param end called when it has been handled, or will not be
   */
  BrowserAnswer receive(BrowserMessage message, BrowserCall call, Runnable end)
      throws UnavailableException, RefusedException {
    BrowserRef browser = message.getBrowser();
    if (!open(browser)) {
      end.run();
      throw new UnavailableException(
          self + " does not know the session of " + browser.getServer() + " yet, or it has ended");
    }
    Seat seat = seats.computeIfAbsent(browser, this::seat);
    FutureTask<Void> work =
        new FutureTask<>(
            () -> {
              try {
                seat.standIn.receive(call);
              } finally {
                end.run();
              }
              return null;
            });
    seat.turns.execute(work);
    boolean finished = await(work);
    BrowserAnswer answer = new BrowserAnswer(finished);
    seat.standIn.viewed().ifPresent(answer::setViewed);
    return answer;
  }

  private boolean await(Future<Void> work) throws UnavailableException, RefusedException {
    try {
      work.get(settings.handlingMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException goesOn) {
      return false;
    } catch (ExecutionException e) {
      throw new RefusedException(self + " could not handle it: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(self + " is stopping");
    }
  }

  private boolean open(BrowserRef browser) {
    return metadata.local().session(browser.getSession()).isPresent();
  }

  private Seat seat(BrowserRef browser) {
    Outbox outbox =
        outboxes.computeIfAbsent(
            browser.getSession(),
            session ->
                new Outbox(
                    browser.getServer(),
                    self,
                    // Each begins at 1, and who hears them must not take that for a repetition.
                    UUID.randomUUID().toString(),
                    peers,
                    () -> metadata.local().session(session).isPresent(),
                    executor,
                    settings));
    String name = browser.getServer() + "#" + browser.getNumber();
    return new Seat(
        factory.open(name, text -> outbox.add(new BrowserText(browser.getNumber(), text))),
        new Turns(executor));
  }

  /** The browser is gone, or looks elsewhere. */
  void left(BrowserRef browser) {
    Seat seat = seats.remove(browser);
    if (seat != null) {
      seat.turns.execute(seat.standIn::close);
    }
  }

  /** The server is gone, and its browsers with it. */
  void sessionEnded(String session) {
    outboxes.remove(session);
    for (BrowserRef browser : seats.keySet()) {
      if (browser.getSession().equals(session)) {
        left(browser);
      }
    }
  }

  private static final class Seat {
    private final StandIn standIn;
    private final Turns turns;

    private Seat(StandIn standIn, Turns turns) {
      this.standIn = standIn;
      this.turns = turns;
    }
  }
}
