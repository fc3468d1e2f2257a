// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.zeppelin;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.apache.zeppelin.clustering.hooks.TouchesZeppelin;
import org.apache.zeppelin.clustering.interpreters.InterpreterCluster;
import org.apache.zeppelin.interpreter.RemoteInterpreterEventServer;
import org.apache.zeppelin.interpreter.thrift.RemoteInterpreterEventService;
import org.apache.zeppelin.interpreter.thrift.WebUrlInfo;

/**
 * Passes what an interpreter process tells its event server on to the server that runs the
 * paragraph. The call travels as Zeppelin's own Thrift message, so every method and every answer
 * goes through without a line per method here.
 */
@TouchesZeppelin("pass on what a process tells")
public final class EventGateway {

  private static final String WEB_URL = "sendWebUrl";
  private static final int INITIAL_BYTES = 512;

  private final InterpreterCluster cluster;
  private final RemoteInterpreterEventServer eventServer;
  private final ThreadLocal<Boolean> forwarded = ThreadLocal.withInitial(() -> false);

  EventGateway(InterpreterCluster cluster, RemoteInterpreterEventServer eventServer) {
    this.cluster = cluster;
    this.eventServer = eventServer;
  }

  /**
   * Forwards a call that belongs elsewhere.
   *
   * @return an array holding the answer, or null when the call is for this server
   * @throws TException what the other server's event server threw
   */
  public Object[] forward(String method, Object[] arguments) throws TException {
    if (method.equals(WEB_URL)) {
      webUrl((WebUrlInfo) arguments[0], method, arguments);
      return null;
    }
    if (forwarded.get()) {
      return null;
    }
    Optional<EventAddress> address = EventAddress.of(method, arguments);
    Optional<String> target =
        address.flatMap(a -> cluster.otherServerOf(a.noteId(), a.paragraphId()));
    if (target.isEmpty()) {
      return null;
    }
    return new Object[] {call(target.get(), "note " + address.get().noteId(), method, arguments)};
  }

  /** About the process as a whole: its manager tells every server that uses it. */
  private void webUrl(WebUrlInfo info, String method, Object[] arguments) throws TException {
    String group = info.getInterpreterGroupId();
    Optional<String> manager = cluster.otherManagerOf(group);
    try {
      if (manager.isEmpty()) {
        cluster.webUrl(group, info.getWeburl());
      } else if (!forwarded.get()) {
        call(manager.get(), group, method, arguments);
      }
    } catch (IOException e) {
      throw new TException(e.getMessage(), e);
    }
  }

  private Object call(String server, String about, String method, Object[] arguments)
      throws TException {
    TMemoryBuffer request = new TMemoryBuffer(INITIAL_BYTES);
    TMemoryInputTransport answer = new TMemoryInputTransport();
    RemoteInterpreterEventService.Client client =
        new RemoteInterpreterEventService.Client(
            new TBinaryProtocol(answer), new TBinaryProtocol(request));
    invoke(client, "send_" + method, arguments);
    byte[] message = Arrays.copyOf(request.getArray(), request.length());
    try {
      answer.reset(cluster.deliver(server, about, message));
    } catch (IOException e) {
      throw new TException(e.getMessage(), e);
    }
    return invoke(client, "recv_" + method, new Object[0]);
  }

  private static Object invoke(
      RemoteInterpreterEventService.Client client, String name, Object[] arguments)
      throws TException {
    for (Method method : RemoteInterpreterEventService.Client.class.getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
        try {
          return method.invoke(client, arguments);
        } catch (InvocationTargetException e) {
          if (e.getCause() instanceof TException) {
            throw (TException) e.getCause();
          }
          throw new TException(e.getCause());
        } catch (IllegalAccessException e) {
          throw new TException(e);
        }
      }
    }
    throw new TException("Zeppelin's event service has no method " + name);
  }

  /** Hands a forwarded call to this server's event server and gives back its answer. */
  byte[] receive(byte[] message) {
    TMemoryBuffer answer = new TMemoryBuffer(INITIAL_BYTES);
    forwarded.set(true);
    try {
      new RemoteInterpreterEventService.Processor<>(eventServer)
          .process(
              new TBinaryProtocol(new TMemoryInputTransport(message)), new TBinaryProtocol(answer));
    } catch (TException e) {
      throw new IllegalStateException("Not a call of an interpreter process: " + e, e);
    } finally {
      forwarded.remove();
    }
    return Arrays.copyOf(answer.getArray(), answer.length());
  }
}
