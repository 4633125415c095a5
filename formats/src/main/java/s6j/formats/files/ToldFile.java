package s6j.formats.files;

import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;
import s6j.posix.meaning.OrErrno;

/**
 * The file supervise/told of a service: what its daemon says of itself by sd_notify. Written by
 * s6-notify-fd-from-socket, removed when the daemon has ended. An extension, absent in s6.
 *
 * <p>One line of words, blanks between: the pid of the run that says it, so that nothing is said of
 * the next one; {@code starting}, {@code ready}, {@code reloading} or {@code stopping}; and the
 * rest of the line is the text of the last {@code STATUS}, which may be empty.
 */
public final class ToldFile {
  /** What a daemon is about. */
  public enum Phase {
    STARTING("starting"),
    READY("ready"),
    RELOADING("reloading"),
    STOPPING("stopping");

    public final String word;

    Phase(String word) {
      this.word = word;
    }
  }

  private static final Phase[] PHASES = Phase.values();

  /** Bytes of a text that are kept. */
  public static final int LONGEST_TEXT = 256;

  private static final int LONGEST = LONGEST_TEXT + 64;

  private final Posix posix;
  private final byte[] path;
  private final byte[] fresh;
  private final byte[] line = new byte[LONGEST];

  public int pid;
  public Phase phase = Phase.STARTING;
  public final byte[] text = new byte[LONGEST_TEXT];
  public int textLength;

  public ToldFile(Posix posix, byte[] serviceDirectory) {
    this.posix = posix;
    path = CString.path(serviceDirectory, ServiceDirectory.TOLD);
    fresh = CString.path(serviceDirectory, ServiceDirectory.TOLD_NEW);
  }

  /** Whether the file, once read, is about the run that a supervisor tells of. */
  public boolean isAbout(ServiceStatus status) {
    return status.isUp() && status.pid == pid;
  }

  /**
   * What the daemon says, a phase that is not obvious before it; perhaps nothing. Control
   * characters are blanks: people read it on terminals.
   */
  public byte[] summary() {
    byte[] said = CString.slice(text, 0, textLength);
    for (int i = 0; i < textLength; i++)
      if (said[i] >= 0 && said[i] < ' ' || said[i] == 127) said[i] = ' ';
    if (phase == Phase.STARTING || phase == Phase.READY) return said;
    byte[] word = CString.of(phase.word);
    return textLength == 0 ? word : CString.concat(CString.concat(word, CString.of(": ")), said);
  }

  /** Replaces the file: 0 or the negated errno. Allocates nothing. */
  public @OrErrno int write() {
    int at = Decimal.format(pid, line, 0);
    line[at++] = ' ';
    for (int i = 0; i < phase.word.length(); i++) line[at++] = (byte) phase.word.charAt(i);
    line[at++] = ' ';
    for (int i = 0; i < textLength; i++) line[at++] = text[i];
    line[at++] = '\n';
    return SmallFile.replace(posix, Posix.CWD, path, fresh, line, at, 0644);
  }

  /** Removes the file: 0 or the negated errno, {@code -ENOENT} if there was none. */
  public @OrErrno int remove() {
    return posix.unlink(Posix.CWD, path);
  }

  /** Reads the file: 0, the negated errno, or {@link KnobReader#INVALID}. */
  public @OrErrno int read() {
    int length = SmallFile.read(posix, Posix.CWD, path, line, LONGEST);
    if (length < 0) return length;
    return length > 0 && line[length - 1] == '\n' && parse(length - 1) ? 0 : KnobReader.INVALID;
  }

  private boolean parse(int length) {
    int first = end(0, length);
    int second = end(first + 1, length);
    long process = Decimal.parse(line, 0, first, 10);
    if (second >= length || process < 2 || process > Integer.MAX_VALUE) return false;
    byte[] word = CString.slice(line, first + 1, second);
    Phase found = null;
    for (Phase one : PHASES) if (CString.is(word, one.word)) found = one;
    if (found == null) return false;
    phase = found;
    pid = (int) process;
    textLength = Math.min(length - second - 1, LONGEST_TEXT);
    for (int i = 0; i < textLength; i++) text[i] = line[second + 1 + i];
    return true;
  }

  /** The place of the blank at or behind {@code from}, or {@code length}. */
  private int end(int from, int length) {
    int at = Math.min(from, length);
    while (at < length && line[at] != ' ') at++;
    return at;
  }
}
