// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

/**
 * What one client asked of one key and what came of it. Times are of one monotonic clock; null
 * stands for a key that is absent. Immutable.
 */
final class Operation {

  /** Time of an answer that never came. */
  static final long NEVER = Long.MAX_VALUE;

  enum Kind {
    READ,
    WRITE,
    /** Writes {@link #value} if {@link #expected} stands there. */
    COMPARE_AND_SET
  }

  enum Outcome {
    DONE,
    /** Of a compare-and-set: something else stood there, and nothing was written. */
    REFUSED,
    /** It may have happened at any time since the call, may happen yet, or never. */
    UNKNOWN
  }

  final String client;
  final String key;
  final Kind kind;
  final String expected;
  final String value;
  final Outcome outcome;
  final long called;
  final long returned;

  private Operation(
      String client,
      String key,
      Kind kind,
      String expected,
      String value,
      Outcome outcome,
      long called,
      long returned) {
    this.client = client;
    this.key = key;
    this.kind = kind;
    this.expected = expected;
    this.value = value;
    this.outcome = outcome;
    this.called = called;
    this.returned = outcome == Outcome.UNKNOWN ? NEVER : returned;
  }

  /** A read that was answered with the value. */
  static Operation read(String client, String key, String value, long called, long returned) {
    return new Operation(client, key, Kind.READ, null, value, Outcome.DONE, called, returned);
  }

  /** A write; of null, a deletion. */
  static Operation write(
      String client, String key, String value, Outcome outcome, long called, long returned) {
    return new Operation(client, key, Kind.WRITE, null, value, outcome, called, returned);
  }

  static Operation compareAndSet(
      String client,
      String key,
      String expected,
      String value,
      Outcome outcome,
      long called,
      long returned) {
    return new Operation(
        client, key, Kind.COMPARE_AND_SET, expected, value, outcome, called, returned);
  }

  boolean unknown() {
    return outcome == Outcome.UNKNOWN;
  }

  /** One line of a history file. */
  @Override
  public String toString() {
    String what = kind == Kind.COMPARE_AND_SET ? expected + " -> " + value : String.valueOf(value);
    return String.format(
        "%d %s %s %s %s %s: %s",
        called, returned == NEVER ? "-" : returned, client, key, kind, outcome, what);
  }
}
