// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.Session;

/** Writes down what it hears, one readable line for each call. */
public final class RecordingListener implements MetadataListener {

  private final List<String> heard = new ArrayList<>();

  public synchronized List<String> heard() {
    return new ArrayList<>(heard);
  }

  private synchronized void add(String line) {
    heard.add(line);
  }

  @Override
  public void changed(long index, String key, Optional<Entry> before, Optional<Entry> after) {
    add(key + " " + owner(before) + " -> " + owner(after));
  }

  private static String owner(Optional<Entry> entry) {
    return entry.map(e -> e.getValue().getNote().getOwner()).orElse("-");
  }

  @Override
  public void sessionOpened(long index, Session session) {
    add("opened " + session.getId());
  }

  @Override
  public void sessionExpired(long index, Session session, String reason) {
    add("expired " + session.getId());
  }

  @Override
  public void published(long index, String topic, byte[] payload) {
    add("published " + topic + " " + new String(payload, StandardCharsets.UTF_8));
  }

  @Override
  public void skippedTo(long index) {
    add("skipped");
  }
}
