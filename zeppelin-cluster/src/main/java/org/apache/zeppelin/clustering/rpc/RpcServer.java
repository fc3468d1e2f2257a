// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.rpc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.apache.zeppelin.clustering.rpc.wire.ClusterService;
import org.apache.zeppelin.clustering.shaded.thrift.protocol.TBinaryProtocol;
import org.apache.zeppelin.clustering.shaded.thrift.server.TThreadPoolServer;
import org.apache.zeppelin.clustering.shaded.thrift.transport.layered.TFramedTransport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the other servers: {@link ClusterService} over framed, strict binary Thrift.
 *
 * <p>Made, started once, closed once. A connection has a thread while it is open; what breaks a
 * rule of {@link RpcLimits} costs that connection and nothing else.
 */
public final class RpcServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RpcServer.class);
  private static final int BACKLOG = 128;
  private static final int STOP_SECONDS = 5;
  private static final int KEEP_THREAD_SECONDS = 60;

  private final InetSocketAddress address;
  private final ClusterService.Iface handler;
  private final RpcLimits limits;
  private final RpcSockets sockets;
  private final LongSupplier nanoTicker;
  private final BadConnections badConnections;

  private boolean closed;
  private Acceptor acceptor;
  private TThreadPoolServer server;
  private ExecutorService workers;
  private ScheduledExecutorService strangers;
  private Thread acceptThread;

  public RpcServer(InetSocketAddress address, ClusterService.Iface handler, RpcLimits limits) {
    this(address, handler, limits, RpcSockets.plain(), System::nanoTime);
  }

  /**
   * @param address where to listen; port 0 takes any free one
   * @param handler called from many threads at once
   * @param nanoTicker monotonic nanoseconds
   */
  public RpcServer(
      InetSocketAddress address,
      ClusterService.Iface handler,
      RpcLimits limits,
      RpcSockets sockets,
      LongSupplier nanoTicker) {
    this.address = Objects.requireNonNull(address, "address");
    this.handler = Objects.requireNonNull(handler, "handler");
    this.limits = Objects.requireNonNull(limits, "limits");
    this.sockets = Objects.requireNonNull(sockets, "sockets");
    this.nanoTicker = Objects.requireNonNull(nanoTicker, "nanoTicker");
    this.badConnections = new BadConnections(nanoTicker);
  }

  /**
   * Listens; returns when calls are served.
   *
   * @throws IOException when it cannot listen there; the message is for the administrator
   */
  public synchronized void start() throws IOException {
    if (closed || acceptor != null) {
      throw new IllegalStateException("an RpcServer is started once");
    }
    acceptor =
        new Acceptor(
            bind(), limits.maxConnections(), sockets.handshake(), badConnections, nanoTicker);
    workers = newWorkers();
    server =
        new TThreadPoolServer(
            new TThreadPoolServer.Args(acceptor)
                .processorFactory(
                    new GuardedProcessors(
                        new ClusterService.Processor<>(handler),
                        limits,
                        sockets.handshake(),
                        badConnections))
                .transportFactory(new TFramedTransport.Factory(limits.maxFrameBytes()))
                .protocolFactory(
                    new TBinaryProtocol.Factory(
                        true, true, limits.maxFrameBytes(), limits.maxContainerElements()))
                .executorService(workers)
                .stopTimeoutVal(STOP_SECONDS));
    acceptThread = daemon(this::serve, "zeppelin-cluster-rpc-accept");
    acceptThread.start();
    if (sockets.handshake() != Handshake.NONE) {
      strangers =
          Executors.newSingleThreadScheduledExecutor(
              task -> daemon(task, "zeppelin-cluster-rpc-strangers"));
      // Each read of a handshake has its time; all of them together, too.
      long patience = TimeUnit.MILLISECONDS.toNanos(limits.readTimeoutMillis());
      strangers.scheduleWithFixedDelay(
          () -> acceptor.closeStrangers(patience), 1, 1, TimeUnit.SECONDS);
    }
    LOG.info("Cluster service listens on {}:{}", address.getHostString(), port());
  }

  private void serve() {
    try {
      server.serve();
    } catch (Acceptor.ClosedException e) {
      LOG.debug("No more connections are accepted", e);
    }
  }

  private ServerSocket bind() throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(address, BACKLOG);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw new IOException(
          "Cannot listen on "
              + address.getHostString()
              + ":"
              + address.getPort()
              + " (zeppelin.cluster.service.port): "
              + e.getMessage()
              + "; end what uses that port or set another one",
          e);
    }
  }

  private ExecutorService newWorkers() {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        // The acceptor bounds the connections; a thread may outlive its own for a moment.
        2 * limits.maxConnections(),
        KEEP_THREAD_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> daemon(task, "zeppelin-cluster-rpc-" + number.incrementAndGet()));
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * The port in use; what was chosen when 0 was asked for.
   *
   * @throws IllegalStateException before {@link #start}
   */
  public synchronized int port() {
    if (acceptor == null) {
      throw new IllegalStateException("the cluster service has not been started");
    }
    return acceptor.port();
  }

  /** Ends all connections, interrupts calls in progress and waits a few seconds for them. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (acceptor == null) {
      return;
    }
    badConnections.silence();
    if (strangers != null) {
      strangers.shutdownNow();
    }
    server.stop();
    acceptor.close();
    workers.shutdownNow();
    try {
      acceptThread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
      if (!workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("Calls of the cluster service did not end within {} s of its close", STOP_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LOG.info("Cluster service on port {} closed", acceptor.port());
  }
}
