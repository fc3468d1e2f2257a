// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.access;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.zeppelin.clustering.metadata.wire.PermissionEntry;

/**
 * Who may do what with a note, as names of users and roles; an empty set lets everybody, as
 * Zeppelin has it. Immutable.
 */
public final class Permission {

  /** The four sets that Zeppelin keeps of a note. */
  public enum Kind {
    OWNERS,
    READERS,
    WRITERS,
    RUNNERS
  }

  /** Everybody may do everything. */
  public static final Permission PUBLIC = new Permission(Map.of(), true);

  private final Map<Kind, Set<String>> names;
  private final boolean known;

  private Permission(Map<Kind, Set<String>> names, boolean known) {
    this.names = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      this.names.put(kind, Set.copyOf(names.getOrDefault(kind, Set.of())));
    }
    this.known = known;
  }

  /**
   * Lets nobody do anything.
   *
   * @param why shown where Zeppelin shows who would be let; no user or role has such a name
   */
  public static Permission denied(String why) {
    Set<String> nobody = Set.of("nobody: " + why);
    Map<Kind, Set<String>> names = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      names.put(kind, nobody);
    }
    return new Permission(names, false);
  }

  static Permission of(PermissionEntry entry) {
    return PUBLIC
        .with(Kind.OWNERS, Set.copyOf(entry.getOwners()))
        .with(Kind.READERS, Set.copyOf(entry.getReaders()))
        .with(Kind.WRITERS, Set.copyOf(entry.getWriters()))
        .with(Kind.RUNNERS, Set.copyOf(entry.getRunners()));
  }

  /** Those that the set lets; never changed. */
  public Set<String> names(Kind kind) {
    return names.get(kind);
  }

  /** The same but for one set. */
  public Permission with(Kind kind, Set<String> others) {
    Map<Kind, Set<String>> changed = new EnumMap<>(names);
    changed.put(kind, others);
    return new Permission(changed, known);
  }

  /** False when nobody is let because this server does not know who would be. */
  public boolean known() {
    return known;
  }

  PermissionEntry entry() {
    return new PermissionEntry(
        sorted(Kind.OWNERS), sorted(Kind.READERS), sorted(Kind.WRITERS), sorted(Kind.RUNNERS));
  }

  private List<String> sorted(Kind kind) {
    return new ArrayList<>(new TreeSet<>(names(kind)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Permission
        && ((Permission) other).names.equals(names)
        && ((Permission) other).known == known;
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
