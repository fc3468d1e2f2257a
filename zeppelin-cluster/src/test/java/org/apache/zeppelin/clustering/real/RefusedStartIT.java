// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.real;

import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A real server with a wrong zeppelin.cluster.addr says in one sentence what to mend. */
public class RefusedStartIT {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private void refused(String setting, String... words) throws Exception {
    String said =
        assertThrows(
                IOException.class,
                () -> RealCluster.up(folder.newFolder().toPath(), 1, "--set", setting).close())
            .getMessage();
    for (String word : words) {
      assertTrue("'" + word + "' is missing in: " + said, said.contains(word));
    }
  }

  @Test
  public void anEmptyEntry() throws Exception {
    refused("zeppelin.cluster.addr=localhost:6000,,", "zeppelin.cluster.addr=", "empty entry");
  }

  @Test
  public void thisServerIsNotInIt() throws Exception {
    refused("zeppelin.cluster.addr=localhost:6000", "zeppelin.cluster.server", "no entry of");
  }

  @Test
  public void thePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      refused(
          "zeppelin.cluster.service.port=" + taken.getLocalPort(), "zeppelin.cluster.service.port");
    }
  }
}
