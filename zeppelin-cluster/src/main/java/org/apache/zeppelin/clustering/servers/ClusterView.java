// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import java.util.List;
import java.util.Objects;
import org.apache.zeppelin.clustering.metadata.MetadataView;

/** The servers, and the map from which the list of them was made. Immutable. */
public final class ClusterView {

  private final List<ServerView> servers;
  private final MetadataView metadata;

  ClusterView(List<ServerView> servers, MetadataView metadata) {
    this.servers = List.copyOf(servers);
    this.metadata = Objects.requireNonNull(metadata, "metadata");
  }

  /** By id, as {@link Servers#list}. */
  public List<ServerView> servers() {
    return servers;
  }

  public MetadataView metadata() {
    return metadata;
  }
}
