// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

/** Something that the rest of the script cannot do without did not come. */
final class Missing extends RuntimeException {
  private static final long serialVersionUID = 1;

  Missing(String what) {
    super(what);
  }
}
