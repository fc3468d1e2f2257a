// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

/** A browser's connection to this server; equal to another that is the same connection. */
public interface LocalBrowser {

  /** Sends a message of Zeppelin; one that cannot be sent is dropped, as Zeppelin does. */
  void send(String text);

  /** From now on it looks at the note on this server. */
  void lookAt(String noteId);

  /** From now on it looks at no note on this server. */
  void lookAway();

  /**
   * Does what its user would do to see the note anew.
   *
   * @return false when nobody is logged in there any more, so that it cannot be done
   */
  boolean reopen(String noteId);
}
