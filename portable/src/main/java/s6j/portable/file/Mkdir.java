package s6j.portable.file;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.portable.call.Modes;
import s6j.portable.call.ToolCall;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** s6-mkdir: new directories. */
public final class Mkdir {
  private static final Option PARENTS =
      Option.flag('p', "make what is missing above too; what is there is fine");
  private static final Option VERBOSE = Option.flag('v', "tell of each directory that is made");
  private static final Option MODE =
      Option.value('m', "mode", "this mode, in base 8 or in letters, whatever the umask");

  private static final int EVERYTHING = 0777;

  /** Who makes directories in a new one has to be able to. */
  private static final int OWN_USE = 0300;

  private final ToolCall call;
  private final Posix posix;
  private final boolean isVerbose;
  private final FileStat stat = new FileStat();
  private int mode = EVERYTHING;
  private int mask;
  private int maskOfParents;
  private int exitCode;

  private Mkdir(ToolCall call, Line line) {
    this.call = call;
    posix = call.posix;
    isVerbose = line.has(VERBOSE);
  }

  public static Program declaration() {
    return new Program(
            "s6-mkdir", null, "[ -p ] [ -v ] [ -m mode ] dir", "makes directories", Mkdir::run)
        .options(PARENTS, VERBOSE, MODE);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    Line line = call.read(0);
    if (line.refused()) return line.exitCode();
    Mkdir mkdir = new Mkdir(call, line);
    if (!mkdir.takeMode(line)) return call.usage();
    for (int i = 0; i < line.operandCount(); i++) {
      byte[] directory = line.operand(i);
      boolean goesOn = !line.has(PARENTS) || mkdir.makeParents(directory);
      if (goesOn) mkdir.make(directory, mkdir.mode, mkdir.mask, line.has(PARENTS));
    }
    return mkdir.exitCode;
  }

  /** Each mode that was given must be one; the last counts. */
  private boolean takeMode(Line line) {
    int present = posix.umask(0);
    mask = line.has(MODE) ? 0 : present;
    maskOfParents = present & ~OWN_USE;
    for (Line.Given given = line.first(); given != null; given = given.next())
      if (given.option == MODE) {
        mode = Modes.parse(given.value, present);
        if (mode == Modes.NONE) return false;
      }
    return true;
  }

  /** Makes what is missing above; whether it is all there. */
  private boolean makeParents(byte[] directory) {
    int length = CString.length(directory);
    for (int i = 1; i < length; i++)
      if (directory[i] == '/'
          && !make(CString.slice(directory, 0, i), EVERYTHING, maskOfParents, true)) return false;
    return true;
  }

  /** Whether the directory is there afterwards. */
  private boolean make(byte[] directory, int newMode, int newMask, boolean mayExist) {
    posix.umask(newMask);
    int error = posix.mkdir(Posix.CWD, directory, newMode);
    if (error >= 0 && isVerbose)
      call.messages.bare().text(": created directory ").bytes(directory).end();
    if (error >= 0 || error == -Errno.EEXIST && mayExist && isDirectory(directory)) return true;
    call.messages.warning().unableTo("mkdir ").bytes(directory).end(error);
    exitCode = ExitCode.SYSTEM;
    return false;
  }

  private boolean isDirectory(byte[] path) {
    return posix.stat(Posix.CWD, path, true, stat) >= 0 && stat.isDirectory();
  }
}
