// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin.release;

import java.io.IOException;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.dep.Repository;
import org.apache.zeppelin.interpreter.InterpreterSettingManager;

/** Repositories of dependencies in 0.10 and 0.11, which take them in pieces. */
@TouchesZeppelin("bridge what differs between releases")
final class RepositoriesUntil011 {

  private RepositoriesUntil011() {}

  static void add(InterpreterSettingManager settings, String json) throws IOException {
    Repository repository = Repository.fromJson(json);
    settings.addRepository(
        repository.getId(),
        repository.getUrl(),
        repository.isSnapshot(),
        repository.getAuthentication(),
        repository.getProxy());
  }
}
