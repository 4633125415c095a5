package s6j.portable.file;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.files.RandomName;
import s6j.portable.call.ToolCall;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** s6-ln: other names of files, or links to names. */
public final class Ln {
  private static final Option NOT_ENTERED =
      Option.flag('n', "a link to a directory is no directory");
  private static final Option SYMBOLIC = Option.flag('s', "make symbolic links");
  private static final Option FORCED = Option.flag('f', "replace what is there");
  private static final Option FOLLOWED = Option.flag('L', "link to what a link leads to");
  private static final Option PLAIN = Option.flag('P', "link to a link itself (default)");

  private static final byte[] STEM = CString.of(":s6-ln");
  private static final byte[] SLASH = {'/'};
  private static final int TRIES = 64;

  private final ToolCall call;
  private final Posix posix;
  private final boolean isSymbolic;
  private final boolean isForced;
  private final boolean isFollowed;

  private Ln(ToolCall call, Line line) {
    this.call = call;
    posix = call.posix;
    isSymbolic = line.has(SYMBOLIC);
    isForced = line.has(FORCED);
    isFollowed = line.chose(FOLLOWED, PLAIN);
  }

  public static Program declaration() {
    return new Program(
            "s6-ln", null, "[ -n ] [ -s ] [ -f ] [ -L ] [ -P ] src... dest", "makes links", Ln::run)
        .options(NOT_ENTERED, SYMBOLIC, FORCED, FOLLOWED, PLAIN);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    Line line = call.read(2);
    if (line.refused()) return line.exitCode();
    Ln ln = new Ln(call, line);
    int last = line.operandCount() - 1;
    byte[] destination = line.operand(last);
    if (last == 1) return ln.makeOne(line.operand(0), destination, !line.has(NOT_ENTERED));
    int failures = 0;
    for (int i = 0; i < last; i++)
      failures += ln.make(line.operand(i), inside(destination, line.operand(i)));
    return ToolCall.failures(failures);
  }

  private int makeOne(byte[] old, byte[] destination, boolean entersLinks) {
    FileStat stat = new FileStat();
    int answer = posix.stat(Posix.CWD, destination, entersLinks, stat);
    if (answer < 0 && answer != -Errno.ENOENT) return call.unable("stat ", destination, answer);
    boolean isDirectory = answer >= 0 && stat.isDirectory();
    int failures = make(old, isDirectory ? inside(destination, old) : destination);
    return ToolCall.failures(failures);
  }

  /** The name that a file gets in a directory. */
  private static byte[] inside(byte[] directory, byte[] file) {
    return CString.concat(CString.concat(directory, SLASH), baseName(file));
  }

  private static byte[] baseName(byte[] file) {
    int length = CString.length(file);
    if (length == 0) return new byte[] {'.'};
    while (length > 0 && file[length - 1] == '/') length--;
    return length == 0 ? SLASH : CString.baseName(CString.slice(file, 0, length));
  }

  /** Makes one link; the number of failures. */
  private int make(byte[] old, byte[] name) {
    int answer = link(old, name);
    if (answer == -Errno.EEXIST && isForced) return replace(old, name);
    if (answer >= 0) return 0;
    call.messages.warning().unableTo("make a link from ").bytes(name);
    call.messages.text(" to ").bytes(old).end(answer);
    return 1;
  }

  /** Where both are the same file the rename does nothing, and the new name is left to remove. */
  private int replace(byte[] old, byte[] name) {
    RandomName random = new RandomName(posix);
    byte[] other = name;
    int answer = -Errno.EEXIST;
    for (int i = 0; i < TRIES && answer == -Errno.EEXIST; i++) {
      other = random.unused(CString.concat(name, STEM));
      answer = link(old, other);
    }
    if (answer < 0) {
      call.messages.warning().unableTo("make a link to ").bytes(old).end(answer);
      return 1;
    }
    answer = posix.rename(Posix.CWD, other, Posix.CWD, name);
    posix.unlink(Posix.CWD, other);
    if (answer >= 0) return 0;
    call.messages.warning().unableTo("atomically replace ").bytes(name).end(answer);
    return 1;
  }

  private int link(byte[] old, byte[] name) {
    if (isSymbolic) return posix.symlink(old, Posix.CWD, name);
    if (!isFollowed) return posix.link(Posix.CWD, old, Posix.CWD, name);
    CanonicalPath path = new CanonicalPath(posix);
    int answer = path.find(old);
    return answer < 0 ? answer : posix.link(Posix.CWD, path.bytes(), Posix.CWD, name);
  }
}
