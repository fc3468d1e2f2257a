// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** An interpreter process that this server started. Safe for use by several threads. */
public interface LocalProcess {

  String host();

  int port();

  /** The operating system's id; 0 where it does not tell. */
  long pid();

  /** True for a process that the setting names and nobody here started. */
  boolean existing();

  boolean alive();

  /** Completes when the process has ended, however it did. */
  CompletionStage<Void> exited();

  /**
   * Creates an interpreter in the process.
   *
   * @throws IllegalStateException with the process's own message
   */
  void createInterpreter(
      String sessionId, String className, String userName, Map<String, String> properties);

  void closeInterpreter(String sessionId, String className);

  /** Ends the process and returns when it is gone, or when killing it failed. */
  void stop();
}
