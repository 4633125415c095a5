package s6j.client.system;

import static s6j.posix.OpenFlags.O_CLOEXEC;
import static s6j.posix.OpenFlags.O_NOFOLLOW;
import static s6j.posix.OpenFlags.O_NONBLOCK;
import static s6j.posix.OpenFlags.O_RDWR;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import s6j.formats.Tai64n;
import s6j.posix.CString;
import s6j.posix.FileStat;
import s6j.posix.Posix;
import s6j.posix.meaning.OrErrno;

/**
 * A fifo of ours in an event directory (docs/specification/s6.md, libftrig). Not {@code
 * EventListener} of the programs, which sets the umask of the process: a library must not, other
 * threads make files meanwhile.
 */
final class EventFifo {
  private static final String ALPHABET =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int RANDOM_LETTERS = 6;

  /** Every daemon that may write there may write here. */
  private static final int MODE = 0622;

  private final Posix posix;
  private final byte[] shown;
  private final int fd;
  private final FileStat stat = new FileStat();

  private EventFifo(Posix posix, byte[] shown, int fd) {
    this.posix = posix;
    this.shown = shown;
    this.fd = fd;
  }

  /** Makes the fifo, complete before its name shows, and opens it for both ends. */
  static EventFifo make(Posix posix, Path directory) throws IOException {
    byte[] place = ByteNames.bytes(directory);
    byte[] name = CString.of(name());
    byte[] shown = CString.path(place, name);
    byte[] hidden = CString.path(place, CString.concat(CString.of("."), name));
    check(posix.mkfifo(Posix.CWD, hidden, MODE), place);
    int fd = posix.open(Posix.CWD, hidden, O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC, 0);
    int answer = fd < 0 ? fd : posix.chmod(Posix.CWD, hidden, MODE);
    if (answer >= 0) answer = posix.rename(Posix.CWD, hidden, Posix.CWD, shown);
    if (answer >= 0) return new EventFifo(posix, shown, fd);
    if (fd >= 0) posix.close(fd);
    posix.unlink(Posix.CWD, hidden);
    throw SystemAnswer.exception(answer, place);
  }

  private static String name() {
    byte[] label = new byte[Tai64n.LABEL_SIZE];
    long now = System.currentTimeMillis() * 1_000_000 + System.nanoTime() % 1_000_000;
    Tai64n.label(now, label, 0);
    StringBuilder name = new StringBuilder("ftrig1:").append(CString.text(label)).append(':');
    for (int i = 0; i < RANDOM_LETTERS; i++)
      name.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    return name.toString();
  }

  private static void check(int answer, byte[] file) throws IOException {
    if (answer < 0) throw SystemAnswer.exception(answer, file);
  }

  int descriptor() {
    return fd;
  }

  /** Letters that came, into {@code buffer}; not more than 0 if there are none. */
  @OrErrno
  int read(byte[] buffer) {
    return posix.read(fd, buffer, 0, buffer.length);
  }

  /** Whether a daemon can still find it. */
  boolean isLinked() {
    return posix.fstat(fd, stat) < 0 || stat.links > 0;
  }

  void close() {
    posix.unlink(Posix.CWD, shown);
    posix.close(fd);
  }
}
