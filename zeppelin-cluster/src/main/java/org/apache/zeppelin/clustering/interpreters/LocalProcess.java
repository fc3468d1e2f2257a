// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * An interpreter process that this server started or took over. Safe for use by several threads.
 */
public interface LocalProcess {

  String host();

  int port();

  /**
   * This machine's id of it; 0 for one that runs elsewhere, such as in a container, or that nobody
   * here started. Such a one is asked from time to time whether it lives.
   */
  long pid();

  /** True for a process that the setting names and nobody here started. */
  boolean existing();

  boolean alive();

  /** Completes when the process has ended, however it did; never without a pid. */
  CompletionStage<Void> exited();

  /**
   * Creates an interpreter in the process.
   *
   * @throws IllegalStateException with the process's own message
   */
  void createInterpreter(
      String sessionId, String className, String userName, Map<String, String> properties);

  /** False when the process has no such interpreter in that session, or does not answer. */
  boolean hasInterpreter(String sessionId, String className);

  void closeInterpreter(String sessionId, String className);

  /** Ends the process and returns when it is gone, or when killing it failed. */
  void stop();
}
