// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.access;

import java.io.IOException;
import java.util.Map;

/**
 * What this server's Zeppelin itself has of credentials, in memory and in its file. Nothing is read
 * from it while the cluster runs; it is there for the day when it does not. Calls come from one
 * thread.
 */
public interface LocalCredentials {

  /** Users and what they had stored when this server's Zeppelin started. */
  Map<String, Map<String, String>> before();

  /** This is committed of the user now. */
  void follow(String user, Map<String, String> stored) throws IOException;
}
