// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import java.util.List;
import java.util.Optional;
import org.apache.zeppelin.clustering.metadata.wire.Command;
import org.apache.zeppelin.clustering.metadata.wire.CompareAndSetCommand;
import org.apache.zeppelin.clustering.metadata.wire.OpenSessionCommand;
import org.apache.zeppelin.clustering.metadata.wire.PublishCommand;
import org.apache.zeppelin.clustering.metadata.wire.PutCommand;
import org.apache.zeppelin.clustering.metadata.wire.Request;
import org.apache.zeppelin.clustering.metadata.wire.RequestId;

/**
 * Whether a request is well formed, whatever the state. The proposer and the leader ask before the
 * log, every replica asks again when it applies: all must answer alike, so the limits here are
 * constants and not settings.
 */
public final class CommandCheck {

  public static final int MAX_COMMANDS = 10_000;
  public static final int MAX_NAME_CHARS = 1024;

  private CommandCheck() {}

  /** What is wrong with the request, for a person to read; empty when nothing is. */
  public static Optional<String> faultOf(Request request) {
    if (request == null || request.getId() == null || request.getCommands() == null) {
      return Optional.of("a request lacks its id or its commands");
    }
    RequestId id = request.getId();
    if (badName(id.getClient()) || id.getSequence() < 1 || id.getAnsweredBelow() < 0) {
      return Optional.of("the request id " + id + " is malformed");
    }
    if (id.getAnsweredBelow() > id.getSequence()) {
      return Optional.of("the request id " + id + " says that it is answered itself");
    }
    return faultOf(request.getCommands());
  }

  /** What is wrong with the commands, for a person to read; empty when nothing is. */
  public static Optional<String> faultOf(List<Command> commands) {
    if (commands.size() > MAX_COMMANDS) {
      return Optional.of(
          commands.size() + " commands in one request exceed the limit of " + MAX_COMMANDS);
    }
    for (int i = 0; i < commands.size(); i++) {
      Optional<String> fault = faultOf(commands.get(i));
      if (fault.isPresent()) {
        return Optional.of("command " + i + ": " + fault.get());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> faultOf(Command command) {
    if (command == null || !command.isSet()) {
      return Optional.of("its kind is unknown to this release");
    }
    switch (command.getSetField()) {
      case PUT:
        return faultOf(command.getPut());
      case REMOVE:
        return Keys.faultOf(command.getRemove().getKey());
      case COMPARE_AND_SET:
        return faultOf(command.getCompareAndSet());
      case OPEN_SESSION:
        return faultOf(command.getOpenSession());
      case EXPIRE_SESSION:
        return badName(command.getExpireSession().getId())
                || command.getExpireSession().getReason() == null
            ? Optional.of("the session id or the reason is missing or too long")
            : Optional.empty();
      case PUBLISH:
        return faultOf(command.getPublish());
      case REQUIRE_SESSION:
        return badName(command.getRequireSession().getId())
            ? Optional.of("the session id is missing or too long")
            : Optional.empty();
      default:
        return Optional.of("its kind is unknown to this release");
    }
  }

  private static Optional<String> faultOf(PutCommand put) {
    if (put.isSetSession() && badName(put.getSession())) {
      return Optional.of("the session id is empty or too long");
    }
    return Keys.faultOf(put.getKey(), put.getValue());
  }

  private static Optional<String> faultOf(CompareAndSetCommand command) {
    if (command.getExpectedVersion() < 0) {
      return Optional.of("the expected version " + command.getExpectedVersion() + " is negative");
    }
    if (command.isSetValue()) {
      if (command.isSetSession() && badName(command.getSession())) {
        return Optional.of("the session id is empty or too long");
      }
      return Keys.faultOf(command.getKey(), command.getValue());
    }
    return command.isSetSession()
        ? Optional.of("a deletion of key '" + command.getKey() + "' cannot be tied to a session")
        : Keys.faultOf(command.getKey());
  }

  private static Optional<String> faultOf(OpenSessionCommand open) {
    if (badName(open.getId()) || badName(open.getOwner())) {
      return Optional.of("the session's id or owner is missing or too long");
    }
    return open.getTimeoutMillis() > 0
        ? Optional.empty()
        : Optional.of("the session timeout " + open.getTimeoutMillis() + " ms is not positive");
  }

  private static Optional<String> faultOf(PublishCommand publish) {
    return badName(publish.getTopic()) || publish.bufferForPayload() == null
        ? Optional.of("the topic is missing or too long, or the payload is missing")
        : Optional.empty();
  }

  private static boolean badName(String name) {
    return name == null || name.isEmpty() || name.length() > MAX_NAME_CHARS;
  }
}
