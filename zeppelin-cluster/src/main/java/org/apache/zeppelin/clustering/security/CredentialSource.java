// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.security;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;

/** Where a server's credentials come from. Any thread may ask. */
interface CredentialSource {

  /**
   * Reads them anew.
   *
   * @throws IOException when a file cannot be read, naming it
   * @throws GeneralSecurityException when what is read makes no sense, naming the file
   */
  Credentials load() throws IOException, GeneralSecurityException;

  /** Those whose change makes {@link #load} give something else. */
  List<Path> files();
}
