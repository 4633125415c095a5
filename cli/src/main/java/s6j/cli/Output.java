package s6j.cli;

import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** Text on its way to a descriptor: collected in a fixed buffer, written when full or flushed. */
public final class Output {
  private static final String[] HEX = {
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f"
  };

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

  /** Adds a string as JSON, quotes and all. */
  public Output json(byte[] string) {
    return text("\"").jsonText(string, 0, CString.length(string)).text("\"");
  }

  /**
   * Adds bytes {@code from} (inclusive) to {@code to} (exclusive) as the inside of a JSON string;
   * bytes that are not UTF-8 become the characters of these numbers.
   */
  public Output jsonText(byte[] bytes, int from, int to) {
    for (int i = from; i < to; ) {
      int length = Utf8.length(bytes, i, to);
      if (length > 1) bytes(bytes, i, length);
      else jsonCharacter(bytes[i]);
      i += length > 1 ? length : 1;
    }
    return this;
  }

  private void jsonCharacter(byte c) {
    if (c == '"' || c == '\\') text("\\").put(c);
    else if (c == '\t') text("\\t");
    else if (c >= ' ' && c < 127) put(c);
    else text("\\u00").text(HEX[c >> 4 & 15]).text(HEX[c & 15]);
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

  /** At the end of a program: {@code code}, or 111 once it is said that not all was written. */
  public int finish(Messages messages, int code) {
    int answer = flush();
    return answer < 0
        ? messages.fatal().unableTo("write to stdout").exit(ExitCode.SYSTEM, answer)
        : code;
  }

  private void put(byte b) {
    if (filled == buffer.length) flush();
    buffer[filled++] = b;
  }
}
