package s6j.command.live;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.Subcommand;
import s6j.formats.Cdb;
import s6j.formats.files.NameList;
import s6j.posix.CString;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/**
 * {@code s6 restart}: stops services with what needs them, and brings all that was up again. Those
 * that s6-rc does not know are restarted by their supervisors.
 */
public final class ServiceRestart {
  private static final int UNKNOWN_NAME = 3;

  private static final Option DRY_RUN = Option.flag('n', "dry-run", "only show what would be done");
  private static final Program PROGRAM =
      Subcommand.options("s6 restart").options(DRY_RUN, LiveTimeout.TIMEOUT);

  private final CommandCall call;
  private final HeldLive live;
  private final boolean isDryRun;
  private final long timeout;
  private final NameList ofLive = new NameList();
  private final NameList supervised = new NameList();

  private ServiceRestart(CommandCall call, boolean isDryRun, long timeout) {
    this.call = call;
    this.isDryRun = isDryRun;
    this.timeout = timeout;
    live = new HeldLive(call);
  }

  public static int run(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    long timeout = line.number(LiveTimeout.TIMEOUT, 0);
    if (line.refused()) return line.exitCode();
    if (line.operandCount() == 0)
      return call.messages.usage("s6 restart [ -n ] [ -t timeout ] services...");
    ServiceRestart restart = new ServiceRestart(call, line.has(DRY_RUN), timeout);
    int code = restart.restart(line.operands(0));
    restart.live.release();
    return code == 0 ? restart.restartSupervised() : code;
  }

  private int restart(byte[][] names) {
    boolean hasLive = call.posix.access(Posix.CWD, call.settings.livedir, Posix.F_OK) >= 0;
    int code = hasLive ? live.take() : 0;
    if (code == 0 && hasLive) code = live.readServices();
    for (int i = 0; i < names.length && code == 0; i++) code = assign(names[i], hasLive);
    if (code != 0 || ofLive.count() == 0) return code;
    byte[][] again = live.toStartAgain();
    code = change("stop", ofLive.toArray());
    return code == 0 ? change("start", again) : code;
  }

  /** Whose a name is: 0, or an exit code. */
  private int assign(byte[] name, boolean hasLive) {
    int answer = hasLive ? live.choose(name) : Cdb.ABSENT;
    if (answer == 0) ofLive.add(name);
    if (answer != Cdb.ABSENT) return answer;
    FileStat stat = new FileStat();
    byte[] directory = CString.path(call.settings.scandir, name);
    supervised.add(directory);
    boolean isThere = call.posix.stat(Posix.CWD, directory, true, stat) >= 0 && stat.isDirectory();
    if (isThere) return 0;
    return call.messages
        .fatal()
        .bytes(name)
        .text(" is no service in ")
        .bytes(call.settings.livedir)
        .text(" or ")
        .bytes(call.settings.scandir)
        .exit(UNKNOWN_NAME);
  }

  private int change(String how, byte[][] names) {
    int code = live.remember();
    if (code != 0) return code;
    code =
        new CompanionRun(call, "s6-rc")
            .word("--no-lock")
            .anyVerbosity()
            .timeout(timeout)
            .wordIf(isDryRun, "-n1")
            .live()
            .word("--")
            .word(how)
            .words(names)
            .run();
    if (code == 0 || call.settings.verbosity == 0) return code;
    int told = live.tellChange(how.equals("start"));
    return told == 0 ? code : told;
  }

  private int restartSupervised() {
    if (supervised.count() == 0) return 0;
    if (isDryRun) {
      for (int i = 0; i < supervised.count(); i++)
        call.messages.info().text("s6-svc -r -- ").bytes(supervised.get(i)).end();
      return 0;
    }
    return new CompanionRun(call, "s6-svc")
        .word("-r")
        .word("--")
        .words(supervised.toArray())
        .become();
  }
}
