package s6j.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Reads what is added to the file {@code current} of a log directory, over its rotations. */
final class LogFollower implements AutoCloseable {
  private static final int PIECE = 65536;

  private final Path current;
  private FileChannel file;
  private Object inode;

  private LogFollower(Path current, FileChannel file, Object inode) {
    this.current = current;
    this.file = file;
    this.inode = inode;
  }

  /** From the present end on. */
  static LogFollower at(Path directory) throws IOException {
    Path current = directory.resolve("current");
    FileChannel file = FileChannel.open(current, StandardOpenOption.READ);
    file.position(file.size());
    return new LogFollower(current, file, inode(current));
  }

  private static Object inode(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  /** Bytes that have come, at most 64 KiB at a time; none if there are no more for now. */
  byte[] read() throws IOException {
    byte[] bytes = piece();
    if (bytes.length > 0 || !isRotated()) return bytes;
    file.close();
    file = FileChannel.open(current, StandardOpenOption.READ);
    inode = inode(current);
    return piece();
  }

  private byte[] piece() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(PIECE, file.size() - file.position()));
    file.read(buffer);
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }

  private boolean isRotated() {
    try {
      return !Objects.equals(inode, inode(current));
    } catch (IOException betweenTwo) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
