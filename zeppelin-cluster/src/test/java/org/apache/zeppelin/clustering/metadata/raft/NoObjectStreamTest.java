// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.raft;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import org.junit.Test;

public class NoObjectStreamTest {

  private static NoObjectStream written(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return new NoObjectStream(new ByteArrayInputStream(bytes.toByteArray()));
  }

  @Test
  public void aStackTraceIsEmpty() throws IOException {
    assertArrayEquals(
        new StackTraceElement[0],
        (StackTraceElement[]) written(new Exception().getStackTrace()).readObject());
  }

  @Test
  public void nothingElseIsRead() {
    for (Object each :
        new Object[] {new ArrayList<>(), new IOException("text"), new Object[0], "text"}) {
      assertThrows(InvalidObjectException.class, () -> written(each).readObject());
    }
    assertThrows(
        InvalidObjectException.class,
        () -> new NoObjectStream(new ByteArrayInputStream(new byte[0])).readObject());
  }
}
