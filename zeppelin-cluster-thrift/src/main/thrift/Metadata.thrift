// SPDX-License-Identifier: Apache-2.0

/*
 * What is stored in the replicated map and what is written to the Raft log.
 *
 * Field numbers are for ever: these structs live in logs and snapshots on disk. Add optional
 * fields with new numbers; never reuse or retype one.
 */
namespace java org.apache.zeppelin.clustering.metadata.wire

enum ServerState {
  ONLINE = 1,
  DRAINING = 2,
  OFFLINE = 3
}

enum ProcessState {
  STARTING = 1,
  RUNNING = 2,
  STOPPING = 3
}

/** One Zeppelin server. Key `server/<id>`, tied to the server's session. */
struct ServerEntry {
  /** The Raft address `host:port`, as written in zeppelin.cluster.addr. */
  1: required string id,
  /** Host under which the other servers reach this one. */
  2: required string host,
  /** Port of ClusterManagerService. */
  3: required i32 servicePort,
  /** Port of the web UI and REST. */
  4: required i32 webPort,
  /** This server's own wall clock at its start, for people to read; never compared. */
  5: required i64 startTimeMillis,
  6: required ServerState state,
  7: required list<string> labels,
  /** Release of this module, so that a mixed cluster can be named. */
  8: required string release,
  /** Weight of this server in placement; 1.0 is an ordinary server. */
  9: optional double weight = 1.0,
  /** Most interpreter processes that this server wants to manage; 0 is no limit. */
  10: optional i32 maxProcesses = 0,
  /** While DRAINING: its processes are ended when idle, instead of given to other servers. */
  11: optional bool restartProcesses = false
}

/** One interpreter process, or the claim to start it. Key `process/<interpreterGroupId>`. */
struct ProcessEntry {
  1: required string interpreterGroupId,
  /** Id and name of the interpreter setting. */
  2: required string settingId,
  3: required string settingName,
  4: required string userName,
  5: required string noteId,
  6: required ProcessState state,
  /** Server that reports for the process; while STARTING, the one that claimed. */
  7: required string manager,
  /** Session of `manager` at that time: a restarted server is another manager. */
  8: required string managerSession,
  /** Where the process listens; set once RUNNING. */
  9: optional string host,
  10: optional i32 port,
  /** 0 where the operating system does not tell. */
  11: optional i64 pid = 0,
  /** The manager's wall clock when the process registered, for people to read. */
  12: optional i64 startTimeMillis = 0,
  /** True for a process that an administrator started and the setting merely names. */
  13: optional bool existing = false,
  /** Address of the web page that the process said it serves, such as Spark's. */
  14: optional string webUrl,
  /**
   * By session, the classes of the interpreters in the process. Written before one is created and
   * after one was closed: whoever takes the process over finds here all that may be in it.
   */
  15: optional map<string, set<string>> sessions,
  /** Set while STOPPING when it was lost: why, for whoever waits for what runs in it. */
  16: optional string lost
}

/** Who owns an open note. Key `note/<noteId>`, tied to the owner's session. */
struct NoteEntry {
  1: required string owner,
  2: required string ownerSession
}

/** Who may change something that only one may change at a time. Key `lock/<what>`, tied. */
struct LockEntry {
  1: required string owner,
  2: required string ownerSession
}

/**
 * Who may do what with a note, as names of users and roles, sorted. Key `permission/<noteId>`. An
 * empty list lets everybody; a note without an entry lets nobody.
 */
struct PermissionEntry {
  1: required list<string> owners,
  2: required list<string> readers,
  3: required list<string> writers,
  4: required list<string> runners
}

/**
 * What a user has stored for data sources. Key `credential/<user>`. One of the fields is set; the
 * entry stays when the user has removed everything, so that no old file brings it back.
 */
struct CredentialEntry {
  /** JSON, when Zeppelin has no zeppelin.credentials.encryptKey. */
  1: optional string clear,
  /** The same, as Zeppelin's own encryption made it. */
  2: optional string encrypted
}

/** Who somebody is, and which realm of Shiro says so. */
struct LoginPrincipal {
  1: required string realm,
  2: required string name
}

