// SPDX-License-Identifier: Apache-2.0

/* What cluster servers ask of each other. */
namespace java org.apache.zeppelin.clustering.rpc.wire

/** Names an interpreter group and the server that shall start its process. */
struct ClusterInterpreterParam {
  /** The server that is asked; it refuses a call meant for another. */
  1: string host,
  2: i32 port,
  3: string userName,
  4: string noteId,
  /** Name of the interpreter, `setting` or `setting.repl`. */
  5: string replName,
  /** The group as the asking server computed it; both must agree. */
  6: optional string interpreterGroupId,
  /** Epoch of the claim under which the process is started. */
  7: optional i64 epoch,
  /** Properties of the asking server's interpreter, with what a `%conf` paragraph changed. */
  8: optional map<string, string> properties,
  /** The asking server and its session. */
  9: optional string requester,
  10: optional string requesterSession,
  /** Release of the asking server's module. */
  11: optional string release
}

/** One server's attempt to launch, and what its process said. */
struct LaunchFailure {
  1: required string server,
  2: required string cause
}

exception LaunchFailedException {
  1: required string message,
  2: required list<LaunchFailure> failures
}

/** The process, claim or session that the caller means is not the present one. */
exception StaleException {
  1: required string message,
  /** 0 when there is none. */
  2: required i64 currentEpoch
}

/** This server cannot answer now: it starts, stops, or misses the majority. */
exception UnavailableException {
  1: required string message
}

/** The call makes no sense here: another server is meant, the setting is unknown. */
exception RefusedException {
  1: required string message
}

/** A process, named so that no other can be meant. */
struct ProcessRef {
  1: required string interpreterGroupId,
  2: required i64 epoch
}

struct InterpreterParam {
  1: required ProcessRef process,
  2: required string sessionId,
  3: required string className,
  4: required string userName,
  5: required map<string, string> properties
}

/** A paragraph's run: its output goes to `server` from now on. */
struct RunParam {
  1: required ProcessRef process,
  2: required string noteId,
  3: required string paragraphId,
  4: required string server
}

/** A call of an interpreter process to its event server, on its way to the paragraph's server. */
struct EventCall {
  1: required string interpreterGroupId,
  /** Per sender, so that a call retried after a lost answer counts once. */
  2: required string sender,
  3: required i64 sequence,
  /** The call as Zeppelin's Thrift wrote it. */
  4: required binary message
}

service ClusterManagerService {
  /** Starts the process of the group and commits its address; true when it runs. */
  bool startInterpreterProcess(1: ClusterInterpreterParam clusterInterpreterParam)
      throws (1: LaunchFailedException launchFailed, 2: StaleException stale,
              3: UnavailableException unavailable, 4: RefusedException refused),

  /** Answers when this server manages that process and it lives. */
  void checkProcess(1: ProcessRef process)
      throws (1: StaleException stale, 2: UnavailableException unavailable),

  /** Creates an interpreter in the process unless the session already has it. */
  void createInterpreter(1: InterpreterParam param)
      throws (1: StaleException stale, 2: RefusedException refused,
              3: UnavailableException unavailable),

  /** Closes a session; the last one stops the process. */
  void closeSession(1: ProcessRef process, 2: string sessionId)
      throws (1: StaleException stale, 2: UnavailableException unavailable),

  void stopProcess(1: ProcessRef process)
      throws (1: StaleException stale, 2: UnavailableException unavailable),

  /**
   * The manager's word that a session of the process, or with an empty id the process, has ended:
   * this server drops what it has of it before it answers.
   */
  void forget(1: ProcessRef process, 2: string sessionId)
      throws (1: UnavailableException unavailable),

  /**
   * Asks this server to report for that process from now on, in the place of the caller; it refuses
   * when it cannot reach the process.
   */
  void takeProcess(1: ProcessRef process)
      throws (1: StaleException stale, 2: RefusedException refused,
              3: UnavailableException unavailable),

  void runStarted(1: RunParam param)
      throws (1: StaleException stale, 2: UnavailableException unavailable),

  /** Delivers the call to this server's own event server and gives back its answer. */
  binary deliverEvent(1: EventCall call)
      throws (1: RefusedException refused, 2: UnavailableException unavailable)
}
