// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import java.io.IOException;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.notebook.Note;

/** What is done with a note. */
@TouchesZeppelin("read a note anew when this server becomes its owner")
@FunctionalInterface
public interface NoteUse<T> {

  /** Called once, with a note that is loaded. */
  T with(Note note) throws IOException;
}
