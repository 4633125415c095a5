package s6j.svc.instance;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Operands;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.svc.service.ServiceLine;
import s6j.svc.service.Svc;
import s6j.svc.service.Svstat;

/**
 * s6-instance-control and s6-instance-status: s6-svc and s6-svstat on the service directory of an
 * instance.
 */
public final class InstanceTool {
  private InstanceTool() {}

  /** The declaration of s6-instance-control. */
  public static Program control() {
    return Svc.declareControl(
        new Program(
            "s6-instance-control",
            "instance-control",
            "[ -wu | -wU | -wd | -wD | -wr | -wR ] [ -T timeout ] [ -abqhkti12pcyroduDUxO ]"
                + " service instancename",
            "sends commands to the supervisor of an instance",
            InstanceTool::runControl));
  }

  /** The declaration of s6-instance-status. */
  public static Program status() {
    return Svstat.declareFields(
        new Program(
            "s6-instance-status",
            "instance-status",
            "[ -uwNrpest | -o up,wantedup,normallyup,ready,paused,pid,exitcode,signal,signum,"
                + "updownsince,readysince,updownfor,readyfor ] [ -n ] service name",
            "prints the state of an instance",
            InstanceTool::runStatus));
  }

  static int runControl(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.open(arguments, messages);
    int code = Svc.check(line, messages);
    return code != 0 ? code : become(posix, line, messages, arguments, "s6-svc");
  }

  static int runStatus(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.open(arguments, messages);
    return become(posix, line, messages, arguments, "s6-svstat");
  }

  /** The tool reads the options once more, and says what else is wrong with their values. */
  private static int become(
      Posix posix, Line line, Messages messages, byte[][] arguments, String tool) {
    int code = line.judge(2);
    if (code != 0) return code;
    if (CString.length(line.operand(0)) == 0)
      return messages.fatal().text("invalid service name").exit(ExitCode.USAGE);
    code = InstancedService.checkName(messages, line.operand(1));
    if (code != 0) return code;
    ServiceLine words = new ServiceLine(line.firstOperand() + 1);
    words.add(Executable.companion(posix, arguments[0], CString.of(tool)));
    words.addAll(Operands.between(arguments, 1, line.firstOperand()));
    words.add(InstancedService.directory(line.operand(0), line.operand(1)));
    return new NextProgram(posix, messages, words.toArray()).exec();
  }
}
