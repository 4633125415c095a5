package s6j.rc.live;

import s6j.formats.files.Transfer;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * The file {@code state} of a live directory: a byte per service, bit 0 up, bit 1 asked for by
 * name, two more bits kept (docs/specification/s6-rc.md, D).
 *
 * <p>It is replaced as a whole once; after that a service that changes is one byte written in
 * place, which no crash can tear: a start of 10,000 services writes 10,000 bytes, not 100 million.
 */
public final class StateFile {
  public static final int UP = 1;
  public static final int NAMED = 2;

  /** Answer of {@link #read}: the file is too short. */
  public static final int SHORT = -10_000;

  private static final int STORED = 0x0f;
  private static final int CREATE =
      OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private final byte[] path;
  private final byte[] fresh;
  private final byte[] one = new byte[1];
  private int fd = -1;
  private int reserved = -1;

  public StateFile(Posix posix, byte[] path) {
    this.posix = posix;
    this.path = path;
    this.fresh = CString.concat(path, CString.of(".new"));
  }

  public byte[] path() {
    return path;
  }

  /** Fills {@code state}: 0, {@link #SHORT}, or the negated errno. */
  public int read(byte[] state) {
    WholeFile file = new WholeFile(posix);
    int length = file.read(Posix.CWD, path);
    if (length < 0) return length;
    if (length < state.length) return SHORT;
    for (int i = 0; i < state.length; i++) state[i] = (byte) (file.bytes()[i] & STORED);
    return 0;
  }

  /** Writes all, the first time, or only what is true of {@code service}: 0 or negated errno. */
  public int write(byte[] state, int service) {
    return fd < 0 ? replace(state) : overwrite(state, service);
  }

  private int overwrite(byte[] state, int service) {
    one[0] = (byte) (state[service] & STORED);
    return Math.min(0, posix.writeAt(fd, one, 0, 1, service));
  }

  /**
   * Takes the room that the first write needs, so that a full disk is told before anything is
   * started: 0, or the negated errno.
   */
  public int reserve(byte[] state) {
    if (fd >= 0 || reserved >= 0) return 0;
    reserved = posix.open(Posix.CWD, fresh, CREATE, 0666);
    int answer = reserved < 0 ? reserved : writeAll(reserved, state);
    if (answer < 0) release();
    return answer;
  }

  /** Gives the room back if nothing was written. */
  public void release() {
    if (reserved < 0) return;
    posix.close(reserved);
    reserved = -1;
    posix.unlink(Posix.CWD, fresh);
  }

  public void close() {
    if (fd >= 0) posix.close(fd);
    fd = -1;
  }

  private int replace(byte[] state) {
    fd = reserved >= 0 ? reserved : posix.open(Posix.CWD, fresh, CREATE, 0666);
    if (fd < 0) return fd;
    reserved = -1;
    long at = posix.seek(fd, 0, 0);
    int answer = at < 0 ? (int) at : writeAll(fd, state);
    if (answer >= 0) answer = posix.rename(Posix.CWD, fresh, Posix.CWD, path);
    if (answer >= 0) return 0;
    posix.close(fd);
    fd = -1;
    posix.unlink(Posix.CWD, fresh);
    return answer;
  }

  private int writeAll(int into, byte[] state) {
    byte[] stored = new byte[state.length];
    for (int i = 0; i < state.length; i++) stored[i] = (byte) (state[i] & STORED);
    return Transfer.writeFully(posix, into, stored, stored.length);
  }
}
