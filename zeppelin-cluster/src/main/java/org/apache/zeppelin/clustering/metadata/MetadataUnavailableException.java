// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

import java.util.List;

/** No majority answered in time: the outcome is unknown. */
public class MetadataUnavailableException extends MetadataException {

  private final transient List<String> missing;

  public MetadataUnavailableException(String message, List<String> missing, Throwable cause) {
    super(message, cause);
    this.missing = List.copyOf(missing);
  }

  /** Ids of the servers that this one does not reach; empty when it is not known. */
  public List<String> missing() {
    return missing;
  }
}
