// SPDX-License-Identifier: Apache-2.0

/*
 * What servers tell one another about notes. These structs are in the Raft log: field numbers are
 * for ever.
 */
namespace java org.apache.zeppelin.clustering.notes.wire

enum TreeOperation {
  ADD_NOTE = 1,
  MOVE_NOTE = 2,
  REMOVE_NOTE = 3,
  MOVE_FOLDER = 4,
  REMOVE_FOLDER = 5,
  /** The whole tree was read from the storage again: others have to look there too. */
  REREAD = 6
}

/** One step in the tree of notes, which its server has taken in the storage already. */
struct TreeChange {
  1: required TreeOperation operation,
  /** Id of the note, path of the folder, or empty for the whole tree. */
  2: required string subject,
  /** Where it is from now on; not for removals. */
  3: optional string path
}

/** What one action of a user did, in its order. Published under the topic `notes/tree`. */
struct TreeChanges {
  /** The server that did it, whose own tree shows it already. */
  1: required string server,
  2: required list<TreeChange> changes
}

/** What the owner of a note has saved of its schedule, when that has changed. */
struct ScheduleChange {
  /** The server that tells. */
  1: required string server,
  2: required string noteId,
  /** Cron expression; absent when the note is not to fire any more. */
  3: optional string cron
}
