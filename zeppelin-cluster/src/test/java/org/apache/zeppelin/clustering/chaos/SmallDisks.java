// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system for each server, which ends with the namespace that it is mounted in. */
final class SmallDisks implements Disks {

  private static final long MEGABYTES = 96;
  private static final int BLOCK = 4_096;

  @Override
  public void make(Path folder) throws IOException, InterruptedException {
    Shell.run("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "chaos", folder.toString());
  }

  private static Path filling(Path folder) {
    return folder.resolve("filling");
  }

  @Override
  public void fill(Path folder) {
    try (OutputStream out = Files.newOutputStream(filling(folder))) {
      byte[] block = new byte[BLOCK];
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      // As it should be.
    }
  }

  @Override
  public void free(Path folder) throws IOException {
    Files.deleteIfExists(filling(folder));
  }

  @Override
  public String remark() {
    return "";
  }

  @Override
  public String obstacle() {
    return "";
  }
}
