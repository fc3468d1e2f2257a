// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import java.io.IOException;
import java.util.List;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.conf.ZeppelinConfiguration;
import org.apache.zeppelin.interpreter.remote.RemoteInterpreterProcess;
import org.apache.zeppelin.notebook.NoteInfo;
import org.apache.zeppelin.notebook.NoteManager;

/** What differs between the release lines of Zeppelin. Nothing else asks for a version. */
@TouchesZeppelin("bridge what differs between releases")
public interface ZeppelinRelease {

  /** The line, such as {@code 0.12}. */
  String line();

  /** Zeppelin's settings, as its main reads them. */
  ZeppelinConfiguration configuration();

  /** Makes a note known that the storage has. */
  void add(NoteManager notes, NoteInfo note) throws IOException;

  /** Closes what this server has open to the process; the process lives on. */
  void disconnect(RemoteInterpreterProcess process);

  /** The JAX-RS filter of this line's namespace, javax or jakarta. */
  Class<?> restFilter();

  /** What this line's class looks up by name, which no compiler has seen. */
  List<NamedMember> namedMembers();
}
