// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos.proxy;

/** Lets the calling thread wait. */
public interface Pause {

  void nanos(long nanos) throws InterruptedException;
}
