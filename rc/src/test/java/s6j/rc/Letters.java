package s6j.rc;

import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;

/** The end of a control fifo that a daemon reads, played by the test. */
public final class Letters {
  private static final int FLAGS = OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;

  private final FakePosix own;
  private final int reading;

  /** A reader without it reads the end of the file for ever. */
  private final int writing;

  private final byte[] letter = new byte[1];

  public Letters(FakePosix own, int directory, byte[] path) {
    this.own = own;
    own.mkfifo(directory, path, 0600);
    reading = own.open(directory, path, OpenFlags.O_RDONLY | FLAGS, 0);
    writing = own.open(directory, path, OpenFlags.O_WRONLY | FLAGS, 0);
  }

  /** The next letter, or -1. */
  int next() {
    return own.read(reading, letter, 0, 1) == 1 ? letter[0] & 0xff : -1;
  }

  void close() {
    own.close(reading);
    own.close(writing);
  }
}
