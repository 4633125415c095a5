package s6j.command.live;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.Subcommand;
import s6j.formats.Cdb;
import s6j.formats.RcDatabase;
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
  private static final String TOO_FEW = "rolling must be a number from 1";
  private static final Option ROLLING =
      Option.value('r', "rolling", "N", "so many at a time, each until it is ready")
          .complaint(TOO_FEW);
  private static final Program PROGRAM =
      Subcommand.options("s6 restart").options(DRY_RUN, ROLLING, LiveTimeout.TIMEOUT);

  private final CommandCall call;
  private final HeldLive live;
  private final boolean isDryRun;
  private final long timeout;

  /** 0 for all at once. */
  private final long atATime;

  private final NameList ofLive = new NameList();
  private final NameList supervised = new NameList();

  private ServiceRestart(CommandCall call, boolean isDryRun, long timeout, long atATime) {
    this.atATime = atATime;
    this.call = call;
    this.isDryRun = isDryRun;
    this.timeout = timeout;
    live = new HeldLive(call);
  }

  public static int run(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    long timeout = line.number(LiveTimeout.TIMEOUT, 0);
    long atATime = line.number(ROLLING, 0);
    if (line.refused()) return line.exitCode();
    if (line.has(ROLLING) && atATime == 0)
      return call.messages.fatal().text(TOO_FEW).exit(ExitCode.USAGE);
    if (line.operandCount() == 0)
      return call.messages.usage("s6 restart [ -n ] [ -r number ] [ -t timeout ] services...");
    ServiceRestart restart = new ServiceRestart(call, line.has(DRY_RUN), timeout, atATime);
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
    if (atATime > 0) return restartInTurn();
    byte[][] again = live.toStartAgain();
    return stopAndStart(ofLive.toArray(), again);
  }

  private int stopAndStart(byte[][] names, byte[][] again) {
    int code = live.change("stop", names, timeout, isDryRun);
    return code == 0 ? live.change("start", again, timeout, isDryRun) : code;
  }

  /** So many at a time, in the order of their numbers; the first that fails is the last. */
  private int restartInTurn() {
    int[] inTurn = live.toRestartInTurn();
    sort(inTurn);
    if (inTurn.length == 0) return call.messages.fatal().text("nothing of that is up").exit(1);
    int code = 0;
    int step = (int) Math.min(inTurn.length, atATime);
    for (int from = 0; from < inTurn.length && code == 0; from += step) {
      int to = Math.min(inTurn.length, from + step);
      live.chooseAnew();
      NameList names = new NameList();
      for (int i = from; i < to && code == 0; i++) {
        names.add(live.database().nameOf(inTurn[i]));
        code = live.choose(names.get(i - from));
      }
      if (code == 0) code = stopAndStart(names.toArray(), live.toStartAgain());
      if (code != 0 && to < inTurn.length) tellLeft(inTurn.length - to);
    }
    return code;
  }

  private void sort(int[] services) {
    for (int i = 1; i < services.length; i++) {
      int service = services[i];
      byte[] name = live.database().nameOf(service);
      int at = i;
      for (; at > 0; at--) {
        if (NaturalOrder.compare(name, live.database().nameOf(services[at - 1])) >= 0) break;
        services[at] = services[at - 1];
      }
      services[at] = service;
    }
  }

  private void tellLeft(int count) {
    Messages message = call.messages.info().text("left as they are: ");
    message.text("the other ").number(count).end();
  }

  /** Whose a name is: 0, or an exit code. */
  private int assign(byte[] name, boolean hasLive) {
    int answer = hasLive ? live.choose(name) : Cdb.ABSENT;
    if (answer == 0) ofLive.add(name);
    if (answer == 0 && atATime > 0) return chooseInstances(name);
    if (answer != Cdb.ABSENT) return answer;
    FileStat stat = new FileStat();
    byte[] directory = CString.path(call.settings.scandir, name);
    supervised.add(directory);
    if (atATime > 0)
      return call.messages
          .fatal()
          .bytes(name)
          .text(" is no service of s6-rc, which alone knows who is next")
          .exit(UNKNOWN_NAME);
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

  /** Of a template, those that a scale has started are in no bundle: 0, or an exit code. */
  private int chooseInstances(byte[] template) {
    RcDatabase database = live.database();
    TemplateInstances instances =
        new TemplateInstances(database, TemplateInstances.namesOf(database), template);
    boolean[] bundle = new boolean[database.count()];
    int code = live.find(template, bundle);
    instances.learnFrom(bundle);
    boolean[] members = new boolean[database.count()];
    for (int i = 0; i < instances.count(); i++) instances.choose(i, true, members);
    for (int i = 0; i < members.length && code == 0; i++)
      if (members[i]) code = live.choose(database.nameOf(i));
    return code;
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
