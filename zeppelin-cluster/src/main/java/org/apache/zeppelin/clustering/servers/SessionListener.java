// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

/**
 * Hears how this server's session fares. Calls come in order from one thread. A new session is
 * opened only after every listener has returned from {@link #onSessionLost}: return soon.
 */
public interface SessionListener {

  /** This server takes part from now on; entries may be tied to the session. */
  default void onSessionOpened(String session) {}

  /** The session is over: everything tied to it is gone, and others may have taken it. */
  default void onSessionLost(String session) {}

  /** The session cannot be renewed: stop acting for the cluster until it recovers or is lost. */
  default void onLapsed(String session) {}

  /** The session was renewed after a lapse; what is tied to it is still there. */
  default void onRecovered(String session) {}
}
