// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zeppelin.clustering.fuzz.Heap;
import org.apache.zeppelin.clustering.fuzz.Inputs;
import org.apache.zeppelin.clustering.fuzz.Wire;
import org.apache.zeppelin.clustering.rpc.wire.BrowserMessage;
import org.apache.zeppelin.clustering.rpc.wire.BrowserRef;
import org.apache.zeppelin.clustering.rpc.wire.BrowserText;
import org.apache.zeppelin.clustering.rpc.wire.BrowserTexts;
import org.apache.zeppelin.clustering.rpc.wire.ClusterService;
import org.apache.zeppelin.clustering.rpc.wire.ProcessRef;
import org.apache.zeppelin.clustering.rpc.wire.RestCall;
import org.apache.zeppelin.clustering.security.ClusterTls;
import org.apache.zeppelin.clustering.security.TestAuthority;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.apache.zeppelin.clustering.shaded.thrift.protocol.TBinaryProtocol;
import org.apache.zeppelin.clustering.shaded.thrift.transport.TMemoryBuffer;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whatever comes to the service port costs its connection at most. */
public class ServicePortFuzzTest {

  private static final String HOST = "127.0.0.1";
  private static final int KEPT_MEGABYTES = 32;
  private static final int CONNECTIONS = 64;
  private static final int PATIENCE_MILLIS = 200;
  private static final RpcLimits LIMITS =
      new RpcLimits(64 * 1024, 1_000, 10_000, PATIENCE_MILLIS, CONNECTIONS);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final AtomicInteger heard = new AtomicInteger();

  /** Hears every call and answers nothing. */
  private ClusterService.Iface handler() {
    return (ClusterService.Iface)
        Proxy.newProxyInstance(
            ServicePortFuzzTest.class.getClassLoader(),
            new Class<?>[] {ClusterService.Iface.class},
            (proxy, method, arguments) -> {
              heard.incrementAndGet();
              return method.getReturnType() == boolean.class ? Boolean.FALSE : null;
            });
  }

  private interface Call {
    void write(ClusterService.Client client) throws TException;
  }

  private static byte[] frame(Call call) throws TException {
    TMemoryBuffer out = new TMemoryBuffer(256);
    call.write(new ClusterService.Client(new TBinaryProtocol(out)));
    return Arrays.copyOf(out.getArray(), out.length());
  }

  private static byte[] probe() throws TException {
    return frame(client -> client.send_checkProcess(new ProcessRef("md:shared", 1)));
  }

  private static List<byte[]> frames() throws TException {
    BrowserRef browser = new BrowserRef("host1:6000", "session", 7);
    return List.of(
        probe(),
        frame(
            client ->
                client.send_browserMessage(
                    new BrowserMessage(
                        browser, "2A94M5J1Z", "ann", true, "{\"op\":\"PING\"}", "0.1.0"))),
        frame(client -> client.send_browserLeft(browser)),
        frame(
            client ->
                client.send_browserTexts(
                    new BrowserTexts(
                        "host1:6000",
                        "session",
                        7,
                        List.of(new BrowserText(1, "{\"op\":\"NOTE\"}"), new BrowserText(2, "")),
                        false))),
        frame(
            client ->
                client.send_rest(
                    new RestCall()
                        .setNoteId("2A94M5J1Z")
                        .setUser("ann")
                        .setMethod("POST")
                        .setPath("notebook/2A94M5J1Z/paragraph")
                        .setBody("{}".getBytes(StandardCharsets.UTF_8))
                        .setRelease("0.1.0"))),
        frame(client -> client.send_fire("2A94M5J1Z", 1_700_000_000_000L)),
        frame(client -> client.send_search("words to find")),
        frame(ClusterService.Client::send_noteJobs));
  }

  /** Half of them with a right length before them, so that what is in the frame is read, too. */
  private static byte[] sent(Inputs inputs) {
    byte[] bytes = inputs.next();
    return inputs.given() % 2 == 0 ? bytes : framed(bytes);
  }

  private static byte[] framed(byte[] bytes) {
    return ByteBuffer.allocate(Integer.BYTES + bytes.length)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  private RpcServer start(RpcSockets sockets) throws IOException {
    RpcServer server =
        new RpcServer(new InetSocketAddress(HOST, 0), handler(), LIMITS, sockets, System::nanoTime);
    server.start();
    return server;
  }

  @Test
  public void fromAMember() throws Exception {
    try (RpcServer server = start(RpcSockets.plain())) {
      byte[] probe = framed(probe());
      assertTrue(Wire.say(server.port(), probe) > 0);
      Inputs inputs = new Inputs(frames());
      Heap heap = new Heap();
      while (inputs.hasNext()) {
        Wire.say(server.port(), sent(inputs));
        if (inputs.given() % 1_000 == 0) {
          assertTrue(Wire.say(server.port(), probe) > 0);
        }
      }
      assertTrue("some were sound enough to be heard", heard.get() > inputs.given() / 1_000);
      assertTrue(Wire.say(server.port(), probe) > 0);
      heap.assertGrewByAtMost(KEPT_MEGABYTES);
    }
  }

  @Test
  public void fromAStranger() throws Exception {
    TestAuthority authority = new TestAuthority(folder.getRoot().toPath());
    authority.certify("server", HOST);
    try (ClusterTls tls = authority.open("server");
        RpcServer server = start(RpcSockets.tls(tls.context(), certificate -> true))) {
      List<byte[]> sound = new ArrayList<>(frames());
      for (int hellos = sound.size(); hellos > 0; hellos--) {
        sound.add(Wire.hello(tls.context()));
      }
      Inputs inputs = new Inputs(sound);
      Heap heap = new Heap();
      while (inputs.hasNext()) {
        Wire.say(server.port(), sent(inputs));
      }
      assertEquals(0, heard.get());
      heap.assertGrewByAtMost(KEPT_MEGABYTES);
    }
  }
}
