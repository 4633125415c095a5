package s6j.cli;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.PromptWriter;
import s6j.posix.Warnings;

/**
 * What a program says on standard error, in s6's shape (spec 0.3): {@code PROG: fatal: unable to
 * open x: No such file or directory}. One message is one write; nothing is allocated after the
 * first.
 *
 * <p>A message is begun ({@link #fatal}, {@link #warning}, ...), filled, and ended by {@link #end},
 * {@link #end(int)}, {@link #exit(int)} or {@link #exit(int, int)}.
 */
public final class Messages implements Warnings {
  /** No message: {@link #last}, {@link #passOver}. */
  public static final int NOTHING = 0;

  private static final int LONGEST = 4608;
  private static final int STDERR = 2;
  private static final byte[] LOST = CString.of(": warning: messages lost, as nobody read them: ");
  private static final int LONGEST_LOSS = 64;

  private final Posix posix;
  private final byte[] program;

  /** Null until the first message of a program that is none of the daemons. */
  private @Nullable Buffer buffer;

  /** Null in a program that may wait until somebody reads its messages. */
  private @Nullable PromptWriter prompt;

  private Buffer lossMessage;
  private int lost;
  private int last = NOTHING;
  private int passedOver = NOTHING;

  /** What a message is made in is made for the first one: most programs have nothing to say. */
  public Messages(Posix posix, byte[] program) {
    this.posix = posix;
    this.program = program;
  }

  /** A daemon that counts its bytes says how long its messages get; longer ones are cut. */
  public Messages(Posix posix, byte[] program, int longest) {
    this.posix = posix;
    this.program = program;
    this.buffer = new Buffer(longest);
  }

  /**
   * The messages of a daemon: whoever reads them may have stopped to, and what the daemon is there
   * for must go on. What finds no room is lost, and it is said how much was.
   */
  public Messages neverWaiting() {
    if (buffer == null) buffer = new Buffer(LONGEST);
    prompt = new PromptWriter(posix, STDERR);
    lossMessage = new Buffer(program.length + LONGEST_LOSS);
    return this;
  }

  /** Whether {@link #tellLoss} has still to say something. */
  @Override
  public boolean hasLoss() {
    return lost > 0;
  }

  /** Says how many messages were lost, if any were and there is room by now. */
  @Override
  public void tellLoss() {
    if (lost == 0) return;
    lossMessage.length = 0;
    lossMessage.put(program, CString.length(program));
    lossMessage.put(LOST, LOST.length);
    lossMessage.length = Decimal.format(lost, lossMessage.bytes, lossMessage.length);
    lossMessage.end();
    if (prompt.write(lossMessage.bytes, lossMessage.length) != -Errno.EAGAIN) lost = 0;
  }

  public Messages fatal() {
    return begin().text(": fatal: ");
  }

  public Messages warning() {
    return begin().text(": warning: ");
  }

  /** Begins with the name alone. */
  public Messages bare() {
    return begin();
  }

  public Messages info() {
    return begin().text(": info: ");
  }

  /** Says the usage message; answers 100. */
  public int usage(Program declaration) {
    return begin()
        .text(": usage: ")
        .text(declaration.name)
        .text(" ")
        .text(declaration.usage)
        .exit(ExitCode.USAGE);
  }

  /** Says a usage message that is not made of name and usage; answers 100. */
  public int usage(String line) {
    return begin().text(": usage: ").text(line).exit(ExitCode.USAGE);
  }

  /** Adds {@code unable to } and what. */
  public Messages unableTo(String what) {
    return text("unable to ").text(what);
  }

  /** Warns of what cannot be done. */
  @Override
  public void unableTo(String what, int error) {
    warning().unableTo(what).end(error);
  }

  public Messages text(String text) {
    for (int i = 0; i < text.length(); i++) buffer.put((byte) text.charAt(i));
    return this;
  }

  /** Adds one byte. */
  public Messages letter(byte letter) {
    buffer.put(letter);
    return this;
  }

  public Messages bytes(byte[] string) {
    int length = CString.length(string);
    for (int i = 0; i < length; i++) buffer.put(string[i]);
    return this;
  }

  public Messages number(long value) {
    if (value < 0) {
      buffer.put((byte) '-');
      return number(-value);
    }
    if (value >= 10) number(value / 10);
    buffer.put((byte) ('0' + value % 10));
    return this;
  }

  /** A number that stands for the message that was made last, whether it was said or not. */
  public int last() {
    return last;
  }

  /** A message that this number stands for is not said, until another is told. */
  public void passOver(int message) {
    passedOver = message;
  }

  /** Ends the message. */
  public void end() {
    buffer.end();
    last = buffer.sum();
    if (last == passedOver) return;
    if (prompt == null) posix.write(STDERR, buffer.bytes, 0, buffer.length);
    else offer();
  }

  /** In order: what was lost before is told before. */
  private void offer() {
    tellLoss();
    if (lost > 0 || prompt.write(buffer.bytes, buffer.length) == -Errno.EAGAIN) lost++;
  }

  /** Ends the message with what an errno, negated or not, means. */
  public void end(int errno) {
    int positive = errno < 0 ? -errno : errno;
    text(": ").text(Errno.text(positive)).end();
  }

  /** Ends the message and answers the exit code. */
  public int exit(int code) {
    end();
    return code;
  }

  public int exit(int code, int errno) {
    end(errno);
    return code;
  }

  private Messages begin() {
    if (buffer == null) buffer = new Buffer(LONGEST);
    buffer.length = 0;
    return bytes(program);
  }

  private static final class Buffer {
    final byte[] bytes;
    int length;

    Buffer(int longest) {
      bytes = new byte[longest];
    }

    /** Drops what is over the longest message but keeps room for its newline. */
    void put(byte b) {
      if (length < bytes.length - 1) bytes[length++] = b;
    }

    void put(byte[] more, int count) {
      for (int i = 0; i < count; i++) put(more[i]);
    }

    void end() {
      bytes[length++] = '\n';
    }

    /** Never {@link #NOTHING}. */
    int sum() {
      int sum = 0;
      for (int i = 0; i < length; i++) sum = 31 * sum + bytes[i];
      return sum == NOTHING ? 1 : sum;
    }
  }
}
