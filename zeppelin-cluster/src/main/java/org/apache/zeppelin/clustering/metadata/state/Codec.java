// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import org.apache.zeppelin.clustering.shaded.thrift.TBase;
import org.apache.zeppelin.clustering.shaded.thrift.TConfiguration;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.apache.zeppelin.clustering.shaded.thrift.protocol.TCompactProtocol;
import org.apache.zeppelin.clustering.shaded.thrift.transport.TMemoryBuffer;
import org.apache.zeppelin.clustering.shaded.thrift.transport.TMemoryInputTransport;

/** Thrift structs to bytes and back, in the compact protocol. */
public final class Codec {

  private Codec() {}

  /**
   * @throws IllegalArgumentException when a required field is not set
   */
  public static byte[] encode(TBase<?, ?> struct) {
    try {
      TMemoryBuffer out = new TMemoryBuffer(256);
      struct.write(new TCompactProtocol(out));
      byte[] bytes = new byte[out.length()];
      System.arraycopy(out.getArray(), 0, bytes, 0, bytes.length);
      return bytes;
    } catch (TException e) {
      throw new IllegalArgumentException(
          "A " + struct.getClass().getSimpleName() + " is incomplete: " + e.getMessage(), e);
    }
  }

  /**
   * Fills the empty struct and returns it.
   *
   * @throws IllegalArgumentException when the bytes are not exactly one such struct
   */
  public static <T extends TBase<?, ?>> T decode(byte[] bytes, T struct) {
    try {
      // A length field may not promise more than there is, or random bytes could claim gigabytes.
      TConfiguration limits =
          TConfiguration.custom()
              .setMaxMessageSize(Math.max(1, bytes.length))
              .setMaxFrameSize(Math.max(1, bytes.length))
              .build();
      TMemoryInputTransport in = new TMemoryInputTransport(limits, bytes);
      struct.read(new TCompactProtocol(in, bytes.length, bytes.length));
      if (in.getBytesRemainingInBuffer() != 0) {
        throw new IllegalArgumentException(
            in.getBytesRemainingInBuffer()
                + " bytes follow after a "
                + struct.getClass().getSimpleName());
      }
      return struct;
    } catch (TException e) {
      throw new IllegalArgumentException(
          "These "
              + bytes.length
              + " bytes are no "
              + struct.getClass().getSimpleName()
              + ": "
              + e.getMessage(),
          e);
    }
  }
}
