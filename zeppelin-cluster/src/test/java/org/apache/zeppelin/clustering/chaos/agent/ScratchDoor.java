// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataView;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.CompareAndSetCommand;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.LockEntry;
import org.apache.zeppelin.clustering.metadata.wire.PutCommand;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;

/**
 * Answers questions of one line each about scratch keys, with what this server's own metadata says.
 * The keys are locks that nobody asks for and that are tied to no session: Zeppelin looks at {@code
 * lock/notes} alone, so what happens to any other is heard and forgotten.
 *
 * <p>{@code GET key}: {@code OK version value}, version 0 for none. {@code PUT key value}: {@code
 * OK}. {@code CAS key version value}: {@code OK}, or {@code NO} when another version stood there.
 * {@code STATE}: {@code OK index digest} of all that was applied here. Anything else begins with
 * {@code ERR}, and leaves the outcome of a change unknown.
 */
final class ScratchDoor {

  private static final long ANSWER_SECONDS = 20;

  private final Metadata metadata;

  ScratchDoor(Metadata metadata) {
    this.metadata = metadata;
  }

  void serve(Socket socket) {
    ChaosAgent.background("chaos-door", () -> talk(socket));
  }

  private void talk(Socket connection) {
    try (Socket socket = connection;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        Writer out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write(answer(line.split(" ")) + "\n");
        out.flush();
      }
    } catch (IOException e) {
      // Whoever asked has gone.
    }
  }

  private String answer(String[] words) {
    try {
      switch (words[0]) {
        case "GET":
          return get(words[1]);
        case "PUT":
          return commit(Command.put(new PutCommand(words[1], value(words[2]))));
        case "CAS":
          return commit(
              Command.compareAndSet(
                  new CompareAndSetCommand(words[1], Long.parseLong(words[2]))
                      .setValue(value(words[3]))));
        case "STATE":
          return state();
        default:
          return "ERR unknown " + words[0];
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "ERR interrupted";
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      return "ERR " + String.valueOf(e).replaceAll("\\s+", " ");
    }
  }

  private static EntryValue value(String text) {
    return EntryValue.lock(new LockEntry(text, "chaos"));
  }

  private String get(String key) throws InterruptedException, ExecutionException, TimeoutException {
    Optional<Entry> entry = metadata.get(key).get(ANSWER_SECONDS, TimeUnit.SECONDS);
    return entry
        .map(e -> "OK " + e.getVersion() + " " + e.getValue().getLock().getOwner())
        .orElse("OK 0 -");
  }

  private String commit(Command command)
      throws InterruptedException, ExecutionException, TimeoutException {
    Result result = metadata.commit(List.of(command)).get(ANSWER_SECONDS, TimeUnit.SECONDS);
    if (result.getCode() == ResultCode.OK) {
      return "OK";
    }
    return result.getCode() == ResultCode.CONFLICT ? "NO" : "ERR " + result.getCode();
  }

  private String state() {
    MetadataView view = metadata.local();
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Entry entry : view.list("")) {
        digest.update(entry.toString().getBytes(StandardCharsets.UTF_8));
      }
      view.sessions().stream()
          .map(s -> s.getOwner() + s.getId())
          .sorted()
          .forEach(s -> digest.update(s.getBytes(StandardCharsets.UTF_8)));
      StringBuilder hex = new StringBuilder();
      for (byte b : digest.digest()) {
        hex.append(String.format("%02x", b));
      }
      return "OK " + view.index() + " " + hex;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
