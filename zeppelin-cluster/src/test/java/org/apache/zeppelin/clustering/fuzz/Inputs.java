// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Hostile bytes, made of sound ones and a seed: the same in every run. {@code -Dfuzz.inputs=N} says
 * how many each test takes (dev/fuzz.sh: a million), {@code -Dfuzz.seed=N} which.
 */
public final class Inputs {

  private static final int COUNT = Integer.getInteger("fuzz.inputs", 10_000);
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final int RANDOM_BYTES = 300;
  private static final int[] NUMBERS = {
    0, 1, -1, 2, 63, 64, 127, 128, 255, 256, 65_535, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE
  };

  private final Random random = new Random(SEED);
  private final List<byte[]> sound;
  private int given;

  /**
   * @param sound what the inputs are made of; none is empty
   */
  public Inputs(List<byte[]> sound) {
    this.sound = List.copyOf(sound);
  }

  public boolean hasNext() {
    return given < COUNT;
  }

  /** How many were given so far. */
  public int given() {
    return given;
  }

  /** One in eight is nothing but random; the others are sound ones with up to eight changes. */
  public byte[] next() {
    given++;
    if (random.nextInt(8) == 0) {
      return random(random.nextInt(RANDOM_BYTES));
    }
    byte[] bytes = any().clone();
    for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
      bytes = changed(bytes);
    }
    return bytes;
  }

  private byte[] any() {
    return sound.get(random.nextInt(sound.size()));
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] changed(byte[] bytes) {
    if (bytes.length == 0) {
      return random(1);
    }
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(8)) {
      case 0:
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        return bytes;
      case 1:
        bytes[at] = (byte) random.nextInt();
        return bytes;
      case 2:
        return number(bytes, at, NUMBERS[random.nextInt(NUMBERS.length)]);
      case 3:
        return Arrays.copyOf(bytes, at);
      case 4:
        return joined(Arrays.copyOf(bytes, at), random(1 + random.nextInt(16)), from(bytes, at));
      case 5:
        return joined(Arrays.copyOf(bytes, at), from(bytes, at), from(bytes, at));
      case 6:
        return joined(Arrays.copyOf(bytes, at), from(bytes, random.nextInt(bytes.length)));
      default:
        byte[] other = any();
        return joined(Arrays.copyOf(bytes, at), from(other, random.nextInt(other.length)));
    }
  }

  /** In four bytes, the greatest first, as lengths are. */
  private static byte[] number(byte[] bytes, int at, int number) {
    for (int i = 0; i < Integer.BYTES && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (number >>> (8 * (Integer.BYTES - 1 - i)));
    }
    return bytes;
  }

  private static byte[] from(byte[] bytes, int at) {
    return Arrays.copyOfRange(bytes, at, bytes.length);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
