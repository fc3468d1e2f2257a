// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.zeppelin.clustering.metadata.Commands;
import org.apache.zeppelin.clustering.metadata.wire.LogRecord;
import org.apache.zeppelin.clustering.metadata.wire.RequestId;
import org.junit.Test;

public class CodecTest {

  // Of the compact protocol.
  private static final byte UNKNOWN_LIST = (byte) 0xF9;
  private static final byte LIST_OF_ONE_LIST = 0x19;
  private static final byte UNKNOWN_STRUCT = (byte) 0xFC;
  private static final byte NEXT_FIELD_A_STRUCT = 0x1C;

  private final LogRecord record =
      Log.record("c", 1, 1, List.of(Commands.put("note/a", "x"), Commands.publish("t", "p")));

  @Test
  public void whatWasEncodedComesBack() {
    assertEquals(record, Codec.decode(Codec.encode(record), new LogRecord()));
  }

  @Test
  public void truncatedAndTrailingBytesAreRefused() {
    byte[] bytes = Codec.encode(record);
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThrows(IllegalArgumentException.class, () -> Codec.decode(part, new LogRecord()));
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThrows(IllegalArgumentException.class, () -> Codec.decode(longer, new LogRecord()));
  }

  @Test
  public void randomBytesNeverDoMoreThanBeRefused() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      try {
        Codec.decode(bytes, new LogRecord());
      } catch (IllegalArgumentException expected) {
        continue;
      }
    }
  }

  @Test
  public void anIncompleteStructIsNotWritten() {
    assertThrows(IllegalArgumentException.class, () -> Codec.encode(new RequestId()));
  }

  /** In a field that nobody knows, and that is skipped. */
  @Test
  public void whatNestsWithoutEndIsRefused() {
    for (byte nested : new byte[] {LIST_OF_ONE_LIST, NEXT_FIELD_A_STRUCT}) {
      byte[] bytes = new byte[1_000_000];
      Arrays.fill(bytes, nested);
      bytes[0] = nested == LIST_OF_ONE_LIST ? UNKNOWN_LIST : UNKNOWN_STRUCT;
      Exception refusal =
          assertThrows(IllegalArgumentException.class, () -> Codec.decode(bytes, new LogRecord()));
      assertTrue(refusal.getMessage(), refusal.getMessage().contains("depth"));
    }
  }
}
