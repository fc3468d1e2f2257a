// SPDX-License-Identifier: Apache-2.0

/* All that cluster servers ask of each other: what concerns processes, and what concerns notes. */
include "ClusterManagerService.thrift"

namespace java org.apache.zeppelin.clustering.rpc.wire

/** A browser, by the server that it is connected to. */
struct BrowserRef {
  1: required string server,
  /** Session of that server: one that has restarted has other browsers. */
  2: required string session,
  /** Counted by that server. */
  3: required i64 number
}

/** A browser's message on its way to the owner of the note that it is about. */
struct BrowserMessage {
  1: required BrowserRef browser,
  2: required string noteId,
  /** Who sent it, as the browser's server knows him. */
  3: required string user,
  /** True when it is about the note that the browser looks at, which it does not name. */
  4: required bool aboutViewed,
  5: required string text,
  /** Release of the sending server's module. */
  6: required string release
}

/** The message was handled, or is being handled in its turn. */
struct BrowserAnswer {
  /** False when it takes longer: the rest is handled while the browser goes on. */
  1: required bool finished,
  /** The note that the browser looks at on the owner's server from now on, if any. */
  2: optional string viewed
}

/** A message of Zeppelin to a browser. */
struct BrowserText {
  1: required i64 number,
  2: required string text
}

/** Messages to browsers of the server that is called, in their order. */
struct BrowserTexts {
  /** Who sends; in each of its sessions it numbers the calls to each server from 1. */
  1: required string server,
  2: required string session,
  3: required i64 sequence,
  4: required list<BrowserText> texts,
  /** True when some before these were lost: what the browsers show has to be sent anew. */
  5: required bool gap
}

/** A REST call on its way to the owner of the note that it is about. */
struct RestCall {
  1: required string noteId,
  /** Who has logged in; what he may do is looked up where the call is handled. */
  2: required string user,
  3: required string method,
  /** Path below /api with its query, as it was sent. */
  4: required string path,
  5: required binary body,
  6: optional string contentType,
  7: optional string accept,
  8: required string release
}

struct RestAnswer {
  1: required i32 status,
  2: optional string contentType,
  3: required binary body,
  /** Set instead of all that when there is no answer yet: ask for it by this id. */
  4: optional string pending,
  5: optional map<string, string> headers
}

/** What a search found, in the words of Zeppelin's index. */
struct SearchHit {
  /** Id of a note, or NOTE/paragraph/PARAGRAPH. */
  1: required string id,
  2: optional string name,
  3: optional string snippet,
  4: optional string text,
  5: optional string header
}

/** The note belongs to another server, or to none. */
exception NotOwnerException {
  1: required string message
}

service ClusterService extends ClusterManagerService.ClusterManagerService {
  /** Handles the message as if its browser were connected here. */
  BrowserAnswer browserMessage(1: BrowserMessage message)
      throws (1: NotOwnerException notOwner,
              2: ClusterManagerService.RefusedException refused,
              3: ClusterManagerService.UnavailableException unavailable),

  /** The browser is gone, or looks at nothing here any more. */
  void browserLeft(1: BrowserRef browser)
      throws (1: ClusterManagerService.UnavailableException unavailable),

  void browserTexts(1: BrowserTexts texts)
      throws (1: ClusterManagerService.UnavailableException unavailable),

  RestAnswer rest(1: RestCall call)
      throws (1: NotOwnerException notOwner,
              2: ClusterManagerService.RefusedException refused,
              3: ClusterManagerService.UnavailableException unavailable),

  /**
   * Asks the called server to own the note, unless another does; answers who does. It refuses where
   * it takes no notes itself.
   */
  string takeNote(1: string noteId)
      throws (1: ClusterManagerService.UnavailableException unavailable),

  /** The answer to a call that took longer; pending again when it is not there yet. */
  RestAnswer restAnswer(1: string pending)
      throws (1: ClusterManagerService.RefusedException refused,
              2: ClusterManagerService.UnavailableException unavailable),

  /**
   * A firing of a scheduled note that the called server owns has not been decided yet: see to it.
   * May be called any number of times. Returns before the note is run.
   */
  void fire(1: string noteId, 2: i64 scheduledMillis)
      throws (1: ClusterManagerService.UnavailableException unavailable),

  /** What the job manager page shows of the notes that the called server owns: a list as JSON. */
  string noteJobs() throws (1: ClusterManagerService.UnavailableException unavailable),

  /** A message of Zeppelin, as JSON, for the job manager pages that are open on the called server. */
  void jobsChanged(1: string message)
      throws (1: ClusterManagerService.UnavailableException unavailable),

  /** What the index of the called server has, best first; nobody's permissions are asked. */
  list<SearchHit> search(1: string query)
      throws (1: ClusterManagerService.UnavailableException unavailable)
}
