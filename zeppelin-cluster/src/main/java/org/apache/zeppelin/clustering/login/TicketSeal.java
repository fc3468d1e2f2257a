// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.login;

import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.wire.TicketEntry;

/** Keeps tickets from whoever reads the files of the metadata. Thread safe. */
public interface TicketSeal {

  TicketEntry close(Ticket ticket);

  /** Empty when the entry was closed with a key that this server does not have. */
  Optional<Ticket> open(TicketEntry entry);
}
