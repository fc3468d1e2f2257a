// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.io.IOException;
import java.util.List;

/**
 * The links between the servers, and what can be done to them; this program itself reaches every
 * server, whatever the servers do to one another. What is said of single links is put into force by
 * {@link #apply}, and lasts until its cause is healed. Any thread may call.
 */
interface Network extends AutoCloseable {

  /** Where this program reaches the server. */
  String address(int server);

  /** What the servers call the server. */
  String host(int server);

  /** What dev/cluster.sh has to be told to use these links. */
  List<String> options();

  /** For the JVMs of servers and of their processes; "{n}" is the number of the server. */
  List<String> jvmOptions();

  /** What is to be known of faults in this network; empty for nothing. */
  String remark();

  /** Why it cannot do faults of that kind; empty when it can. */
  String obstacle(Fault.Kind kind);

  /** Of what is sent by the one, so much no longer comes to the other. */
  void drop(Object cause, int from, int to, int percent);

  /** Connections of the one to the other are answered by a reset. */
  void reset(Object cause, int from, int to);

  /** Nothing more comes to the other. */
  default void silence(Object cause, int from, int to) {
    drop(cause, from, to, Drops.ALL);
  }

  /** Both ways. */
  default void cut(Object cause, int one, int other) {
    silence(cause, one, other);
    silence(cause, other, one);
  }

  void heal(Object cause);

  void apply() throws IOException, InterruptedException;

  /** What the server sends is late by about that, until it is {@link #prompt} again. */
  void late(int server, long millis) throws IOException, InterruptedException;

  /** What the server sends queues before a link of one megabit per second. */
  void narrow(int server) throws IOException, InterruptedException;

  void prompt(int server) throws IOException, InterruptedException;

  @Override
  void close();
}
