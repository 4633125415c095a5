package s6j.watch;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.ServiceDirectory;
import s6j.formats.talk.Announcement;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * s6-svwatch: reloads or restarts a service when files that it reads have changed. A daemon, to be
 * supervised itself.
 *
 * <p>Exit codes: 100 for a wrong call. Once it has begun nothing but a signal ends it.
 */
public final class Svwatch {
  private static final int LONGEST_MESSAGE = 1024;

  /** Less than that the time stamps of files do not tell. */
  private static final long LEAST_QUIET_MILLIS = 20;

  private static final Option RELOAD = Option.flag('l', "reload: as s6-svc -l (default)");
  private static final Option RESTART = Option.flag('r', "restart: as s6-svc -r");
  private static final Option QUIET =
      Option.value('q', "quietms", "act once nothing has changed for so long (default 1000)")
          .number(0, Integer.MAX_VALUE);
  private static final Option POLL =
      Option.value('p', "pollms", "look every so often, do not wait to be told")
          .number(0, Integer.MAX_VALUE);
  private static final Option NOTIFICATION =
      Option.value('d', "fd", "write a newline there once all is watched")
          .number(0, Integer.MAX_VALUE);
  private static final Option DEPENDENT =
      Option.value(
          'R', "servicedir", "the same for this service, behind the first; may be repeated");

  private final Posix posix;
  private final Messages messages;
  private final WatchLoop.Settings settings = new WatchLoop.Settings();

  private Svwatch(Posix posix, byte[][] arguments) {
    this.posix = posix;
    this.messages =
        new Messages(posix, CString.baseName(arguments[0]), LONGEST_MESSAGE).neverWaiting();
  }

  public static Program declaration() {
    return new Program(
            "s6-svwatch",
            "svwatch",
            "[ -l | -r ] [ -q quietms ] [ -p pollms ] [ -d fd ] [ -R servicedir ]..."
                + " servicedir path...",
            "reloads or restarts a service when its files have changed",
            Svwatch::run)
        .options(RELOAD, RESTART, QUIET, POLL, NOTIFICATION, DEPENDENT);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Svwatch svwatch = new Svwatch(posix, arguments);
    Line line = program.read(arguments, svwatch.messages, 2);
    if (line.refused()) return line.exitCode();
    int code = svwatch.checkNotification(line);
    if (code != 0) return code;
    WatchLoop loop = svwatch.prepare(line);
    loop.begin();
    svwatch.notifyReadiness((int) line.number(NOTIFICATION, -1));
    loop.run();
    return 0;
  }

  /** A number that nobody has opened would be that of a descriptor of its own later. */
  private int checkNotification(Line line) {
    int fd = (int) line.number(NOTIFICATION, -1);
    int flags = fd < 0 ? 0 : posix.descriptorFlags(fd);
    if (flags >= 0) return 0;
    return messages.fatal().text("invalid notification fd").exit(ExitCode.USAGE, flags);
  }

  private WatchLoop prepare(Line line) {
    settings.letter = (byte) (line.chose(RESTART, RELOAD) ? 'r' : 'l');
    settings.quietMillis = Math.max(LEAST_QUIET_MILLIS, line.number(QUIET, settings.quietMillis));
    settings.pollMillis = Math.max(1, line.number(POLL, settings.pollMillis));
    settings.pollsOnly = line.has(POLL);
    settings.services = new byte[line.count(DEPENDENT) + 1][];
    settings.controls = new byte[settings.services.length][];
    name(0, line.operand(0));
    int count = 1;
    for (Line.Given given = line.first(); given != null; given = given.next())
      if (given.option == DEPENDENT) name(count++, given.value);
    posix.ignoreSignal(Signal.SIGPIPE);
    return new WatchLoop(posix, messages, settings, line.operands(1));
  }

  private void name(int i, byte[] directory) {
    settings.services[i] = directory;
    settings.controls[i] = CString.path(directory, ServiceDirectory.CONTROL);
  }

  private void notifyReadiness(int fd) {
    if (fd >= 0) Announcement.tell(posix, fd);
  }
}
