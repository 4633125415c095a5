package s6j.formats.files;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/** Files and directories with all that is in them, copied, written or removed; for tools. */
public final class FileTree {
  /** A fifo without a writer reads as empty, and holds nobody up. */
  private static final int READ = OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;

  private static final int CREATE =
      OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private byte @Nullable [] piece;

  public FileTree(Posix posix) {
    this.posix = posix;
  }

  /** Copies a directory as {@link TreeCopy} does: 0, or the negated errno. */
  public @OrErrno int copy(byte[] from, byte[] to) {
    return new TreeCopy(posix).copy(from, to);
  }

  /** Removes what is there as {@link TreeRemoval} does: 0, or the first negated errno. */
  public @OrErrno int remove(byte[] path) {
    return new TreeRemoval(posix).remove(path);
  }

  /** Copies a file's content, with a mode but for the umask: 0, or the negated errno. */
  public @OrErrno int copyFile(
      @Descriptor int fromDirectory,
      byte[] from,
      @Descriptor int toDirectory,
      byte[] to,
      int mode) {
    int in = posix.open(fromDirectory, from, READ, 0);
    if (in < 0) return in;
    int out = posix.open(toDirectory, to, CREATE, mode);
    int answer = out < 0 ? out : pump(in, out);
    posix.close(in);
    if (out >= 0) posix.close(out);
    return answer;
  }

  /** Makes the directories above a path, with a mode but for the umask; what fails shows later. */
  public void makeParents(byte[] path, int mode) {
    for (int i = 1; i < path.length; i++)
      if (path[i] == '/') posix.mkdir(Posix.CWD, CString.slice(path, 0, i), mode);
  }

  /** Makes a directory and those above it: 0, also if it is there, or the negated errno. */
  public @OrErrno int makeDirectories(byte[] path, int mode) {
    makeParents(path, mode);
    int made = posix.mkdir(Posix.CWD, path, mode);
    return made == -Errno.EEXIST ? 0 : made;
  }

  /** Writes a file with a mode but for the umask: 0, or the negated errno. */
  public @OrErrno int write(
      @Descriptor int directory, byte[] path, byte[] content, int length, int mode) {
    int fd = posix.open(directory, path, CREATE, mode);
    if (fd < 0) return fd;
    int answer = Transfer.writeFully(posix, fd, content, length);
    posix.close(fd);
    return answer;
  }

  private int pump(int in, int out) {
    if (piece == null) piece = new byte[65536];
    while (true) {
      int got = posix.read(in, piece, 0, piece.length);
      if (got <= 0) return got;
      int answer = Transfer.writeFully(posix, out, piece, got);
      if (answer < 0) return answer;
    }
  }
}
