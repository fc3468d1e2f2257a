// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import org.apache.zeppelin.clustering.rpc.wire.ClusterService;
import org.apache.zeppelin.clustering.shaded.thrift.TException;

/** One call of another server; runs on the caller's thread, at most twice. */
@FunctionalInterface
public interface RpcCall<R> {

  /**
   * @param client the other server; only valid during this call
   * @return what the other server answered; null where its method returns nothing
   * @throws TException the IDL's exceptions, and those of the transport
   */
  R call(ClusterService.Iface client) throws TException;
}
