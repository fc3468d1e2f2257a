// SPDX-License-Identifier: Apache-2.0
package org.apache.zeppelin.clustering.metadata.state;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.apache.zeppelin.clustering.metadata.wire.ClientResults;
import org.apache.zeppelin.clustering.metadata.wire.Entry;
import org.apache.zeppelin.clustering.metadata.wire.Session;
import org.apache.zeppelin.clustering.metadata.wire.SnapshotHeader;
import org.apache.zeppelin.clustering.shaded.thrift.TBase;

/**
 * A state in a file: eight bytes of magic, then Thrift structs, each after its length in four bytes
 * (the header, the entries, the sessions, the clients), then the CRC32C of all before it in four
 * bytes, then nothing.
 */
public final class SnapshotFile {

  private static final byte[] MAGIC = {'Z', 'C', 'M', 'E', 'T', 'A', '\r', '\n'};
  private static final int FORMAT = 1;

  private SnapshotFile() {}

  /** Writes the file and forces it to the disk. An existing file is replaced. */
  public static void write(MetadataState state, long term, Path file) throws IOException {
    CRC32C crc = new CRC32C();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
      DataOutputStream out = new DataOutputStream(new CheckedOutputStream(buffered, crc));
      List<ClientResults> clients = state.clients();
      out.write(MAGIC);
      writeStruct(
          out,
          new SnapshotHeader(
              FORMAT,
              term,
              state.index(),
              state.entryTree().size(),
              state.sessionTree().size(),
              clients.size()));
      for (Entry entry : all(state.entryTree())) {
        writeStruct(out, entry);
      }
      for (Session session : all(state.sessionTree())) {
        writeStruct(out, session);
      }
      for (ClientResults client : clients) {
        writeStruct(out, client);
      }
      out.flush();
      channel.write(ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).flip());
      channel.force(true);
    }
  }

  /**
   * Reads and verifies the file.
   *
   * @throws IOException naming the file, when it is missing or anything in it is not as written
   */
  public static MetadataState read(Path file, long term, long index) throws IOException {
    long length = Files.size(file);
    // Before anything in it is believed.
    verifySum(file, length);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      byte[] magic = in.readNBytes(MAGIC.length);
      require(Arrays.equals(magic, MAGIC), file, "it does not begin like a snapshot");
      SnapshotHeader header = readStruct(in, length, new SnapshotHeader());
      require(header.getFormat() == FORMAT, file, "its format is " + header.getFormat());
      require(
          header.getTerm() == term && header.getIndex() == index,
          file,
          "it is of term " + header.getTerm() + " and index " + header.getIndex());
      List<Entry> entries = readAll(in, length, header.getEntries(), Entry::new);
      List<Session> sessions = readAll(in, length, header.getSessions(), Session::new);
      List<ClientResults> clients = readAll(in, length, header.getClients(), ClientResults::new);
      require(in.readAllBytes().length == Integer.BYTES, file, "its counts do not match");
      return MetadataState.of(index, entries, sessions, clients);
    } catch (IllegalArgumentException | EOFException e) {
      throw new IOException("Snapshot " + file + " is damaged: " + e.getMessage(), e);
    }
  }

  private static void verifySum(Path file, long length) throws IOException {
    require(length > MAGIC.length + Integer.BYTES, file, "it has only " + length + " bytes");
    CRC32C crc = new CRC32C();
    long left = length - Integer.BYTES;
    byte[] chunk = new byte[1 << 16];
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      while (left > 0) {
        int count = in.read(chunk, 0, (int) Math.min(chunk.length, left));
        require(count > 0, file, "it shrinks while it is read");
        crc.update(chunk, 0, count);
        left -= count;
      }
      require(in.readInt() == (int) crc.getValue(), file, "its checksum does not match");
    }
  }

  private static void require(boolean valid, Path file, String fault) throws IOException {
    if (!valid) {
      throw new IOException("Snapshot " + file + " is damaged: " + fault);
    }
  }

  private static void writeStruct(DataOutputStream out, TBase<?, ?> struct) throws IOException {
    byte[] bytes = Codec.encode(struct);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static <T extends TBase<?, ?>> T readStruct(DataInputStream in, long limit, T struct)
      throws IOException {
    int length = in.readInt();
    if (length < 0 || length > limit) {
      throw new IllegalArgumentException("a length of " + length + " cannot be");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return Codec.decode(bytes, struct);
  }

  private static <T extends TBase<?, ?>> List<T> readAll(
      DataInputStream in, long limit, int count, Supplier<T> empty) throws IOException {
    List<T> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(readStruct(in, limit, empty.get()));
    }
    return all;
  }

  private static <T> List<T> all(SortedTree<String, T> tree) {
    List<T> all = new ArrayList<>(tree.size());
    tree.visit((key, value) -> all.add(value));
    return all;
  }
}
