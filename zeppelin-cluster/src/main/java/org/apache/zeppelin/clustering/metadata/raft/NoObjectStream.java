// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What libraries in the module's jar get when they ask for a java.io.ObjectInputStream: the build
 * puts this name in the place of that one, so that nothing that comes over a port becomes an object
 * of a class that the sender chose.
 *
 * <p>Ratis sends stack traces of exceptions in that form, with what else it says of them; they are
 * empty here. Anything else is refused.
 */
public final class NoObjectStream extends InputStream {

  /** The stream's magic number and version, and the class of an array of stack trace elements. */
  private static final byte[] TRACE = begin();

  private final InputStream in;

  public NoObjectStream(InputStream in) {
    this.in = in;
  }

  private static byte[] begin() {
    byte[] name = StackTraceElement[].class.getName().getBytes(StandardCharsets.US_ASCII);
    byte[] head = {(byte) 0xac, (byte) 0xed, 0, 5, 'u', 'r', 0, (byte) name.length};
    byte[] all = Arrays.copyOf(head, head.length + name.length);
    System.arraycopy(name, 0, all, head.length, name.length);
    return all;
  }

  /**
   * @return an empty stack trace
   * @throws InvalidObjectException when it is anything but one
   */
  public Object readObject() throws IOException {
    if (Arrays.equals(in.readNBytes(TRACE.length), TRACE)) {
      return new StackTraceElement[0];
    }
    throw new InvalidObjectException("Objects are not read from other servers");
  }

  @Override
  public int read() throws IOException {
    throw new InvalidObjectException("Objects are not read from other servers");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
