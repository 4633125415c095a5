package s6j.machine.end;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.cli.ScriptPrograms;
import s6j.machine.place.ConsoleOutput;
import s6j.machine.place.InitPaths;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.SearchPath;
import s6j.posix.Signal;

/**
 * s6-linux-init-shutdownd: waits for the order to shut down, and does what comes then until only
 * itself and process 1 are left; its supervisor starts it anew for the end.
 */
public final class Shutdownd {
  private static final Option NOTIFICATION =
      Option.value('d', "notif", "tell on this descriptor when orders are taken").number();
  private static final Option BASE =
      Option.value('c', "basedir", "where init boots from (default /etc/s6-linux-init/current)");
  private static final Option GRACE =
      Option.value('g', "gracetime", "milliseconds between TERM and KILL (default 3000)").number();
  private static final Option CONTAINER = Option.flag('C', "this is a container");
  private static final Option NO_LOGGER = Option.flag('B', "there is no catch-all logger");

  private static final byte[] FIFO = CString.of("fifo");
  private static final byte[] NEWLINE = {'\n'};
  private static final int READ = OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;
  private static final int WRITE = OpenFlags.O_WRONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;
  static final long MOST_GRACE = 300_000;
  private static final long USUAL_GRACE = 3000;

  private final Posix posix;
  private final Messages messages;
  private final boolean isContainer;
  private final boolean hasLogger;
  private final byte[] base;
  private final long notification;
  private final long grace;
  private final LastStage lastStage;
  private int reading = -1;
  private int writing = -1;

  private Shutdownd(Posix posix, Messages messages, Line line, byte[] calledAs) {
    this.posix = posix;
    this.messages = messages;
    isContainer = line.has(CONTAINER);
    hasLogger = !line.has(NO_LOGGER);
    base = line.bytes(BASE, InitPaths.BASE);
    notification = line.number(NOTIFICATION, 0);
    grace = Math.min(line.number(GRACE, USUAL_GRACE), MOST_GRACE);
    ScriptPrograms programs = new ScriptPrograms(posix, messages, calledAs);
    programs.ofMachine(SearchPath.of(posix));
    lastStage = new LastStage(posix, programs, base, isContainer, hasLogger);
  }

  public static Program declaration() {
    return new Program(
            "s6-linux-init-shutdownd",
            null,
            "[ -d notif ] [ -c basedir ] [ -g gracetime ] [ -C ] [ -B ]",
            "does the shutdown that it is ordered to do",
            Shutdownd::run)
        .options(NOTIFICATION, BASE, GRACE, CONTAINER, NO_LOGGER);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.of(program.name));
    Line line = program.read(arguments, messages, 0);
    if (line.refused()) return line.exitCode();
    return new Shutdownd(posix, messages, line, arguments[0]).run();
  }

  private int run() {
    int code = check();
    if (code != 0) return code;
    if (lastStage.isDue()) becomeLastStage();
    code = listen();
    if (code != 0) return code;
    OrderLoop orders = new OrderLoop(posix, messages, reading, base, grace);
    code = orders.run();
    posix.close(writing);
    posix.close(reading);
    return code != 0 ? code : end(orders.what(), orders.graceMillis());
  }

  private int check() {
    if (base.length == 0 || base[0] != '/')
      return messages.fatal().text("basedir must be an absolute path").exit(ExitCode.USAGE);
    if (notification == 0) return 0;
    if (notification < 3)
      return messages.fatal().text("notification fd must be 3 or more").exit(ExitCode.USAGE);
    boolean isNumber = notification <= Integer.MAX_VALUE;
    int flags = isNumber ? posix.descriptorFlags((int) notification) : -Errno.EBADF;
    if (flags >= 0) return 0;
    return messages.fatal().text("invalid notification fd").exit(ExitCode.USAGE, flags);
  }

  /** Returns if it cannot: then orders are taken as ever. */
  private void becomeLastStage() {
    ConsoleOutput console = new ConsoleOutput(posix);
    if (!isContainer && hasLogger) console.open(messages);
    int error = lastStage.become();
    console.undo();
    messages.warning().unableTo("exec ./stage 4").end(error);
  }

  private int listen() {
    reading = posix.open(Posix.CWD, FIFO, READ, 0);
    if (reading < 0) return unable("open fifo for reading", reading);
    writing = posix.open(Posix.CWD, FIFO, WRITE, 0);
    if (writing < 0) {
      posix.close(reading);
      return unable("open fifo for writing", writing);
    }
    posix.ignoreSignal(Signal.SIGPIPE);
    if (notification == 0) return 0;
    posix.write((int) notification, NEWLINE, 0, 1);
    posix.close((int) notification);
    return 0;
  }

  /** What cannot be done on the way is told, and the way gone on: the end must come. */
  private int end(char what, long graceMillis) {
    ConsoleOutput console = new ConsoleOutput(posix);
    if (!isContainer && hasLogger) console.open(messages);
    console.forget();
    boolean isPrepared = lastStage.prepare(messages, what);
    Stragglers stragglers = new Stragglers(posix, isContainer, hasLogger);
    new Unsupervision(posix, messages, hasLogger).perform();
    posix.ignoreSignal(Signal.SIGTERM);
    if (!isContainer) announce("sending all processes the TERM signal...");
    posix.killAll(Signal.SIGTERM);
    posix.killAll(Signal.SIGCONT);
    stragglers.await(graceMillis);
    if (!isContainer) announce("sending all processes the KILL signal...");
    posix.killAll(Signal.SIGKILL);
    return isPrepared ? 0 : unable("exec execlineb", lastStage.becomeAtOnce(what));
  }

  private void announce(String text) {
    posix.sync();
    messages.info().text(text).end();
  }

  private int unable(String what, int error) {
    return messages.fatal().unableTo(what).exit(ExitCode.SYSTEM, error);
  }
}
