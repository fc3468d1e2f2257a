// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.zeppelin.clustering.login.Ticket;
import org.apache.zeppelin.clustering.login.TicketSeal;
import org.apache.zeppelin.clustering.metadata.wire.TicketEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encrypts tickets as Zeppelin encrypts credentials, and leaves them clear when it does those. */
final class ZeppelinTicketSeal implements TicketSeal {

  private static final Logger LOGGER = LoggerFactory.getLogger(ZeppelinTicketSeal.class);

  /** Tells what was decrypted from what another key made of it. */
  private static final String MARK = "ticket:";

  private final Optional<ZeppelinCipher> cipher;
  private final AtomicBoolean told = new AtomicBoolean();

  ZeppelinTicketSeal(Optional<ZeppelinCipher> cipher) {
    this.cipher = cipher;
  }

  @Override
  public TicketEntry close(Ticket ticket) {
    TicketEntry entry = new TicketEntry(ticket.roles());
    if (cipher.isEmpty()) {
      if (!told.getAndSet(true)) {
        LOGGER.warn(
            "Tickets of users are clear in the files of zeppelin.cluster.dir, where their owner"
                + " alone can read them: set {}, the same on every server, to have them encrypted",
            ZeppelinCipher.KEY);
      }
      return entry.setClear(ticket.text());
    }
    try {
      return entry.setEncrypted(cipher.get().encrypt(MARK + ticket.text()));
    } catch (IOException e) {
      throw new IllegalStateException("Zeppelin cannot encrypt with its " + ZeppelinCipher.KEY, e);
    }
  }

  @Override
  public Optional<Ticket> open(TicketEntry entry) {
    if (entry.isSetClear()) {
      return Optional.of(new Ticket(entry.getClear(), entry.getRoles()));
    }
    Optional<String> text =
        cipher.filter(c -> entry.isSetEncrypted()).flatMap(c -> opened(c, entry.getEncrypted()));
    if (text.isEmpty() && !told.getAndSet(true)) {
      LOGGER.warn(
          "Tickets were encrypted with another key, so who has one has to log in again: set the"
              + " same {} on every server",
          ZeppelinCipher.KEY);
    }
    return text.map(t -> new Ticket(t, entry.getRoles()));
  }

  private static Optional<String> opened(ZeppelinCipher cipher, String encrypted) {
    try {
      return Optional.of(cipher.decrypt(encrypted))
          .filter(text -> text.startsWith(MARK))
          .map(text -> text.substring(MARK.length()));
    } catch (IOException | RuntimeException e) {
      LOGGER.debug("A ticket was not decrypted", e);
      return Optional.empty();
    }
  }
}
