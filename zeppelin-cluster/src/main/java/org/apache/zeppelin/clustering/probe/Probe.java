// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.probe;

/** Finds out what became of a server that is not heard. */
@FunctionalInterface
public interface Probe {

  /** What a connection attempt showed. */
  enum Outcome {
    /** The host answers that nothing listens there: the server's process is gone. */
    REFUSED,
    /** Something listens; the server may be paused. */
    ANSWERS,
    /** No answer: the host or the way to it is gone. */
    SILENT
  }

  /** Tries to connect; may block its thread for some seconds; never throws. */
  Outcome probe(String host, int port);
}
