// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.servers;

import org.apache.zeppelin.clustering.metadata.MetadataException;
import org.apache.zeppelin.clustering.shaded.thrift.TBase;
import org.apache.zeppelin.clustering.shaded.thrift.TDeserializer;
import org.apache.zeppelin.clustering.shaded.thrift.TException;
import org.apache.zeppelin.clustering.shaded.thrift.TSerializer;

/** Questions to the leader and its answers as bytes. */
final class Wire {

  static final String HEARTBEAT = "heartbeat";
  static final String LOADS = "loads";

  /** As {@link #LOADS}, without the processes themselves: there may be thousands. */
  static final String LOAD_COUNTS = "load-counts";

  private Wire() {}

  static byte[] write(TBase<?, ?> struct) {
    try {
      return new TSerializer().serialize(struct);
    } catch (TException e) {
      throw new MetadataException("Cannot write " + struct.getClass().getSimpleName(), e);
    }
  }

  /** Fills the struct and gives it back. */
  static <T extends TBase<?, ?>> T read(byte[] bytes, T struct) {
    try {
      new TDeserializer().deserialize(struct, bytes);
      return struct;
    } catch (TException e) {
      throw new MetadataException(
          "Malformed " + struct.getClass().getSimpleName() + ": " + e.getMessage(), e);
    }
  }
}
