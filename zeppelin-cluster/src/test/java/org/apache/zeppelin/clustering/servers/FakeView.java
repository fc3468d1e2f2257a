// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.zeppelin.clustering.metadata.MetadataView;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.EntryValue;
import org.apache.zeppelin.clustering.metadata.wire.ProcessEntry;
import org.apache.zeppelin.clustering.metadata.wire.Session;

/** A picture of the {@link FakeCluster}; its maps do not change any more. */
final class FakeView implements MetadataView {

  private final long index;
  private final TreeMap<String, Entry> entries;
  private final Map<String, Session> sessions;

  FakeView(long index, TreeMap<String, Entry> entries, Map<String, Session> sessions) {
    this.index = index;
    this.entries = entries;
    this.sessions = sessions;
  }

  @Override
  public long index() {
    return index;
  }

  @Override
  public Optional<Entry> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  @Override
  public List<Entry> list(String prefix) {
    return new ArrayList<>(entries.subMap(prefix, prefix + Character.MAX_VALUE).values());
  }

  @Override
  public int processes(String manager) {
    return processes(process -> process.getManager().equals(manager));
  }

  @Override
  public int processes(String manager, String user) {
    return processes(
        process -> process.getManager().equals(manager) && process.getUserName().equals(user));
  }

  private int processes(Predicate<ProcessEntry> which) {
    return (int)
        entries.values().stream()
            .map(Entry::getValue)
            .filter(EntryValue::isSetProcess)
            .map(EntryValue::getProcess)
            .filter(which)
            .count();
  }

  @Override
  public Optional<Session> session(String id) {
    return Optional.ofNullable(sessions.get(id));
  }

  @Override
  public List<Session> sessions() {
    return new ArrayList<>(sessions.values());
  }
}
