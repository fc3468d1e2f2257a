// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.chaos;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is locked can be opened again, and is then as it was. */
public class LockedFoldersTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path top;
  private Path below;
  private LockedFolders locked;

  @Before
  public void make() throws IOException {
    top = folder.newFolder().toPath();
    below = Files.createDirectory(top.resolve("below"));
    locked = LockedFolders.in(folder.getRoot().toPath());
  }

  @Test
  public void whatWasLockedIsAsItWas() throws IOException {
    Set<PosixFilePermission> before = PosixFilePermissions.fromString("rwx------");
    Files.setPosixFilePermissions(below, before);
    locked.fill(top);
    assertEquals("r-x------", PosixFilePermissions.toString(Files.getPosixFilePermissions(below)));
    locked.free(top);
    assertEquals(before, Files.getPosixFilePermissions(below));
  }

  /** Root minds no permissions: then it says so. */
  @Test
  public void noFileCanBeMadeWhereItWorks() throws IOException {
    Assume.assumeTrue(locked.obstacle(), locked.obstacle().isEmpty());
    Path open = Files.createFile(below.resolve("open"));
    locked.fill(top);
    assertThrows(IOException.class, () -> Files.createFile(below.resolve("new")));
    Files.write(open, new byte[] {1});
    locked.free(top);
    Files.createFile(below.resolve("new"));
  }
}
