package s6j.svc.service;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.Tai64n;
import s6j.formats.files.HealthFile;
import s6j.formats.files.KnobReader;
import s6j.formats.files.LockFile;
import s6j.formats.files.StatusFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * s6-svstat: prints the state of a service, in words or field by field (docs/specification/s6.md,
 * C.1.4).
 */
public final class Svstat {
  private static final long SECOND = 1_000_000_000;

  private static final Option BY_NUMBER = Option.flag('n', "print signals by number");
  private static final Option FIELDS =
      Option.value('o', "fields", "print these fields, separated by commas");

  /** Each prints the field of its letter; s6-instance-status has them too. */
  private static final Option[] FIELD_FLAGS = {
    Option.flag('u', "print whether it is up"),
    Option.flag('w', "print whether it is wanted up"),
    Option.flag('N', "print whether it is normally up: without a down file"),
    Option.flag('r', "print whether it is ready"),
    Option.flag('p', "print the process id, -1 if down"),
    Option.flag('g', "print the process group id, -1 if down"),
    Option.flag('e', "print the exit code, -1 if up or killed"),
    Option.flag('s', "print the name of the killing signal, NA if none"),
    Option.flag('t', "print for how many seconds it has been up or down")
  };

  private final Posix posix;
  private final Messages messages;
  private final Output out;
  private final ServiceStatus status = new ServiceStatus();
  private final StatusField[] fields = new StatusField[StatusField.MOST];
  private int count;
  private boolean signalsByNumber;
  private boolean normallyUp;
  private byte[] directory;
  private long now;

  private Svstat(Posix posix, byte[][] arguments) {
    this.posix = posix;
    this.messages = new Messages(posix, CString.baseName(arguments[0]));
    this.out = new Output(posix, 1, 512);
  }

  public static Program declaration() {
    return declareFields(
        new Program(
            "s6-svstat",
            "svstat",
            "[ -uwNrpgest | -o up,wantedup,normallyup,ready,paused,pid,pgid,exitcode,signal,signum,"
                + "updownsince,readysince,updownfor,readyfor ] [ -n ] servicedir",
            "prints the state of a supervised service",
            Svstat::run));
  }

