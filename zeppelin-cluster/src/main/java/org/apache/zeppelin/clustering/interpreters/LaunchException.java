// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.interpreters;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.zeppelin.clustering.rpc.wire.LaunchFailure;

/** No server could start the process; the message holds what each of them said. */
public final class LaunchException extends IOException {

  private final transient List<LaunchFailure> failures;

  public LaunchException(String message, List<LaunchFailure> failures) {
    super(message + describe(failures));
    this.failures = List.copyOf(failures);
  }

  private static String describe(List<LaunchFailure> failures) {
    return failures.stream()
        .map(f -> "\n" + f.getServer() + ": " + f.getCause())
        .collect(Collectors.joining());
  }

  public List<LaunchFailure> failures() {
    return failures;
  }
}
