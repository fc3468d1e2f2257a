// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.web;

/** An open note, as {@code GET /api/cluster/notes} shows it: written as JSON by its fields. */
final class NoteJson {

  final String id;
  final String owner;
  final long epoch;

  /**
   * @param owner id of the server that owns it
   */
  NoteJson(String id, String owner, long epoch) {
    this.id = id;
    this.owner = owner;
    this.epoch = epoch;
  }
}
