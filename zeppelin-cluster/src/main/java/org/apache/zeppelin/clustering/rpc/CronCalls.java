// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

/** The part of the service that is about scheduled notes; what it means is said in the IDL. */
@FunctionalInterface
public interface CronCalls {

  void fire(String noteId, long scheduledMillis);
}
