// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.access;

import java.util.Optional;

/**
 * What this server's Zeppelin itself has of permissions, in memory and in its file. Nothing is
 * decided by it while the cluster runs; it is there for the day when it does not. Calls come from
 * one thread.
 */
public interface LocalPermissions {

  /**
   * This is committed of the note now.
   *
   * @param permission empty when nothing is: the note is gone
   */
  void follow(String noteId, Optional<Permission> permission);

  /** Some notes have followed: write the file, and show the list of notes as it is now. */
  void followed();
}
