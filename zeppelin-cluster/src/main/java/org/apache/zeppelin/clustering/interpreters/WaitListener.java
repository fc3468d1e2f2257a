// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

/** Hears why a start has to wait, so that the person who waits can be told. */
@FunctionalInterface
public interface WaitListener {

  void waiting(String reason);
}
