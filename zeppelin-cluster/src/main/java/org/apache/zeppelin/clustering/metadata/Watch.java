// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

/** A registered listener. */
public interface Watch extends AutoCloseable {

  /** The picture from which the listener's first event departs. */
  MetadataView start();

  /** No call begins after this returns. */
  @Override
  void close();
}
