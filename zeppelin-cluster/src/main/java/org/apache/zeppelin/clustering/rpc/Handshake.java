// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import java.io.IOException;
import java.net.Socket;

/** How two servers come to know one another on a new connection. */
interface Handshake {

  /** None: whoever connects is heard. */
  Handshake NONE =
      new Handshake() {
        @Override
        public Socket dialled(Socket connected, String host, int port, int timeoutMillis) {
          return connected;
        }

        @Override
        public Socket accepted(Socket connected) {
          return connected;
        }

        @Override
        public void admit(Socket accepted, int timeoutMillis) {
          // Everybody.
        }

        @Override
        public void check(Socket admitted) {
          // Everybody.
        }
      };

  /**
   * Of who connects. Returns when the other side has let this one in.
   *
   * @param host as it was dialled, which the other side has to be certified for
   * @param timeoutMillis for each thing that the other side says
   */
  Socket dialled(Socket connected, String host, int port, int timeoutMillis) throws IOException;

  /** Of who is connected to; says and hears nothing yet. */
  Socket accepted(Socket connected) throws IOException;

  /**
   * Hears who the other side is, and tells it that it is let in.
   *
   * @param accepted what {@link #accepted} gave
   * @throws IOException when it is not
   */
  void admit(Socket accepted, int timeoutMillis) throws IOException;

  /**
   * Whoever was let in may have been removed since. Says and hears nothing.
   *
   * @throws IOException when it is let in no more
   */
  void check(Socket admitted) throws IOException;
}
