// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.bench;

import java.io.PrintStream;
import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.LeaderDuties;
import org.apache.zeppelin.clustering.metadata.raft.RaftMetadata;
import org.apache.zeppelin.clustering.security.ClusterTls;
import org.apache.zeppelin.clustering.zeppelin.ClusterSettings;
import org.apache.zeppelin.conf.ZeppelinConfiguration;

/**
 * One server's metadata in a JVM of its own, set up by system properties as Zeppelin's would be. It
 * does what a line on its input says, and answers with a line of numbers.
 */
public final class Member {

  private static final int ECHO_BYTES = 256;

  private final RaftMetadata metadata;
  private final Requests requests;

  private Member(RaftMetadata metadata) {
    this.metadata = metadata;
    this.requests = new Requests(metadata);
  }

  /** Ends with its input. */
  public static void main(String[] arguments) {
    Conversation.endWith(Member::run);
  }

  private static void run() throws Exception {
    // What libraries print is no answer.
    PrintStream answers = System.out;
    System.setOut(System.err);
    ClusterSettings settings = ClusterSettings.read(ZeppelinConfiguration.create());
    Optional<ClusterTls> tls = ClusterTls.open(settings.security());
    tls.ifPresent(ClusterTls::start);
    try (Echo echo = new Echo(ECHO_BYTES);
        RaftMetadata metadata = new RaftMetadata(settings.metadata(), tls)) {
      metadata.start(new NoDuties());
      Member member = new Member(metadata);
      answers.println("ready " + echo.port());
      Conversation.hold(answers, member::answer);
    } finally {
      tls.ifPresent(ClusterTls::close);
    }
  }

  private long[] answer(String[] words) throws Exception {
    int count = words.length > 1 ? Integer.parseInt(words[1]) : 1;
    switch (words[0]) {
      case "put":
        return requests.puts(count);
      case "get":
        return requests.gets(count);
      case "get-after-put":
        return requests.getsAfterPuts(count);
      case "load":
        return new long[] {requests.load(count, Integer.parseInt(words[2]))};
      case "fill":
        requests.fill(count, Integer.parseInt(words[2]));
        return new long[0];
      case "leads":
        return new long[] {metadata.status().leading() ? 1 : 0};
      case "missing":
        return new long[] {metadata.status().missing().size()};
      case "memory":
        return Conversation.memory();
      default:
        throw new IllegalArgumentException("There is no command " + words[0]);
    }
  }

  private static final class NoDuties implements LeaderDuties {
    @Override
    public void started(long term) {}

    @Override
    public void stopped() {}

    @Override
    public byte[] answer(String topic, byte[] payload) {
      return payload;
    }
  }
}
