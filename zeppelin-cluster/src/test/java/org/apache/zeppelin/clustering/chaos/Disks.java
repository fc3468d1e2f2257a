// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.io.IOException;
import java.nio.file.Path;

/** Where servers keep their metadata, each in a folder of its own. */
interface Disks {

  /** Before the server is started for the first time; the folder is there. */
  void make(Path folder) throws IOException, InterruptedException;

  /** Nothing more can be written there. */
  void fill(Path folder) throws IOException;

  void free(Path folder) throws IOException;

  /** What differs from a full disk; empty for nothing. */
  String remark();

  /** Why disks cannot be full here; empty when they can. */
  String obstacle();
}
