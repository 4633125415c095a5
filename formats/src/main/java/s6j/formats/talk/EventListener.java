package s6j.formats.talk;

import static s6j.posix.OpenFlags.*;

import s6j.formats.Tai64n;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/**
 * A subscription to the events of a {@link Fifodir}: a fifo in it, complete before its name shows.
 *
 * <p>Its one descriptor is both ends, so that it never reads an end of file. Subscribing allocates.
 */
public final class EventListener {
  private static final byte[] HIDDEN = CString.of(".ftrig1:");
  private static final byte[] ALPHABET =
      CString.of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
  private static final int RANDOM = 6;
  private static final int TRIES = 16;

  private final Posix posix;
  private int directory;
  private byte[] hidden;
  private byte[] shown;
  private int fd = -1;

  public EventListener(Posix posix) {
    this.posix = posix;
  }

  /**
   * Subscribes at the fifodir {@code path}, which {@code fromDirectory} must still lead to at
   * {@link #unsubscribe}. The descriptor to read letters from, non-blocking and close-on-exec; or
   * the negated errno. Letters sent after this call are seen, none before.
   */
  public @Descriptor @OrErrno int subscribe(@Descriptor int fromDirectory, byte[] path) {
    directory = fromDirectory;
    int made = -Errno.EEXIST;
    for (int i = 0; i < TRIES && made == -Errno.EEXIST; i++) made = make(path);
    if (made < 0) return made;
    int opened =
        fd = posix.open(directory, hidden, O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC, 0);
    if (opened >= 0) opened = posix.rename(directory, hidden, directory, shown);
    if (opened >= 0) return fd;
    close();
    posix.unlink(directory, hidden);
    return opened;
  }

  /** The descriptor to poll and read; -1 if not subscribed. */
  public @Descriptor int descriptor() {
    return fd;
  }

  /** Letters that came, into {@code buffer}: their number, {@code -EAGAIN}, negated errno. */
  public @OrErrno int read(byte[] buffer) {
    int got = posix.read(fd, buffer, 0, buffer.length);
    return got == 0 ? -Errno.EAGAIN : got;
  }

  /** Ends the subscription and removes its fifo. */
  public void unsubscribe() {
    if (fd < 0) return;
    posix.unlink(directory, shown);
    close();
  }

  private int make(byte[] path) {
    byte[] name = new byte[Fifodir.NAME_LENGTH + 1];
    int error = fillName(name);
    if (error < 0) return error;
    hidden = CString.path(path, name);
    shown = CString.path(path, CString.slice(name, 1, name.length));
    int mask = posix.umask(0);
    int made = posix.mkfifo(directory, hidden, 0622);
    posix.umask(mask);
    return made;
  }

  private int fillName(byte[] name) {
    System.arraycopy(HIDDEN, 0, name, 0, HIDDEN.length);
    int at = Tai64n.label(posix.realtimeNanos(), name, HIDDEN.length);
    name[at] = ':';
    int error = posix.random(name, at + 1, RANDOM);
    for (int i = at + 1; i < name.length; i++) name[i] = ALPHABET[name[i] & 63];
    return error;
  }

  private void close() {
    if (fd >= 0) posix.close(fd);
    fd = -1;
  }
}
