// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

import java.io.IOException;

/** What users do in a step, and what they wait for before they go on. */
interface Action {
  void play(Play play) throws IOException, InterruptedException;
}