/**
 * A session of Shiro in which somebody is logged in. Key `login/<digest of its id>`: the id itself
 * would let anybody in who reads a file of the log. Others are no entries: nobody who is not logged
 * in may fill the log.
 */
struct LoginEntry {
  /** Times are of the wall clock of the server that wrote them. */
  1: required i64 startMillis,
  2: required i64 lastAccessMillis,
  /** Idle time after which it ends; negative for never. */
  3: required i64 timeoutMillis,
  /** Where the browser is, as the server saw it that it logged in on. */
  4: optional string host,
  /** In Shiro's order: the first is the primary one. */
  5: required list<LoginPrincipal> principals,
  /** Attributes whose values are text. */
  6: required map<string, string> attributes
}

/**
 * What tells a user's tickets, which he shows on websockets, from others. Key `ticket/<user>`.
 */
struct TicketEntry {
  /** Another after each logout. */
  1: required string id,
  /** Of the last login, in order. */
  2: required list<string> roles,
  /** Of his tickets, the newest last. */
  3: required list<string> digests
}

/**
 * Which firings of a scheduled note were decided. Key `firing/<noteId>`; stands by itself, so that
 * what a server was about to run outlives its session. Each firing is named by its place in the
 * schedule. A server that was away may decide a later one before others can tell it of earlier
 * ones, so that no single number says it all.
 */
struct FiringEntry {
  /** Firings up to this one are too late to be decided any more. */
  1: required i64 lateMillis,
  /** Those after it that were decided, in ascending order. */
  2: required list<i64> decidedMillis,
  /** The firing that is being run, which is decided; absent when none is. */
  3: optional i64 runMillis,
  /** Who runs it, and under which session; set with runMillis. */
  4: optional string runner,
  5: optional string runnerSession,
  /** True from just before its first paragraph is given to an interpreter. */
  6: optional bool begun
}

/**
 * An interpreter setting, the same on every server. Key `setting/<id>`, tied to no session. The entry
 * of one that was removed stays, so that it does not come back from the file of a server that was
 * away.
 */
struct SettingEntry {
  /**
   * As Zeppelin writes it into interpreter.json, without what each server has by itself: status,
   * error, the interpreters in it and how they are run. Absent when it was removed.
   */
  1: optional string json
}

/** A repository of dependencies. Key `repository/<id>`; otherwise as a setting. */
struct RepositoryEntry {
  /** As it is given to Zeppelin's REST. Absent when it was removed. */
  1: optional string json
}

/** Exactly one field is set; the key's prefix says which. */
union EntryValue {
  1: ServerEntry server,
  2: ProcessEntry process,
  3: NoteEntry note,
  4: LockEntry lock,
  5: PermissionEntry permission,
  8: CredentialEntry credential,
  9: LoginEntry login,
  10: TicketEntry ticket,
  11: FiringEntry firing,
  6: SettingEntry setting,
  7: RepositoryEntry repository
}

/** A value with its place in history. */
struct Entry {
  1: required string key,
  2: required EntryValue value,
  /** Log index of the last change of this key. */
  3: required i64 version,
  /** Log index at which the key came into being: the epoch of a claim. */
  4: required i64 epoch,
  /** Session whose end deletes this entry; absent when it stands by itself. */
  5: optional string session,
  /** The leader's wall clock when the last change was proposed, for people to read. */
  6: required i64 modifiedMillis
}

struct Session {
  1: required string id,
  /** Server id. A server has one session at a time: opening a new one ends the old. */
  2: required string owner,
  3: required i64 timeoutMillis,
  4: required i64 openedAt
}

struct PutCommand {
  1: required string key,
  2: required EntryValue value,
  3: optional string session
}

struct DeleteCommand {
  1: required string key
}

/** Without a value it deletes. Expected version 0 means: the key must be absent. */
struct CompareAndSetCommand {
  1: required string key,
  2: required i64 expectedVersion,
  3: optional EntryValue value,
  4: optional string session
}

struct OpenSessionCommand {
  1: required string id,
  2: required string owner,
  3: required i64 timeoutMillis
}

/** Ends a session and deletes all that is tied to it. */
struct ExpireSessionCommand {
  1: required string id,
  2: required string reason,
  /**
   * Raft term in which a leader decided that the server is dead. In a log entry of another term the
   * whole request is REFUSED: the next leader may have heard of the server since. Absent when the
   * server ends its own session.
   */
  3: optional i64 term
}

