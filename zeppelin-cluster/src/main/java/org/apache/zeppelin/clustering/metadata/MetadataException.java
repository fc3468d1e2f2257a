// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata;

/** The metadata could not do what was asked; the message is fit for a user. */
public class MetadataException extends RuntimeException {

  public MetadataException(String message) {
    super(message);
  }

  public MetadataException(String message, Throwable cause) {
    super(message, cause);
  }
}
