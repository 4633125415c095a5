package s6j.formats.files;

import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.Tai64n;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;
import s6j.posix.meaning.OrErrno;

/**
 * The file supervise/health of a service: what its checks say. Written by s6-svhealth, removed when
 * that ends or the service is down. An extension, absent in s6.
 *
 * <p>One line of words, blanks between: {@code starting}, {@code healthy} or {@code unhealthy}; the
 * pid of the run that is meant, so that nothing is said of the next one; a {@link Tai64n} label,
 * since when it is so; how many checks have failed in a row; the last check: {@code none}, {@code
 * ok}, {@code exit-N}, {@code signal-N} or {@code timeout}.
 */
public final class HealthFile {
  /** What the checks say. */
  public enum Verdict {
    /** No check has succeeded yet. */
    STARTING("starting"),
    HEALTHY("healthy"),
    UNHEALTHY("unhealthy");

    public final String word;

    Verdict(String word) {
      this.word = word;
    }
  }

  /** Values of {@link #last}; a raw wait status otherwise. */
  public static final int NONE = -1;

  public static final int TIMEOUT = -2;

  private static final int LONGEST = 128;

  private final Posix posix;
  private final byte[] path;
  private final byte[] fresh;
  private final byte[] line = new byte[LONGEST];

  public Verdict verdict = Verdict.STARTING;
  public int pid;
  public long sinceNanos;
  public long failures;

  /** Writers: how the last check ended. */
  public int last = NONE;

  /** Readers: the last word of the line. */
  public byte[] lastWord = {};

  public HealthFile(Posix posix, byte[] serviceDirectory) {
    this.posix = posix;
    path = CString.path(serviceDirectory, ServiceDirectory.HEALTH);
    fresh = CString.path(serviceDirectory, ServiceDirectory.HEALTH_NEW);
  }

  /** Whether the file, once read, is about the run that a supervisor tells of. */
  public boolean isAbout(ServiceStatus status) {
    return status.isUp() && status.pid == pid;
  }

  /** Replaces the file: 0 or the negated errno. Allocates nothing. */
  public @OrErrno int write() {
    return SmallFile.replace(posix, Posix.CWD, path, fresh, line, format(), 0644);
  }

  /** Removes the file: 0 or the negated errno, {@code -ENOENT} if there was none. */
  public @OrErrno int remove() {
    return posix.unlink(Posix.CWD, path);
  }

  /** Reads the file: 0, the negated errno, or {@link KnobReader#INVALID}. */
  public int read() {
    int length = SmallFile.read(posix, Posix.CWD, path, line, LONGEST);
    if (length < 0) return length;
    return length > 0 && line[length - 1] == '\n' && parse(length - 1) ? 0 : KnobReader.INVALID;
  }

  private int format() {
    int at = put(verdict.word, 0);
    line[at++] = ' ';
    at = Decimal.format(pid, line, at);
    line[at++] = ' ';
    at = Tai64n.label(sinceNanos, line, at);
    line[at++] = ' ';
    at = Decimal.format(failures, line, at);
    line[at++] = ' ';
    at = formatLast(at);
    line[at++] = '\n';
    return at;
  }

  private int formatLast(int at) {
    if (last == NONE) return put("none", at);
    if (last == TIMEOUT) return put("timeout", at);
    if (last == 0) return put("ok", at);
    int signal = last & 0x7f;
    if (signal != 0) return Decimal.format(signal, line, put("signal-", at));
    return Decimal.format(last >> 8 & 0xff, line, put("exit-", at));
  }

  private int put(String word, int at) {
    for (int i = 0; i < word.length(); i++) line[at + i] = (byte) word.charAt(i);
    return at + word.length();
  }

  private boolean parse(int length) {
    int first = end(0, length);
    int second = end(first + 1, length);
    int third = end(second + 1, length);
    int fourth = end(third + 1, length);
    if (fourth >= length) return false;
    byte[] word = CString.slice(line, 0, first);
    Verdict found = null;
    for (Verdict one : Verdict.values()) if (CString.is(word, one.word)) found = one;
    long process = Decimal.parse(line, first + 1, second, 10);
    sinceNanos = Tai64n.parseLabel(line, second + 1);
    failures = Decimal.parse(line, third + 1, fourth, 10);
    if (found == null || process < 2 || process > Integer.MAX_VALUE) return false;
    verdict = found;
    pid = (int) process;
    lastWord = CString.slice(line, fourth + 1, length);
    return sinceNanos != Tai64n.INVALID && failures >= 0;
  }

  /** The place of the blank at or behind {@code from}, or {@code length}. */
  private int end(int from, int length) {
    int at = Math.min(from, length);
    while (at < length && line[at] != ' ') at++;
    return at;
  }
}