/** Reaches every server's listeners in the order of the log and leaves no state. */
struct PublishCommand {
  1: required string topic,
  2: required binary payload
}

/** Fails the whole batch unless the session is open: the fence of everything a server decides. */
struct RequireSessionCommand {
  1: required string id
}

/** Exactly one field is set. A command of a kind that a server does not know is refused there. */
union Command {
  1: PutCommand put,
  2: DeleteCommand remove,
  3: CompareAndSetCommand compareAndSet,
  4: OpenSessionCommand openSession,
  5: ExpireSessionCommand expireSession,
  6: PublishCommand publish,
  7: RequireSessionCommand requireSession
}

/** Makes a retried request apply once: results are kept in the replicated state under this id. */
struct RequestId {
  /** A random id of the proposing client's lifetime. */
  1: required string client,
  2: required i64 sequence,
  /** Every sequence below this one is answered: its result may be forgotten. */
  3: required i64 answeredBelow
}

/** All commands apply, or none. */
struct Request {
  1: required RequestId id,
  2: required list<Command> commands
}

/** What a server sends to the leader: one request, or some that may share a log entry. */
struct Requests {
  1: required list<Request> requests
}

/** What is in the Raft log: the request with what only the leader may decide. */
struct LogRecord {
  1: required Request request,
  2: required i64 leaderTimeMillis,
  /**
   * More requests of the same client, each of which applies or fails by itself, in this order. They
   * have the index of this entry in common, so no two may touch one key: its version would not tell
   * their changes apart. Nor may they touch sessions.
   */
  3: optional list<Request> others
}

enum ResultCode {
  OK = 1,
  /** A compare-and-set found another version. */
  CONFLICT = 2,
  /** The session is not open. */
  NO_SESSION = 3,
  /** Malformed: unknown kind, key and value that do not fit, over a limit. */
  REFUSED = 4
}

struct Result {
  1: required ResultCode code,
  /** Log index at which the request was applied. */
  2: required i64 index,
  /** For CONFLICT: position of the command that failed, and what stands there (absent: nothing). */
  3: optional i32 failedCommand,
  4: optional Entry current,
  5: optional string message
}

/** What the leader answers to requests, in their order. */
struct Results {
  1: required list<Result> results
}

/** A question to the leader itself, answered by what it registered under `topic`. */
struct LeaderQuery {
  1: required string topic,
  2: required binary payload,
  /** Asks how far the log is committed and nothing else; topic and payload mean nothing. */
  3: optional bool readIndex,
  /** The server that asks; set together with its term. */
  4: optional string asker,
  /**
   * Its term when the question was made, which is after the read began for which it asks. With it the
   * asker answers, if it votes, what the leader would ask it to find out whether it still leads.
   */
  5: optional i64 askersTerm,
  /**
   * Up to where it has applied the log: if more is committed, and the asker has that on its disk, the
   * leader tells it so at once.
   */
  6: optional i64 askersIndex,
  /** The asker is in no hurry: the leader may answer it together with others. */
  7: optional bool patient,
  /** Up to where the asker has the log on its disk. */
  8: optional i64 askersStored
}

/** One of the first three is set, unless only the last was asked for. */
struct LeaderAnswer {
  1: optional binary payload,
  /** Why the leader could not answer. */
  2: optional string error,
  /** Whoever was asked does not lead: ask again elsewhere. */
  3: optional bool notLeader,
  /** Everything that was committed before the question is up to there in the log. */
  4: optional i64 readIndex
}

/** What a server answers to a leader that wants to know whether it still leads. */
struct TermAnswer {
  1: required i64 term
}

/** The head of a snapshot file; entries follow in key order, then sessions, then clients. */
struct SnapshotHeader {
  1: required i32 format,
  2: required i64 term,
  3: required i64 index,
  4: required i32 entries,
  5: required i32 sessions,
  6: required i32 clients
}

/** Remembered results of one proposing client. */
struct ClientResults {
  1: required string client,
  2: required i64 answeredBelow,
  3: required map<i64, Result> results,
  4: required i64 lastIndex
}
