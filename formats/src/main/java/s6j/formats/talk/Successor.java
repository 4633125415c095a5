package s6j.formats.talk;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.PathText;
import s6j.posix.Posix;

/**
 * The program that takes a daemon's place in its process: whatever lies now where the daemon was
 * started from, by the same command line. Made when it is first wanted; allocates once.
 */
public final class Successor {
  private static final byte[] OWN_FILE = CString.of("/proc/self/exe");
  private static final byte[] DELETED = CString.of(" (deleted)");

  private final Posix posix;
  private final byte[][] arguments;

  /** The command line with a word more, the second. */
  private final byte[][] words;

  private final Handover handover;
  private byte @Nullable [] program;

  /** {@code arguments} is the command line of the daemon. */
  public Successor(Posix posix, byte[][] arguments) {
    this.posix = posix;
    this.arguments = arguments;
    this.handover = new Handover(posix);
    this.words = new byte[arguments.length + 1][];
    words[0] = arguments[0];
    System.arraycopy(arguments, 1, words, 2, arguments.length - 1);
  }

  /** What it is to be told, in a file of that name for a moment. */
  public Handover begin(int directory, byte[] path) {
    handover.create(directory, path);
    return handover;
  }

  /** Becomes it; returns only to say why not, as a negated errno, with all as it was. */
  public int become() {
    int answer = handover.end();
    if (answer >= 0) {
      words[1] = Handover.word(answer);
      if (program == null) program = find();
      answer = program == null ? -Errno.ENOENT : posix.execBlocked(program, words);
    }
    handover.withdraw();
    return answer;
  }

  /**
   * As the system was told it, then as the daemon was; what has no absolute path, and is not on
   * PATH, is the very file that runs, or what has come in its place.
   */
  private byte @Nullable [] find() {
    byte[] calledAs = arguments[0];
    PathText text = new PathText(posix);
    byte[] own = text.readTold() > 0 ? text.bytes() : null;
    if (own != null && isAbsolute(own) && isNamed(own, calledAs)) return own;
    byte[] found = Executable.find(posix, calledAs);
    if (isAbsolute(found)) return found;
    return text.readLink(Posix.CWD, OWN_FILE) <= 0 ? null : withoutMark(text.bytes());
  }

  private static boolean isAbsolute(byte[] path) {
    return path.length > 0 && path[0] == '/';
  }

  private static boolean isNamed(byte[] path, byte[] calledAs) {
    return CString.equal(CString.baseName(path), CString.baseName(calledAs));
  }

  /** A file that was removed or replaced is marked by the kernel. */
  private static byte[] withoutMark(byte[] path) {
    int end = path.length - DELETED.length;
    if (end < 0 || !CString.equal(CString.slice(path, end, path.length), DELETED)) return path;
    return CString.slice(path, 0, end);
  }
}
