package s6j.formats.talk;

import static s6j.posix.OpenFlags.*;

import s6j.formats.BigEndian;
import s6j.formats.files.Transfer;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;

/**
 * What a daemon tells the program that takes its place in the same process (docs/decisions,
 * 0012-live-upgrade): numbers and strings, in the order in which they are told, in a file without a
 * name that stays open over the exec, as do the descriptors that are told of.
 *
 * <p>An error stays: whoever tells or hears asks once, at the end. What begins with another word
 * than {@code s6jhand1}, or does not end where it is heard to the end, is of another version.
 */
public final class Handover {
  private static final long MAGIC = 0x73366a68616e6431L;
  private static final long END = 0x2d2d656e642d2d0aL;
  private static final int NUMBER = 8;
  private static final byte[] WORD = CString.of("--upgrade=");
  private static final int NONE = -1;

  private final Posix posix;
  private final byte[] buffer = new byte[4096];
  private int fd = NONE;
  private int error;

  /** Where the next number is in the buffer, and where the buffer ends. */
  private int at;

  private int length;

  /** Descriptors that the exec is to leave open. It grows by need, and is kept for the next try. */
  private int[] kept = new int[16];

  private int keptCount;

  public Handover(Posix posix) {
    this.posix = posix;
  }

  /** 0, or the negated errno of the first thing that failed. */
  public int error() {
    return error;
  }

  // ---- telling ---------------------------------------------------------------------------------

  /** Makes the file, by the name {@code path}, which it has for a moment. */
  public void create(int directory, byte[] path) {
    error = 0;
    at = 0;
    keptCount = 0;
    int flags = O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC;
    fd = posix.open(directory, path, flags, 0600);
    fail(Math.min(fd, 0));
    if (fd < 0) return;
    fail(posix.unlink(directory, path));
    tell(MAGIC);
  }

  public void tell(long number) {
    if (at + NUMBER > buffer.length) flush();
    BigEndian.put(number, buffer, at, NUMBER);
    at += NUMBER;
  }

  public void tell(boolean flag) {
    tell(flag ? 1 : 0);
  }

  /** A string of any length, ended by NUL or by the end of the array. */
  public void tell(byte[] string) {
    int size = CString.length(string);
    tell(size);
    for (int i = 0; i < size; i++) {
      if (at == buffer.length) flush();
      buffer[at++] = string[i];
    }
  }

  /** A descriptor, or a negative number for none, which stays open over the exec. */
  public void tellDescriptor(int descriptor) {
    tell(descriptor);
    if (descriptor >= 0) keep(descriptor);
  }

  /** Ends: the descriptor of the file, which the exec leaves open, or the negated errno. */
  public int end() {
    tell(END);
    flush();
    if (error == 0) keep(fd);
    return error < 0 ? error : fd;
  }

  private void keep(int descriptor) {
    if (error < 0) return;
    fail(posix.setCloseOnExec(descriptor, false));
    if (keptCount == kept.length) {
      int[] more = new int[2 * keptCount];
      System.arraycopy(kept, 0, more, 0, keptCount);
      kept = more;
    }
    kept[keptCount++] = descriptor;
  }

  private void flush() {
    if (error == 0) fail(Transfer.writeFully(posix, fd, buffer, 0, at));
    at = 0;
  }

  private void fail(int answer) {
    if (error == 0 && answer < 0) error = answer;
  }

  /** Nothing came of it: all is as it was. */
  public void withdraw() {
    for (int i = 0; i < keptCount; i++) posix.setCloseOnExec(kept[i], true);
    keptCount = 0;
    close();
  }

  // ---- hearing ---------------------------------------------------------------------------------

  /** The word on the command line that names the file of {@link #end}. */
  public static byte[] word(int descriptor) {
    return CString.concat(WORD, Decimal.string(descriptor));
  }

  /** The descriptor in such a word; -1 if it is no such word. */
  public static int descriptorIn(byte[] word) {
    if (!CString.startsWith(word, WORD)) return NONE;
    long number = Decimal.parse(word, WORD.length, CString.length(word), 10);
    return number > 2 && number < Integer.MAX_VALUE ? (int) number : NONE;
  }

  /** A command line without its second word. */
  public static byte[][] without(byte[][] arguments) {
    byte[][] others = new byte[arguments.length - 1][];
    others[0] = arguments[0];
    System.arraycopy(arguments, 2, others, 1, others.length - 1);
    return others;
  }

  /** Begins to hear from such a file. */
  public Handover open(int descriptor) {
    fd = descriptor;
    fail((int) Math.min(posix.seek(fd, 0, 0), 0));
    if (next() != MAGIC) fail(-Errno.EPROTO);
    return this;
  }

  /** The next number; 0 if there is none. */
  public long next() {
    if (length - at < NUMBER) refill();
    if (length - at < NUMBER) fail(-Errno.EPROTO);
    if (error < 0) return 0;
    at += NUMBER;
    return BigEndian.get(buffer, at - NUMBER, NUMBER);
  }

  public int nextInt() {
    return (int) next();
  }

  /** A number from 0 and less than {@code limit}; 0 if it is none. */
  public int nextBelow(int limit) {
    long number = next();
    if (number >= 0 && number < limit) return (int) number;
    fail(-Errno.EPROTO);
    return 0;
  }

  public boolean nextFlag() {
    return next() != 0;
  }

  /** A descriptor, from now on close-on-exec again; negative for none, and after an error. */
  public int nextDescriptor() {
    int descriptor = nextInt();
    if (error < 0) return NONE;
    if (descriptor >= 0) fail(posix.setCloseOnExec(descriptor, true));
    return descriptor;
  }

  /** A new string of at most {@code most} bytes, ended by the end of the array. Allocates. */
  public byte[] nextString(int most) {
    long size = next();
    if (size < 0 || size > most) fail(-Errno.EPROTO);
    if (error < 0) return new byte[0];
    byte[] string = new byte[(int) size];
    for (int i = 0; i < string.length && error == 0; i++) {
      if (at == length) refill();
      if (at == length) fail(-Errno.EPROTO);
      else string[i] = buffer[at++];
    }
    return string;
  }

  /** Whether all was heard that was told, and no more; ends it. */
  public boolean isWhole() {
    if (next() != END) fail(-Errno.EPROTO);
    return error == 0;
  }

  /** What is left of the buffer moves to its front. */
  private void refill() {
    if (error < 0) return;
    int left = length - at;
    System.arraycopy(buffer, at, buffer, 0, left);
    at = 0;
    length = left;
    int got = posix.read(fd, buffer, left, buffer.length - left);
    fail(Math.min(got, 0));
    if (got > 0) length += got;
  }

  public void close() {
    if (fd >= 0) posix.close(fd);
    fd = NONE;
  }
}
