// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.notes;

import java.util.Optional;

/**
 * A browser's message that is about a note, with its sender as this server knows him. Immutable.
 */
public final class BrowserCall {

  private final String noteId;
  private final boolean aboutViewed;
  private final String user;
  private final String text;

  /**
   * @param noteId null when the message is about the note that the browser looks at, and it looks
   *     at none on this server
   * @param aboutViewed true when the message does not name the note
   */
  public BrowserCall(String noteId, boolean aboutViewed, String user, String text) {
    this.noteId = noteId;
    this.aboutViewed = aboutViewed;
    this.user = user;
    this.text = text;
  }

  public Optional<String> noteId() {
    return Optional.ofNullable(noteId);
  }

  public boolean aboutViewed() {
    return aboutViewed;
  }

  public String user() {
    return user;
  }

  public String text() {
    return text;
  }
}
