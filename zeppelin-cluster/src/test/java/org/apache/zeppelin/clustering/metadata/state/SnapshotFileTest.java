// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import static org.apache.zeppelin.clustering.metadata.Commands.open;
import static org.apache.zeppelin.clustering.metadata.Commands.put;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SnapshotFileTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Path file;
  private byte[] sound;

  @Before
  public void writeASoundFile() throws IOException {
    Log log = new Log();
    log.commit(open("s1", "server1"), put("note/a", "x", "s1"));
    log.commit(put("note/b", "y"));
    file = folder.getRoot().toPath().resolve("snapshot.1_2");
    SnapshotFile.write(log.state, 1, file);
    sound = Files.readAllBytes(file);
    SnapshotFile.read(file, 1, 2);
  }

  private void assertRefused(String how, byte[] bytes) throws IOException {
    Files.write(file, bytes);
    IOException refused = assertThrows(how, IOException.class, () -> SnapshotFile.read(file, 1, 2));
    assertTrue(refused.getMessage(), refused.getMessage().contains(file.toString()));
  }

  @Test
  public void everyTruncationIsRefused() throws IOException {
    for (int length = 0; length < sound.length; length++) {
      assertRefused("length " + length, Arrays.copyOf(sound, length));
    }
  }

  @Test
  public void everyFlippedBitIsRefused() throws IOException {
    for (int bit = 0; bit < 8 * sound.length; bit++) {
      byte[] damaged = sound.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertRefused("bit " + bit, damaged);
    }
  }

  @Test
  public void whatFollowsTheEndIsRefused() throws IOException {
    assertRefused("longer", Arrays.copyOf(sound, sound.length + 1));
  }

  @Test
  public void anotherSnapshotUnderThisNameIsRefused() {
    assertThrows(IOException.class, () -> SnapshotFile.read(file, 1, 3));
    assertThrows(IOException.class, () -> SnapshotFile.read(file, 2, 2));
  }

  @Test
  public void aMissingFileIsNamed() throws IOException {
    Files.delete(file);
    IOException missing = assertThrows(IOException.class, () -> SnapshotFile.read(file, 1, 2));
    assertTrue(missing.getMessage(), missing.getMessage().contains(file.toString()));
  }
}
