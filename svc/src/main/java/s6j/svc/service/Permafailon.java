package s6j.svc.service;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Operands;
import s6j.cli.Program;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.DeathTally;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/**
 * s6-permafailon: run by a finish script, exits 125 if its service died too often of late;
 * otherwise becomes the next program.
 */
public final class Permafailon {
  private static final int GIVE_UP = 125;
  private static final long SECOND = 1_000_000_000;
  private static final int OPERANDS = 4;

  private final Posix posix;
  private final Messages messages;
  private long seconds;
  private long wanted;
  private StatusList list;

  private Permafailon(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
  }

  public static Program declaration() {
    return new Program(
        "s6-permafailon",
        "permafailon",
        "seconds deathcount statuslist prog...",
        "gives a service up that died too often",
        Permafailon::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    if (arguments.length < OPERANDS) return messages.usage(program);
    Permafailon permafailon = new Permafailon(posix, messages);
    if (!permafailon.takeNumbers(arguments)) return messages.usage(program);
    permafailon.list = StatusList.parse(arguments[3]);
    String problem = permafailon.list.problem();
    if (problem != null) return messages.fatal().text(problem).exit(ExitCode.USAGE);
    if (permafailon.countsEnough()) return GIVE_UP;
    if (arguments.length == OPERANDS) return 0;
    return new NextProgram(posix, messages, Operands.from(arguments, OPERANDS)).exec();
  }

  private boolean takeNumbers(byte[][] arguments) {
    seconds = Decimal.parse(arguments[1]);
    wanted = Decimal.parse(arguments[2]);
    if (seconds == Decimal.INVALID || wanted <= 0) return false;
    wanted = Math.min(wanted, DeathTally.MOST);
    return true;
  }

  /** A tally that cannot be read counts nothing: the service may run. */
  private boolean countsEnough() {
    FileStat stat = new FileStat();
    int answer = posix.stat(Posix.CWD, ServiceDirectory.DEATH_TALLY, true, stat);
    if (answer < 0) return warn("stat ", answer);
    if (stat.size % DeathTally.SIZE != 0 || stat.size > DeathTally.SIZE * DeathTally.MOST) {
      messages.warning().text("invalid ").bytes(ServiceDirectory.DEATH_TALLY).end();
      return false;
    }
    DeathTally tally = new DeathTally(posix);
    answer = tally.start(Posix.CWD, ServiceDirectory.DEATH_TALLY, DeathTally.MOST);
    if (answer < 0) return warn("read ", answer);
    boolean enough = countsEnough(tally);
    tally.stop();
    return enough || tally.error() != 0 && warn("read ", tally.error());
  }

  private boolean warn(String what, int error) {
    messages.warning().unableTo(what).bytes(ServiceDirectory.DEATH_TALLY).end(error);
    return false;
  }

  private boolean countsEnough(DeathTally tally) {
    long since = posix.realtimeNanos() - seconds * SECOND;
    long matches = 0;
    while (tally.next()) {
      if (tally.deathNanos() < since || !list.holds(tally.exitCode(), tally.signal())) continue;
      if (++matches < wanted) continue;
      tell(tally);
      return true;
    }
    return false;
  }

  private void tell(DeathTally tally) {
    int signal = tally.signal();
    messages.info().text("PERMANENT FAILURE triggered after ").number(wanted);
    messages.text(" events involving ").text(signal != 0 ? "signal " : "exit code ");
    messages.number(signal != 0 ? signal : tally.exitCode());
    messages.text(" in the last ").number(seconds).text(" seconds").end();
  }
}
