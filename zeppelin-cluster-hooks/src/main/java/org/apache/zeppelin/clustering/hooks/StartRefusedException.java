// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

/** The cluster cannot begin as things are set up; the message says what to mend. */
public class StartRefusedException extends RuntimeException {

  public StartRefusedException(String message) {
    super(message);
  }
}
