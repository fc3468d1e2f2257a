// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.transcript;

/** Steps that belong together, and need none of another group. */
interface Group {

  /** Also the folder of its notes. */
  String name();

  /** Writes the steps down, without playing them. */
  void write(Script script);
}
