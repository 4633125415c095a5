package s6j.svc.service;

import org.jspecify.annotations.Nullable;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Pause;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** sv of runit: control and ask services by words; what it tells goes to standard output. */
public final class Sv {
  private static final int DEFAULT_WAIT_SECONDS = 7;
  private static final int MOST_FAILURES = 99;
  private static final int LOOK_EVERY_MILLIS = 100;
  private static final byte[] SERVICES = CString.of("/service");
  private static final byte[] LOG = CString.of("log");
  private static final byte[] KILL = {'k'};

  private static final Option VERBOSE =
      Option.flag('v', "wait for the command to take effect, then tell the state");
  private static final Option WAIT =
      Option.value('w', "seconds", "the same, for so many seconds instead of $SVWAIT or 7")
          .number();

  private final Posix posix;
  private final Messages messages;
  private final Output out;
  private final Environment environment;
  private boolean verbose;
  private long waitSeconds;
  private @Nullable SvCommand command;
  private byte[][] names;
  private SvService[] services;
  private long begun;
  private int failures;

  private Sv(Posix posix, byte[][] arguments) {
    this.posix = posix;
    this.messages = new Messages(posix, CString.baseName(arguments[0]));
    this.out = new Output(posix, 1, 4096);
    this.environment = new Environment(posix);
  }

  public static Program declaration() {
    return new Program(
            "sv",
            null,
            "[ -v ] [ -w seconds ] command service...",
            "controls services by words, as in runit",
            Sv::run)
        .options(VERBOSE, WAIT);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Sv sv = new Sv(posix, arguments);
    int code = sv.take(program.read(arguments, sv.messages, 2));
    return code != 0 ? code : sv.serve();
  }

  private int take(Line line) {
    if (line.refused()) return line.exitCode();
    byte[] patience = environment.get("SVWAIT");
    long seconds = patience == null ? Decimal.INVALID : Decimal.parse(patience);
    waitSeconds = line.number(WAIT, seconds == Decimal.INVALID ? DEFAULT_WAIT_SECONDS : seconds);
    verbose = line.has(VERBOSE) || line.has(WAIT);
    command = SvCommand.parse(line.operand(0));
    names = line.operands(1);
    return command == null ? line.usage() : 0;
  }

  private int serve() {
    posix.ignoreSignal(Signal.SIGPIPE);
    begun = posix.realtimeNanos();
    services = new SvService[names.length];
    for (int i = 0; i < names.length; i++) {
      services[i] = new SvService(posix, out, names[i], path(names[i]));
      if (command.isStatus()) tellStatus(services[i]);
      else give(services[i]);
    }
    if (!command.isStatus() && (command.waits || verbose)) await();
    out.flush();
    return failures < MOST_FAILURES ? failures : MOST_FAILURES;
  }

  /** A plain name is looked for in $SVDIR. */
  private byte[] path(byte[] name) {
    int length = CString.length(name);
    boolean plain = length == 0 || name[0] != '.' && name[0] != '/' && name[length - 1] != '/';
    if (!plain)
      return length > 1 && name[length - 1] == '/' ? CString.slice(name, 0, length - 1) : name;
    byte[] directory = environment.get("SVDIR");
    return CString.path(directory == null ? SERVICES : directory, name);
  }

  private void tellStatus(SvService service) {
    int state = service.read();
    if (state <= 0) {
      fail(service, state);
      return;
    }
    service.print();
    tellLog(service);
    out.line();
  }

  private void tellLog(SvService service) {
    byte[] directory = CString.path(service.directory(), LOG);
    if (posix.access(Posix.CWD, directory, Posix.F_OK) < 0) return;
    out.text("; ");
    SvService log = new SvService(posix, out, LOG, directory);
    int state = log.read();
    if (state > 0) log.print();
    else {
      failures++;
      out.text("fail: log: ").text(reason(state));
    }
  }

  private void give(SvService service) {
    int state = service.read();
    if (state <= 0) {
      refuse(service, state);
      return;
    }
    if (command.onlyIfUp && !service.isUp()) return;
    if (command.letters.length == 0) return;
    int answer = service.send(command.letters);
    if (answer < 0) refuse(service, answer == -Errno.ENXIO ? 0 : answer);
  }

  /** A supervisor that is not there is what exit wants. */
  private void refuse(SvService service, int state) {
    service.isDone = true;
    if (state != 0 || !command.isExit()) fail(service, state);
    else out.text("ok: ").bytes(service.name()).text(": ").text(reason(0)).line();
  }

  private void fail(SvService service, int state) {
    failures++;
    out.text(state == 0 || state == -Errno.ENOENT ? "fail: " : "warning: ").bytes(service.name());
    out.text(": ").text(reason(state)).line();
  }

  private static String reason(int state) {
    if (state == 0) return "runsv not running";
    if (state == -Errno.ENOENT) return "unable to change to service directory: file does not exist";
    if (state == -Errno.EPIPE) return "unable to read supervise/status: bad format";
    return "unable to control or ask its supervisor: " + Errno.text(-state);
  }

  private void await() {
    long deadline = Deadline.after(posix.monotonicNanos(), waitSeconds * 1000);
    while (look() > 0) {
      if (Deadline.passed(deadline, posix.monotonicNanos())) {
        giveUp();
        return;
      }
      Pause.millis(posix, LOOK_EVERY_MILLIS);
    }
  }

  /** Tells of the services that have got there; how many have not. */
  private int look() {
    int waiting = 0;
    for (SvService service : services) {
      if (service.isDone) continue;
      int state = service.read();
      boolean isThere = state > 0 && service.hasReached(command.goal, begun);
      if (state <= 0) refuse(service, state);
      else if (isThere && command.isExit()) refuse(service, 0);
      else if (isThere) {
        service.isDone = true;
        out.text("ok: ");
        service.print();
        out.line();
      } else waiting++;
    }
    out.flush();
    return waiting;
  }

  private void giveUp() {
    for (SvService service : services) {
      if (service.isDone) continue;
      failures++;
      out.text(command.kills ? "kill: " : "timeout: ");
      service.print();
      out.line();
      if (command.kills) service.send(KILL);
    }
  }
}
