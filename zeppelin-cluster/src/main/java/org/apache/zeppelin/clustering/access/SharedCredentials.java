// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.access;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.zeppelin.clustering.metadata.Blocking;
import org.apache.zeppelin.clustering.metadata.Metadata;
import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.metadata.state.Keys;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.Result;
import org.apache.zeppelin.clustering.metadata.wire.ResultCode;
import org.apache.zeppelin.clustering.servers.Servers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What users have stored for data sources: by user, for each data source what its user name and
 * password are, as JSON. What is committed counts, on every server.
 *
 * <p>Any thread may call; calls block for as long as the metadata takes. Nothing of what is stored
 * is ever logged.
 */
public final class SharedCredentials {

  private static final Logger LOGGER = LoggerFactory.getLogger(SharedCredentials.class);

  private final Metadata metadata;
  private final Servers servers;
  private final CredentialSeal seal;

  public SharedCredentials(Metadata metadata, Servers servers, CredentialSeal seal) {
    this.metadata = metadata;
    this.servers = servers;
    this.seal = seal;
  }

  /**
   * What the user has stored by now; empty when nothing.
   *
   * @throws IOException when this server cannot know, with the reason for the user
   */
  public Map<String, String> of(String user) throws IOException {
    try {
      return open(user, Blocking.await(metadata.get(Keys.credential(user))));
    } catch (MetadataException e) {
      throw new IOException("Credentials cannot be read now: " + e.getMessage(), e);
    }
  }

  /** What this server has heard of; may be behind. */
  Map<String, String> local(String user) throws IOException {
    return open(user, metadata.local().get(Keys.credential(user)));
  }

  private Map<String, String> open(String user, Optional<Entry> entry) throws IOException {
    return entry.isEmpty() ? Map.of() : seal.open(user, entry.get().getValue().getCredential());
  }

  /**
   * Changes what the user has stored, as one step.
   *
   * @param change given what is committed; may be called again with what another has committed
   * @return what was stored before
   * @throws IOException when it could not be done, with the reason for the user
   */
  public Map<String, String> change(String user, UnaryOperator<Map<String, String>> change)
      throws IOException {
    try {
      Optional<Entry> entry = Blocking.await(metadata.get(Keys.credential(user)));
      while (true) {
        Map<String, String> before = open(user, entry);
        Map<String, String> after = change.apply(before);
        if (after.equals(before)) {
          return before;
        }
        Result result = commit(user, entry.map(Entry::getVersion).orElse(0L), after);
        if (result.getCode() == ResultCode.OK) {
          LOGGER.info("Credentials of user {} were changed", user);
          return before;
        }
        entry = Optional.ofNullable(result.getCurrent());
      }
    } catch (MetadataException e) {
      throw new IOException("Credentials were not changed: " + e.getMessage(), e);
    }
  }

  /**
   * Takes over what a Zeppelin without cluster has left of the user, unless the cluster knows him.
   */
  public void adopt(String user, Map<String, String> stored) throws IOException {
    if (metadata.local().get(Keys.credential(user)).isPresent()) {
      return;
    }
    try {
      if (commit(user, 0, stored).getCode() == ResultCode.OK) {
        LOGGER.info("Credentials of user {} were taken over", user);
      }
    } catch (MetadataException e) {
      throw new IOException("Credentials cannot be taken over now: " + e.getMessage(), e);
    }
  }

  /** OK, or a conflict. */
  private Result commit(String user, long version, Map<String, String> stored) throws IOException {
    Result result =
        Blocking.await(
            metadata.commit(
                AccessCommands.credential(
                    servers.requireSession(), user, version, seal.close(stored))));
    if (result.getCode() != ResultCode.OK && result.getCode() != ResultCode.CONFLICT) {
      throw new IOException("Credentials were not changed: " + result.getMessage());
    }
    return result;
  }
}
