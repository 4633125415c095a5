package s6j.rc.command;

import s6j.cli.ExitCode;
import s6j.cli.Program;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** s6-rc: brings services up and down and tells which are (docs/specification/s6-rc.md, E). */
public final class Rc {
  private Rc() {}

  public static Program declaration() {
    return RcCall.declare(
        new Program(
                "s6-rc",
                "rc",
                "[ -v verbosity ] [ -n dryrunthrottle ] [ -t timeout ] [ -l live ] [ -b ] [ -E | -e ]"
                    + " [ -u | -d | -D ] [ -p ] [ -a ]"
                    + " help|list|listall|diff|start|stop|change [ servicenames... ]",
                "brings services up and down",
                Rc::run)
            .commands(RcCommand.words()));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    posix.ignoreSignal(Signal.SIGPIPE);
    RcCall call = new RcCall(posix, program, arguments);
    int code = call.line.judge(1);
    if (code == 0) code = start(call);
    call.close();
    return code;
  }

  private static int start(RcCall call) {
    byte[] word = call.line.operand(0);
    RcCommand command = RcCommand.of(word);
    if (command == null)
      return call.messages.fatal().text("unknown command: ").bytes(word).exit(ExitCode.USAGE);
    if (command == RcCommand.WHY && call.line.operandCount() != 2) return call.line.usage();
    int code = command == RcCommand.HELP ? 0 : prepare(call, command);
    return code == 0 ? perform(call, command) : code;
  }

  private static int prepare(RcCall call, RcCommand command) {
    call.direct(command);
    int code = call.open(command);
    if (code != 0 || command == RcCommand.DIFF) return code;
    code = call.select(command);
    return code == 0 && command.tellsOfProcesses() ? call.cannotSee() : code;
  }

  private static int perform(RcCall call, RcCommand command) {
    return switch (command) {
      case CHANGE, START, STOP -> RcChange.change(call);
      case RELOAD -> RcChange.reload(call);
      case LIST -> RcList.list(call);
      case LISTALL -> RcList.listAll(call);
      case STATUS -> RcStatus.run(call);
      case HEALTHY -> RcHealthy.run(call);
      case WHY -> RcWhy.run(call);
      case TIMES -> RcTimes.run(call);
      case DIFF -> RcDiff.run(call);
      case HELP -> RcHelp.run(call);
    };
  }
}
