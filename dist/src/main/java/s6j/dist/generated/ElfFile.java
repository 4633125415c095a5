package s6j.dist.generated;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An executable of 64 bits that is not moved when it starts, so that addresses are places in it.
 */
final class ElfFile {
  private static final int MAGIC = 0x464c457f;
  private static final int TYPE = 16;
  private static final int EXECUTABLE = 2;
  private static final int PROGRAM_HEADERS = 32;
  private static final int HEADER_SIZE = 54;
  private static final int HEADER_COUNT = 56;
  private static final int LOAD = 1;

  private final Path path;
  private final ByteBuffer bytes;

  ElfFile(Path path) throws IOException {
    this.path = path;
    bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.getInt(0) != MAGIC || bytes.getShort(TYPE) != EXECUTABLE)
      throw new IOException(path + " is no executable at a fixed address");
  }

  /** Puts bytes where the memory from an address on comes from. */
  void put(long address, byte[] content) throws IOException {
    bytes.put(place(address, content.length), content);
  }

  private int place(long address, int length) throws IOException {
    int headers = (int) bytes.getLong(PROGRAM_HEADERS);
    for (int i = 0; i < bytes.getShort(HEADER_COUNT); i++) {
      int header = headers + i * bytes.getShort(HEADER_SIZE);
      long offset = bytes.getLong(header + 8);
      long first = bytes.getLong(header + 16);
      long inFile = bytes.getLong(header + 32);
      if (bytes.getInt(header) == LOAD && first <= address && address + length <= first + inFile)
        return (int) (offset + address - first);
    }
    throw new IOException(path + ": not in the file: " + Long.toHexString(address));
  }

  void write() throws IOException {
    Files.write(path, bytes.array());
  }
}
