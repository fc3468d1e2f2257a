// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.hooks;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertNull;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.junit.Test;

public class ZeppelinOnlyTest {

  private static final byte[] WOVEN = {1};

  private final ZeppelinOnly only =
      new ZeppelinOnly(
          new ClassFileTransformer() {
            @Override
            public byte[] transform(
                Module module,
                ClassLoader loader,
                String name,
                Class<?> redefined,
                ProtectionDomain domain,
                byte[] file) {
              return WOVEN;
            }
          });

  private byte[] transform(String name) throws Exception {
    return only.transform(
        getClass().getModule(), getClass().getClassLoader(), name, null, null, new byte[0]);
  }

  @Test
  public void showsZeppelinsClassesAlone() throws Exception {
    assertArrayEquals(WOVEN, transform("org/apache/zeppelin/server/ZeppelinServer"));
    assertNull(transform("org/apache/zeppelin/clustering/hooks/Agent"));
    assertNull(transform("org/apache/zeppelinx/Other"));
    assertNull(transform("org/eclipse/jetty/server/Server"));
    assertNull("a class without a name", transform(null));
  }
}
