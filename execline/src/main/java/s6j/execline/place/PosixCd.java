package s6j.execline.place;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Bytes;
import s6j.execline.call.Call;
import s6j.posix.CString;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** posix-cd: another working directory, as POSIX says. */
public final class PosixCd {
  private static final int LONGEST = 65536;
  private static final byte[] SLASH = {'/'};
  private static final Option LOGICAL =
      Option.flag('L', "PWD goes by the names that led there (default)");
  private static final Option PHYSICAL = Option.flag('P', "PWD goes without links");

  private final Call call;
  private final Posix posix;
  private final FileStat stat = new FileStat();
  private byte @Nullable [] path;
  private boolean prints;

  private PosixCd(Call call) {
    this.call = call;
    posix = call.posix;
  }

  public static Program declaration() {
    return new Program(
            "posix-cd",
            null,
            "[ -L | -P ] [ - | path ] [ prog... ]",
            "changes the working directory as POSIX says",
            PosixCd::run)
        .options(LOGICAL, PHYSICAL);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(0);
    if (line.refused()) return line.exitCode();
    byte[][] operands = line.operands(0);
    int taken = Math.min(operands.length, 1);
    byte[] where = taken == 0 ? call.environment.get("HOME") : operands[0];
    boolean goesBack = taken > 0 && CString.is(where, "-");
    if (goesBack) where = call.environment.get("OLDPWD");
    if (where == null || CString.length(where) == 0) return call.usage();
    PosixCd cd = new PosixCd(call);
    cd.prints = goesBack;
    int code = cd.change(where, line.chose(PHYSICAL, LOGICAL));
    return code != 0 ? code : call.becomes(line.operands(taken));
  }

  private int change(byte[] where, boolean physical) {
    path = found(where);
    byte[] old = here();
    if (old == null) return ExitCode.SYSTEM;
    byte[] wanted = path;
    if (!physical) {
      int code = makeLogical();
      if (code != 0) return code;
      wanted = path.length >= 4096 ? relative(path) : path;
    }
    call.environment.set("OLDPWD", old);
    int error = posix.chdir(wanted);
    if (error < 0) return call.unable("chdir to ", where, error);
    if (physical) path = here();
    if (path == null) return ExitCode.SYSTEM;
    call.environment.set("PWD", path);
    if (!prints) return 0;
    error = Bytes.writeAll(posix, 1, CString.concat(path, new byte[] {'\n'}));
    return error < 0 ? call.unable("write to stdout", error) : 0;
  }

  /** Where a path is too long for the system, it goes from the present directory if that leads. */
  private byte[] relative(byte[] absolute) {
    byte[] present = call.environment.get("PWD");
    int length = present == null ? 0 : present.length;
    boolean leads =
        length > 0
            && absolute.length > length + 1
            && CString.startsWith(absolute, present)
            && absolute[length] == '/';
    return leads ? CString.slice(absolute, length + 1, absolute.length) : absolute;
  }

  /** The working directory; null once it is said why it is not known. */
  private byte @Nullable [] here() {
    byte[] buffer = new byte[LONGEST];
    int length = posix.getcwd(buffer);
    if (length >= 0) return CString.slice(buffer, 0, length);
    call.unable("getcwd", length);
    return null;
  }

  /** The first directory that CDPATH leads to, or the path itself. */
  private byte[] found(byte[] where) {
    byte[] list = startsHere(where) ? null : call.environment.get("CDPATH");
    for (int from = 0; list != null && from < list.length; ) {
      int to = from;
      while (to < list.length && list[to] != ':') to++;
      byte[] directory = to == from ? CString.of(".") : CString.slice(list, from, to);
      boolean hasSlash = directory[directory.length - 1] == '/';
      byte[] candidate = CString.concat(hasSlash ? directory : with(directory, SLASH), where);
      if (posix.stat(Posix.CWD, candidate, true, stat) >= 0 && stat.isDirectory()) {
        prints = true;
        return candidate;
      }
      from = to + 1;
    }
    return where;
  }

  private static byte[] with(byte[] directory, byte[] more) {
    return CString.concat(directory, more);
  }

  /** Absolute, or with a dot or two as its first component. */
  private static boolean startsHere(byte[] where) {
    int length = CString.length(where);
    int dots = 0;
    while (dots < length && dots < 2 && where[dots] == '.') dots++;
    boolean isComponent = dots == length || where[dots] == '/';
    return where[0] == '/' || dots > 0 && isComponent;
  }

  /** Makes the path absolute by PWD and takes its dots away: 0, or the exit code. */
  private int makeLogical() {
    byte[] present = call.environment.get("PWD");
    if (present != null && path[0] != '/') {
      boolean needsSlash = present.length > 0 && present[present.length - 1] != '/';
      path = CString.concat(needsSlash ? with(present, SLASH) : present, path);
    }
    LogicalPath logical = new LogicalPath(posix, path);
    int error = logical.make();
    if (error < 0)
      return call.messages
          .fatal()
          .unableTo("canonicalize ")
          .bytes(path)
          .text(": problem with ")
          .bytes(logical.text())
          .exit(ExitCode.SYSTEM, error);
    path = logical.text();
    return 0;
  }
}
