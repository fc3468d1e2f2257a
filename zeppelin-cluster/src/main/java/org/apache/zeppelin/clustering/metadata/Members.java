// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

/** Who belongs to the cluster, and changes of that while it runs. Any thread may call. */
public interface Members {

  /**
   * The present members as far as this server knows: what the log says, not a setting. Does not
   * block.
   */
  Membership present();

  /**
   * Has a server belong to the cluster that has been started for it and waits. Blocks until it is
   * committed; a server that belongs already is left as it is.
   *
   * @param server {@code host:port}
   * @throws MetadataException when that cannot be done, with the reason for whoever asked
   */
  void add(String server);

  /**
   * Has a server belong to the cluster no more. Blocks until it is committed.
   *
   * @throws MetadataException when that cannot be done, with the reason for whoever asked
   */
  void remove(String server);

  /**
   * Has a server lead. Blocks until it does.
   *
   * @throws MetadataException when that cannot be done, with the reason for whoever asked
   */
  void lead(String server);
}
