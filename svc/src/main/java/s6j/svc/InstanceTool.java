package s6j.svc;

import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Operands;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Executable;
import s6j.posix.Posix;

/**
 * s6-instance-control and s6-instance-status: s6-svc and s6-svstat on the service directory of an
 * instance.
 */
public final class InstanceTool {
  private InstanceTool() {}

  /** The declaration of s6-instance-control. */
  public static Program control() {
    Program program =
        new Program(
            "s6-instance-control",
            "instance-control",
            "[ -wu | -wU | -wd | -wD | -wr | -wR ] [ -T timeout ] [ -abqhkti12pcyroduDUxO ]"
                + " service instancename",
            "sends commands to the supervisor of an instance",
            InstanceTool::runControl);
    Svc.declareWait(program);
    Svc.declareLetters(program);
    return program;
  }

  /** The declaration of s6-instance-status. */
  public static Program status() {
    Program program =
        new Program(
            "s6-instance-status",
            "instance-status",
            "[ -uwNrpest | -o up,wantedup,normallyup,ready,paused,pid,exitcode,signal,signum,"
                + "updownsince,readysince,updownfor,readyfor ] [ -n ] service name",
            "prints the state of an instance",
            InstanceTool::runStatus);
    program.flag('n', "print signals by number");
    return Svstat.declareFields(program);
  }

  static int runControl(Posix posix, Program program, byte[][] arguments) {
    return become(posix, program, arguments, "s6-svc", Svc.MOST_LETTERS);
  }

  static int runStatus(Posix posix, Program program, byte[][] arguments) {
    return become(posix, program, arguments, "s6-svstat", Integer.MAX_VALUE);
  }

  /** The tool reads the options once more, and says what else is wrong with their values. */
  private static int become(
      Posix posix, Program program, byte[][] arguments, String tool, int mostFlags) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Options options = new Options(program, arguments);
    int code = check(messages, program, options, mostFlags);
    if (code != 0) return code;
    int first = options.firstOperand();
    if (arguments.length - first < 2) return messages.usage(program);
    if (CString.length(arguments[first]) == 0)
      return messages.fatal().text("invalid service name").exit(100);
    code = InstancedService.checkName(messages, arguments[first + 1]);
    if (code != 0) return code;
    Words words = new Words(first + 1);
    words.add(Executable.companion(posix, arguments[0], CString.of(tool)));
    words.addAll(Operands.between(arguments, 1, first));
    words.add(InstancedService.directory(arguments[first], arguments[first + 1]));
    return new NextProgram(posix, messages, words.toArray()).exec();
  }

  /** Looks at the options: 0, or 100 once it has said what is wrong. */
  private static int check(Messages messages, Program program, Options options, int mostFlags) {
    int flags = 0;
    for (int option = options.next(); option != Options.END; option = options.next()) {
      if (!isRight(option, options.value())) return messages.usage(program);
      if (options.value() == null && ++flags > mostFlags)
        return messages.fatal().text("too many commands").exit(100);
    }
    return 0;
  }

  /** Options of both programs: -w of s6-instance-control has a value, that of the other none. */
  private static boolean isRight(int option, byte[] value) {
    if (option == Options.WRONG) return false;
    if (option == 'T') return Timeout.parse(value) != Decimal.INVALID;
    return option != 'w' || value == null || Svc.goalOf(value) != null;
  }
}
