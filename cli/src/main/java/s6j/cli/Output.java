package s6j.cli;

import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** Text on its way to a descriptor: collected in a fixed buffer, written when full or flushed. */
public final class Output {
  private static final byte[] HEX = CString.of("0123456789abcdef");

  private final Posix posix;
  private final int fd;
  private final byte[] buffer;
  private int filled;
  private int error;

  public Output(Posix posix, int fd, int bufferSize) {
    this.posix = posix;
    this.fd = fd;
    this.buffer = new byte[bufferSize];
  }

  public Output text(String text) {
    for (int i = 0; i < text.length(); i++) put((byte) text.charAt(i));
    return this;
  }

  /** Adds a string up to its first NUL. */
  public Output bytes(byte[] string) {
    return bytes(string, 0, CString.length(string));
  }

  public Output bytes(byte[] bytes, int offset, int length) {
    for (int i = 0; i < length; i++) put(bytes[offset + i]);
    return this;
  }

  /** Adds a string as JSON, quotes and all; bytes from 128 as they are: names are usually UTF-8. */
  public Output json(byte[] string) {
    put((byte) '"');
    int length = CString.length(string);
    for (int i = 0; i < length; i++) jsonCharacter(string[i]);
    put((byte) '"');
    return this;
  }

  private void jsonCharacter(byte c) {
    boolean control = c >= 0 && c < ' ';
    if (control) text("\\u00").put(HEX[c >> 4 & 15]);
    else if (c == '"' || c == '\\') put((byte) '\\');
    put(control ? HEX[c & 15] : c);
  }

  public Output number(long value) {
    if (value < 0) {
      put((byte) '-');
      return number(-value);
    }
    if (buffer.length - filled < 20) flush();
    filled = Decimal.format(value, buffer, filled);
    return this;
  }

  public Output line() {
    put((byte) '\n');
    return this;
  }

  /** Writes what is collected: 0, or the first error since the start, negated. */
  public int flush() {
    int done = 0;
    while (done < filled && error == 0) {
      int written = posix.write(fd, buffer, done, filled - done);
      if (written < 0) error = written;
      else done += written;
    }
    filled = 0;
    return error;
  }

  private void put(byte b) {
    if (filled == buffer.length) flush();
    buffer[filled++] = b;
  }
}
