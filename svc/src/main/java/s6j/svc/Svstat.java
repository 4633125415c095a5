package s6j.svc;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.formats.HealthFile;
import s6j.formats.KnobReader;
import s6j.formats.LockFile;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.StatusFile;
import s6j.formats.Tai64n;
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

  private final Posix posix;
  private final Program program;
  private final byte[][] arguments;
  private final Messages messages;
  private final Output out;
  private final ServiceStatus status = new ServiceStatus();
  private final StatusField[] fields = new StatusField[StatusField.MOST];
  private int count;
  private boolean signalsByNumber;
  private boolean normallyUp;
  private byte[] directory;
  private long now;

  private Svstat(Posix posix, Program program, byte[][] arguments) {
    this.posix = posix;
    this.program = program;
    this.arguments = arguments;
    this.messages = new Messages(posix, CString.baseName(arguments[0]));
    this.out = new Output(posix, 1, 512);
  }

  public static Program declaration() {
    Program program =
        new Program(
            "s6-svstat",
            "svstat",
            "[ -uwNrpgest | -o up,wantedup,normallyup,ready,paused,pid,pgid,exitcode,signal,signum,"
                + "updownsince,readysince,updownfor,readyfor ] [ -n ] servicedir",
            "prints the state of a supervised service",
            Svstat::run);
    program.flag('n', "print signals by number");
    return declareFields(program);
  }

  /** The field options, which s6-instance-status has too. */
  static Program declareFields(Program program) {
    return program
        .value('o', "fields", "print these fields, separated by commas")
        .flag('u', "print whether it is up")
        .flag('w', "print whether it is wanted up")
        .flag('N', "print whether it is normally up: without a down file")
        .flag('r', "print whether it is ready")
        .flag('p', "print the process id, -1 if down")
        .flag('g', "print the process group id, -1 if down")
        .flag('e', "print the exit code, -1 if up or killed")
        .flag('s', "print the name of the killing signal, NA if none")
        .flag('t', "print for how many seconds it has been up or down");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Svstat svstat = new Svstat(posix, program, arguments);
    int wrong = svstat.parse();
    if (wrong == 0) wrong = svstat.read();
    return wrong == 0 ? svstat.print() : wrong;
  }

  private int parse() {
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next()) {
      int wrong = take(option, options.value());
      if (wrong != 0) return wrong;
    }
    if (options.firstOperand() >= arguments.length) return messages.usage(program);
    directory = arguments[options.firstOperand()];
    return 0;
  }

  private int take(int option, byte[] value) {
    if (option == 'o') return addAll(value);
    if (option == 'n') {
      signalsByNumber = true;
      return 0;
    }
    StatusField field = StatusField.ofLetter(option);
    return field == null ? messages.usage(program) : add(field);
  }

  private int addAll(byte[] list) {
    int length = CString.length(list);
    for (int from = 0; from < length; ) {
      int to = from;
      while (to < length && list[to] != ',') to++;
      byte[] name = CString.slice(list, from, to);
      StatusField field = StatusField.named(name);
      if (field == null)
        return messages.fatal().text("invalid option field: ").bytes(name).exit(100);
      int wrong = add(field);
      if (wrong != 0) return wrong;
      from = to + 1;
    }
    return 0;
  }

  private int add(StatusField field) {
    if (count == fields.length) return messages.fatal().text("too many option fields").exit(100);
    fields[count++] = field;
    return 0;
  }

  /** The lock is looked at before the status: what a dead supervisor left is not told. */
  private int read() {
    int held = LockFile.isSupervised(posix, directory);
    if (held < 0) return messages.fatal().unableTo("check ").bytes(directory).exit(111, held);
    if (held == 0) return unread().text(": s6-supervise not running").exit(1);
    int answer = new StatusFile(posix).readOf(directory, status);
    if (answer < 0) return unread().exit(111, answer);
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
    return messages.fatal().unableTo("access ").bytes(file).exit(111, answer);
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
