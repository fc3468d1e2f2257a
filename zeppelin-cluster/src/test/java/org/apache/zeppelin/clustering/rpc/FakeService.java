// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zeppelin.clustering.rpc.wire.ClusterService;
import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;

/** A service of which the tests use one method, {@code checkProcess}; counts its calls. */
final class FakeService {

  /** What {@code checkProcess} does. */
  interface Check {
    void run(ProcessRef process) throws Exception;
  }

  final AtomicInteger calls = new AtomicInteger();
  volatile Check check = process -> {};

  ClusterService.Iface handler() {
    return (ClusterService.Iface)
        Proxy.newProxyInstance(
            FakeService.class.getClassLoader(),
            new Class<?>[] {ClusterService.Iface.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("checkProcess")) {
                throw new UnsupportedOperationException(method.getName());
              }
              calls.incrementAndGet();
              check.run((ProcessRef) arguments[0]);
              return null;
            });
  }
}