  /** The options, which s6-instance-status has too. */
  public static Program declareFields(Program program) {
    return program.options(BY_NUMBER, FIELDS).options(FIELD_FLAGS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Svstat svstat = new Svstat(posix, arguments);
    int wrong = svstat.take(program.open(arguments, svstat.messages));
    if (wrong == 0) wrong = svstat.read();
    return wrong == 0 ? svstat.print() : wrong;
  }

  private int take(Line line) {
    int wrong = 0;
    for (Line.Given given = line.first(); given != null && wrong == 0; given = given.next())
      wrong = take(given);
    signalsByNumber = line.has(BY_NUMBER);
    directory = line.operand(0);
    return wrong == 0 ? line.judge(1) : wrong;
  }

  private int take(Line.Given given) {
    if (given.option == FIELDS) return addAll(given.value);
    return given.isAmong(FIELD_FLAGS) ? add(StatusField.ofLetter(given.option.letter)) : 0;
  }

  private int addAll(byte[] list) {
    int length = CString.length(list);
    for (int from = 0; from < length; ) {
      int to = from;
      while (to < length && list[to] != ',') to++;
      byte[] name = CString.slice(list, from, to);
      StatusField field = StatusField.named(name);
      if (field == null)
        return messages.fatal().text("invalid option field: ").bytes(name).exit(ExitCode.USAGE);
      int wrong = add(field);
      if (wrong != 0) return wrong;
      from = to + 1;
    }
    return 0;
  }

  private int add(StatusField field) {
    if (count == fields.length)
      return messages.fatal().text("too many option fields").exit(ExitCode.USAGE);
    fields[count++] = field;
    return 0;
  }

  /** The lock is looked at before the status: what a dead supervisor left is not told. */
  private int read() {
    int held = LockFile.isSupervised(posix, directory);
    if (held < 0)
      return messages.fatal().unableTo("check ").bytes(directory).exit(ExitCode.SYSTEM, held);
    if (held == 0) return unread().text(": s6-supervise not running").exit(1);
    int answer = new StatusFile(posix).readOf(directory, status);
    if (answer < 0) return unread().exit(ExitCode.SYSTEM, answer);
    now = posix.realtimeNanos();
    if (status.stampNanos > now) status.stampNanos = now;
    return lookForDown();
  }

  private Messages unread() {
    return messages.fatal().unableTo("read status for ").bytes(directory);
  }

  private int lookForDown() {
    byte[] file = CString.path(directory, ServiceDirectory.DOWN);
    int answer = posix.access(Posix.CWD, file, Posix.F_OK);
    normallyUp = answer == -Errno.ENOENT;
    if (answer >= 0 || normallyUp) return 0;
    return messages.fatal().unableTo("access ").bytes(file).exit(ExitCode.SYSTEM, answer);
  }

  private int print() {
    if (count == 0) printText();
    for (int i = 0; i < count; i++) {
      if (i > 0) out.text(" ");
      print(fields[i]);
    }
    return out.line().finish(messages, 0);
  }

  private void printText() {
    boolean up = status.isUp();
    if (up) out.text("up (pid ").number(status.pid).text(" pgid ").number(status.pid).text(") ");
    else printDown();
    if (status.startedOnce()) printSeconds(status.stampNanos);
    if (up && !normallyUp) out.text(", normally down");
    if (!up && normallyUp) out.text(", normally up");
    if (up && status.paused) out.text(", paused");
    if (!up && status.wantUp) out.text(", want up");
    if (up && !status.wantUp) out.text(", want down");
    if (!status.ready || !status.startedOnce()) return;
    out.text(", ready ");
    printSeconds(status.readyNanos);
  }

  private void printDown() {
    int signal = status.signal();
    out.text("down (");
    if (!status.startedOnce()) out.text("not started yet");
    else if (signal == 0) out.text("exitcode ").number(status.exitCode());
    else if (signalsByNumber) out.text("signal ").number(signal);
    else out.text("signal ").text(Signal.name(signal));
    out.text(") ");
  }

  private void printSeconds(long since) {
    out.number(secondsSince(since)).text(" seconds");
  }

  private void print(StatusField field) {
    switch (field) {
      case UP -> print(status.isUp());
      case WANTED_UP -> print(status.wantUp);
      case NORMALLY_UP -> print(normallyUp);
      case READY -> print(status.pid != 0 && status.ready);
      case PAUSED -> print(status.pid != 0 && status.paused);
      case PID, PGID -> out.number(status.isUp() ? status.pid : -1);
      case EXIT_CODE -> out.number(status.exitCode());
      case SIGNAL -> out.text(status.signal() == 0 ? "NA" : Signal.name(status.signal()));
      case SIGNUM -> out.number(status.signal() == 0 ? -1 : status.signal());
      case UPDOWN_SINCE -> printLabel(status.stampNanos);
      case READY_SINCE -> printLabel(status.readyNanos);
      case UPDOWN_FOR -> out.number(secondsSince(status.stampNanos));
      case READY_FOR -> out.number(secondsSince(status.readyNanos));
      case BACKOFF -> printBackoff();
      case HEALTHY -> printHealthy();
    }
  }

  private void print(boolean fact) {
    out.text(fact ? "true" : "false");
  }

  private void printLabel(long moment) {
    byte[] label = new byte[Tai64n.LABEL_SIZE];
    Tai64n.label(moment, label, 0);
    out.bytes(label);
  }

  /** Supervisors of s6 have no such file: -1. */
  private void printBackoff() {
    long millis =
        new KnobReader(posix).number(Posix.CWD, CString.path(directory, ServiceDirectory.BACKOFF));
    out.number(millis < 0 ? -1 : millis);
  }

  /** What s6-svhealth says of this run; unknown without one, and before its first success. */
  private void printHealthy() {
    HealthFile health = new HealthFile(posix, directory);
    boolean known = health.read() == 0 && health.isAbout(status);
    if (!known || health.verdict == HealthFile.Verdict.STARTING) out.text("unknown");
    else print(health.verdict == HealthFile.Verdict.HEALTHY);
  }

  /** Whole seconds; a moment in the future counts as now. */
  private long secondsSince(long moment) {
    return moment >= now ? 0 : (now - moment) / SECOND;
  }
}
