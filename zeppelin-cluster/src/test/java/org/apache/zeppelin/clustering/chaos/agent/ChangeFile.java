// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataListener;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.FiringEntry;
import org.apache.zeppelin.clustering.metadata.wire.NoteEntry;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.metadata.wire.Session;

/**
 * Writes down what this server hears of processes, owners, firings and sessions, a line each, at
 * once: {@code nanoTime, index, kind, key, version, epoch} and what is told of that kind, between
 * tabs. Version 0 is a deletion.
 */
final class ChangeFile implements MetadataListener {

  private final OutputStream out;

  ChangeFile(Path file) throws IOException {
    this.out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void follow(Metadata metadata) {
    var start = metadata.watch(this).start();
    for (Entry entry : start.list("")) {
      changed(start.index(), entry.getKey(), Optional.empty(), Optional.of(entry));
    }
  }

  @Override
  public void changed(long index, String key, Optional<Entry> before, Optional<Entry> after) {
    boolean told =
        key.startsWith(Keys.PROCESS_PREFIX)
            || key.startsWith(Keys.NOTE_PREFIX)
            || key.startsWith(Keys.FIRING_PREFIX);
    if (!told) {
      return;
    }
    if (after.isEmpty()) {
      line(index, "gone", key, 0L, before.map(Entry::getEpoch).orElse(0L));
      return;
    }
    Entry entry = after.get();
    long version = entry.getVersion();
    long epoch = entry.getEpoch();
    switch (entry.getValue().getSetField()) {
      case PROCESS:
        ProcessEntry process = entry.getValue().getProcess();
        line(
            index,
            "process",
            key,
            version,
            epoch,
            process.getState(),
            process.getManager(),
            process.getPid(),
            process.isSetHost() ? process.getHost() + ":" + process.getPort() : "-");
        break;
      case NOTE:
        NoteEntry note = entry.getValue().getNote();
        line(index, "note", key, version, epoch, note.getOwner());
        break;
      case FIRING:
        FiringEntry firing = entry.getValue().getFiring();
        line(
            index,
            "firing",
            key,
            version,
            epoch,
            firing.isSetRunMillis() ? firing.getRunMillis() : 0,
            firing.isBegun());
        break;
      default:
    }
  }

  @Override
  public void sessionOpened(long index, Session session) {
    line(index, "opened", session.getOwner(), 0L, 0L, session.getId());
  }

  @Override
  public void sessionExpired(long index, Session session, String reason) {
    line(index, "expired", session.getOwner(), 0L, 0L, session.getId(), reason);
  }

  private synchronized void line(long index, String kind, Object... parts) {
    StringBuilder line = new StringBuilder();
    line.append(System.nanoTime()).append('\t').append(index).append('\t').append(kind);
    for (Object part : parts) {
      line.append('\t').append(String.valueOf(part).replaceAll("\\s+", " "));
    }
    try {
      out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
