// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.access;

import java.io.IOException;
import java.util.Map;
import org.apache.zeppelin.clustering.metadata.wire.CredentialEntry;

/** Turns what a user has stored into what the log may hold, and back. Any thread may call. */
public interface CredentialSeal {

  CredentialEntry close(Map<String, String> stored) throws IOException;

  /**
   * @throws IOException when this server lacks the key, with the reason for the user
   */
  Map<String, String> open(String user, CredentialEntry entry) throws IOException;
}
