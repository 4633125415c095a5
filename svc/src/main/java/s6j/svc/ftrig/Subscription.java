package s6j.svc.ftrig;

import s6j.formats.talk.EventListener;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** A listener that is after one letter, or after a regular expression over all it has heard. */
public final class Subscription {
  /** Of what is heard, this much is kept at least; more than twice as much never. */
  static final int KEPT = 1 << 16;

  private static final int PIECE = 32;

  /** Pieces of one turn, so that a flood does not hide the deadline. */
  private static final int PIECES = 32;

  private static final int NO_REGEX = -1;

  private final Posix posix;
  private final EventListener listener;
  private final int regex;
  private final char letter;
  private final byte[] piece = new byte[PIECE];
  private byte[] heard = new byte[256];
  private int length;
  private boolean satisfied;

  private Subscription(Posix posix, int regex, char letter) {
    this.posix = posix;
    this.listener = new EventListener(posix);
    this.regex = regex;
    this.letter = letter;
  }

  public static Subscription toLetter(Posix posix, char letter) {
    return new Subscription(posix, NO_REGEX, letter);
  }

  /** {@code regex} as {@link Posix#compileRegex} answered it. */
  static Subscription toRegex(Posix posix, int regex) {
    return new Subscription(posix, regex, '\0');
  }

  /** The descriptor to poll, or the negated errno. */
  public int start(byte[] fifodir) {
    return listener.subscribe(Posix.CWD, fifodir);
  }

  public int descriptor() {
    return satisfied ? -1 : listener.descriptor();
  }

  public boolean isSatisfied() {
    return satisfied;
  }

  /** Everything heard until it was satisfied. */
  byte[] heard() {
    return CString.slice(heard, 0, length);
  }

  /** Forgets what it has heard, and goes on. */
  void restart() {
    length = 0;
    satisfied = false;
  }

  /** Hears what has come and judges after every piece: 0, or the negated errno. */
  public int take() {
    for (int i = 0; i < PIECES && !satisfied; i++) {
      int count = listener.read(piece);
      if (count == -Errno.EAGAIN) return 0;
      if (count < 0) return count;
      hear(count);
    }
    return 0;
  }

  public void end() {
    listener.unsubscribe();
  }

  private void hear(int count) {
    makeRoom(count);
    System.arraycopy(piece, 0, heard, length, count);
    length += count;
    if (regex != NO_REGEX) satisfied = posix.matchesRegex(regex, heard, 0, length);
    else satisfied = posix.indexOf(piece, 0, count, letter) >= 0;
  }

  private void makeRoom(int count) {
    if (length + count <= heard.length) return;
    if (heard.length < 2 * KEPT) {
      byte[] more = new byte[heard.length * 2];
      System.arraycopy(heard, 0, more, 0, length);
      heard = more;
    } else {
      System.arraycopy(heard, length - KEPT, heard, 0, KEPT);
      length = KEPT;
    }
  }
}
