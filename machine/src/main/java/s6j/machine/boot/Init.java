package s6j.machine.boot;

import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Executable;
import s6j.posix.Posix;

/**
 * s6-linux-init: process 1 until it is s6-svscan. Called by somebody else it asks for a runlevel,
 * as {@code init 3} does elsewhere.
 */
public final class Init {
  private static final int FIRST = 1;
  private static final byte[] TELINIT = CString.of("s6-linux-init-telinit");

  private Init() {}

  public static Program declaration() {
    Program program =
        new Program(
            "s6-linux-init",
            null,
            "[ -v verbosity ] [ -c basedir ] [ -p initpath ] [ -s envdumpdir ] [ -m umask ]"
                + " [ -d devtmpfs ] [ -D initdefault ] [ -n | -N ] [ -C ] [ -B ] [ -W readyfd ]",
            "begins the life of a machine or container, and becomes its s6-svscan",
            Init::run);
    return BootSettings.declare(program).withoutHelp();
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    if (posix.getpid() != FIRST) return becomeTelinit(posix, arguments);
    Messages messages = new Messages(posix, CString.of(program.name));
    int code = boot(posix, program, arguments, messages);
    // The child that becomes rc.init comes by here too if it cannot.
    if (posix.getpid() != FIRST || Namespace.mayEnd(posix)) return code;
    return new Rescue(posix, messages, arguments).goOn();
  }

  private static int boot(Posix posix, Program program, byte[][] arguments, Messages messages) {
    Line line = program.read(arguments, messages, 0);
    if (line.refused()) return line.exitCode();
    BootSettings settings = new BootSettings(posix, line);
    if (!settings.isReadinessUsable()) return line.usage();
    return new FirstProcess(posix, messages, settings, arguments[0]).run();
  }

  private static int becomeTelinit(Posix posix, byte[][] arguments) {
    byte[] telinit = Executable.companion(posix, arguments[0], TELINIT);
    byte[][] words = arguments.clone();
    words[0] = telinit;
    int error = Executable.exec(posix, words, new Environment(posix.environment()));
    Messages messages = new Messages(posix, CString.of("s6-linux-init"));
    messages.fatal().unableTo("exec ").bytes(telinit);
    return messages.exit(Executable.exitCode(error), error);
  }
}
