// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;

public class ClusterAddressTest {

  private static ClusterAddress parse(String addr, String server) {
    return ClusterAddress.parse(
        addr, server, name -> !name.startsWith("nowhere"), name -> name.startsWith("here"));
  }

  private static void refused(String addr, String server, String... words) {
    String message =
        assertThrows(InvalidSettingException.class, () -> parse(addr, server)).getMessage();
    for (String word : words) {
      assertTrue("'" + word + "' is missing in: " + message, message.contains(word));
    }
    assertEquals("one sentence: " + message, 1, message.split("\n").length);
  }

  @Test
  public void findsThisServerByItsAddress() {
    ClusterAddress address = parse("a:6000, here:6001 ,c:6002", "");
    assertEquals(List.of("a:6000", "here:6001", "c:6002"), address.servers());
    assertEquals("here:6001", address.self());
  }

  @Test
  public void takesTheNamedServer() {
    assertEquals("here:6002", parse("here:6001,here:6002", "here:6002").self());
  }

  @Test
  public void oneServerIsACluster() {
    assertEquals(List.of("here:6000"), parse("here:6000", "").servers());
  }

  @Test
  public void refusesWhatCannotBeMeant() {
    refused("here:6000,,b:6000", "", "zeppelin.cluster.addr=", "empty entry");
    refused("here:6000,b:1,b:1", "", "'b:1' is there twice", "name each server once");
    refused("here", "", "'here' has no port", "here:6000");
    refused("here:x", "", "'x' in 'here:x' is no port");
    refused("here:0", "", "is no port");
    refused("here:70000", "", "is no port");
    refused("here:6000,nowhere:6000", "", "'nowhere' does not resolve");
    refused("a:6000,b:6000", "", "this server is not in it", "zeppelin.cluster.server");
    refused("here:6000,here2:6000", "", "all on this machine", "zeppelin.cluster.server");
    refused("a:6000", "b:6000", "zeppelin.cluster.server=b:6000", "no entry of");
  }
}
