package s6j.command.process;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.Subcommand;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** {@code s6 process status}: what s6-svstat tells of processes. */
final class ProcessStatus {
  private static final Option WITHOUT_LOGS =
      Option.flag('L', "without-logs", "of the services only (default)");
  private static final Option WITH_LOGS =
      Option.flag('l', "with-logs", "of what logs for them, too");
  private static final Program PROGRAM =
      Subcommand.options("s6 process status").options(WITHOUT_LOGS, WITH_LOGS);
  private static final byte[] LOG = CString.of("/log");

  private final CommandCall call;
  private boolean failed;

  private ProcessStatus(CommandCall call) {
    this.call = call;
  }

  static int run(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    if (line.operandCount() == 0)
      return call.messages.usage("s6 process status [ -L | -l ] services...");
    SupervisedNames names = new SupervisedNames(call, line.operands(0));
    int code = names.check();
    if (code != 0) return code;
    ProcessStatus status = new ProcessStatus(call);
    for (int i = 0; i < names.count(); i++)
      status.tell(names.path(i), line.chose(WITH_LOGS, WITHOUT_LOGS));
    return status.failed ? 1 : 0;
  }

  private void tell(byte[] directory, boolean withLog) {
    tell(directory);
    if (!withLog || isLog(directory)) return;
    byte[] log = CString.concat(directory, LOG);
    FileStat stat = new FileStat();
    int answer = call.posix.stat(Posix.CWD, log, true, stat);
    if (answer >= 0 && stat.isDirectory()) tell(log);
    if (answer >= 0 || answer == -Errno.ENOENT) return;
    failed = true;
    if (call.settings.verbosity > 0)
      call.messages.warning().unableTo("stat ").bytes(log).end(answer);
  }

  private static boolean isLog(byte[] directory) {
    int length = CString.length(directory);
    return length > LOG.length
        && CString.equal(CString.slice(directory, length - LOG.length, length), LOG);
  }

  private void tell(byte[] directory) {
    int written = call.output().bytes(directory).text(": ").flush();
    int code = new CompanionRun(call, "s6-svstat").word("--").word(directory).run();
    failed |= written < 0 || code != 0;
  }
}
