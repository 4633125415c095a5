package s6j.timer;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.LocalTime;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.formats.files.FileTree;
import s6j.formats.files.LivePath;
import s6j.formats.files.NameList;
import s6j.formats.files.WholeFile;
import s6j.formats.talk.Announcement;
import s6j.formats.timer.Calendar;
import s6j.formats.timer.Moments;
import s6j.formats.timer.TimerFile;
import s6j.formats.timer.ZoneFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * s6-timerd: starts services when files of a directory say so. A daemon, to be supervised itself.
 *
 * <p>Exit codes: 0 after SIGTERM, SIGINT, SIGHUP or SIGQUIT; 1 if there is a file that is none, and
 * they were only to be looked at; 100 for a wrong call; 111 if the directory cannot be read, or
 * signals cannot be trapped.
 */
public final class Timerd {
  private static final int LONGEST_MESSAGE = 1024;
  private static final long SIGNALS =
      Signal.bit(Signal.SIGCHLD)
          | Signal.bit(Signal.SIGTERM)
          | Signal.bit(Signal.SIGINT)
          | Signal.bit(Signal.SIGHUP)
          | Signal.bit(Signal.SIGQUIT);

  private static final Option NOTIFICATION =
      Option.value('d', "fd", "write a newline there once it has begun")
          .number(0, Integer.MAX_VALUE);
  private static final Option LIVE =
      Option.value('l', "livedir", "of s6-rc (default $S6J_LIVE, or /run/s6-rc)");
  private static final byte[] ZONES = CString.of("/usr/share/zoneinfo");
  private static final Option STAMPS =
      Option.value(
          's', "stampdir", "where persistent timers keep stamps (default /var/lib/s6-timerd)");
  private static final Option STATUS =
      Option.value('f', "file", "where to tell of all timers (default supervise/timers)");
  private static final Option PRINT =
      Option.value('n', "count", "print so many moments of the calendars of each timer, and end")
          .number(1, 100_000);

  private final Posix posix;
  private final Messages messages;
  private final TimerLoop.Settings settings = new TimerLoop.Settings();
  private final NameList names = new NameList();
  private TimerFile[] files = {};
  private boolean isBroken;

  private Timerd(Posix posix, byte[] calledAs) {
    this.posix = posix;
    this.messages = new Messages(posix, CString.baseName(calledAs), LONGEST_MESSAGE).neverWaiting();
  }

  public static Program declaration() {
    return new Program(
            "s6-timerd",
            "timerd",
            "[ -d fd ] [ -l livedir ] [ -s stampdir ] [ -f file ] [ -n count ] timersdir",
            "starts services when they are due",
            Timerd::run)
        .options(NOTIFICATION, LIVE, STAMPS, STATUS, PRINT);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Timerd timerd = new Timerd(posix, arguments[0]);
    Line line = program.read(arguments, timerd.messages, 1);
    if (line.refused()) return line.exitCode();
    int answer = timerd.read(line.operand(0));
    if (answer < 0)
      return timerd
          .messages
          .fatal()
          .unableTo("read ")
          .bytes(line.operand(0))
          .exit(ExitCode.SYSTEM, answer);
    int count = (int) line.number(PRINT, 0);
    return count > 0 ? timerd.print(count) : timerd.serve(line, arguments[0]);
  }

  private int read(byte[] directory) {
    NameList found = new NameList();
    int answer = found.addDirectory(posix, directory);
    if (answer < 0) return answer;
    found.sort();
    files = new TimerFile[found.count()];
    for (int i = 0; i < found.count(); i++) read(directory, found.get(i));
    TimerFile[] whole = new TimerFile[names.count()];
    System.arraycopy(files, 0, whole, 0, whole.length);
    files = whole;
    return 0;
  }

  /** What is no timer is told of, and the others go on. */
  private void read(byte[] directory, byte[] name) {
    byte[] path = CString.path(directory, name);
    WholeFile content = new WholeFile(posix);
    int length = content.read(Posix.CWD, path);
    if (length < 0) {
      messages.warning().unableTo("read ").bytes(path).end(length);
      isBroken = true;
      return;
    }
    TimerFile file = new TimerFile();
    boolean isRead = file.read(content.bytes(), length);
    if (isRead && readZones(path, file)) {
      files[names.count()] = file;
      names.add(name);
    }
    if (isRead) return;
    isBroken = true;
    messages.warning().bytes(path);
    if (file.line() > 0) messages.text(":").number(file.line());
    messages.text(": ").text(file.problem()).end();
  }

  /** Whether each calendar that is meant in another time zone has it. */
  private boolean readZones(byte[] path, TimerFile file) {
    for (Calendar calendar : file.calendars) {
      if (calendar.wantedZone().isEmpty()) continue;
      WholeFile content = new WholeFile(posix);
      byte[] zone = CString.path(ZONES, CString.of(calendar.wantedZone()));
      int length = content.read(Posix.CWD, zone);
      ZoneFile found = length < 0 ? null : ZoneFile.of(content.bytes(), length);
      if (found != null) {
        calendar.give(found);
        continue;
      }
      isBroken = true;
      messages.warning().bytes(path).text(": no time zone ").text(calendar.wantedZone());
      messages.text(": unable to read ").bytes(zone);
      if (length < 0) messages.end(length);
      else messages.end();
      return false;
    }
    return true;
  }

  private int print(int count) {
    Output out = new Output(posix, 1, 4096);
    LocalTime time = new LocalTime(posix);
    LocalZone zone = new LocalZone(posix);
    for (int i = 0; i < files.length; i++) {
      long moment = Math.floorDiv(posix.realtimeNanos(), Schedule.SECOND);
      for (int k = 0; k < count && moment != Calendar.NEVER; k++) {
        long next = Calendar.NEVER;
        for (Calendar calendar : files[i].calendars)
          next = Math.min(next, Moments.next(calendar, zone, moment));
        moment = next;
        if (moment == Calendar.NEVER) break;
        time.put(out, moment);
        out.text(" ").bytes(names.get(i)).line();
      }
    }
    out.flush();
    return isBroken ? 1 : 0;
  }

  /** A number that nobody has opened would be that of a descriptor of its own later. */
  private int checkNotification(Line line) {
    int fd = (int) line.number(NOTIFICATION, -1);
    int flags = fd < 0 ? 0 : posix.descriptorFlags(fd);
    if (flags >= 0) return 0;
    return messages.fatal().text("invalid notification fd").exit(ExitCode.USAGE, flags);
  }

  private int serve(Line line, byte[] calledAs) {
    int code = checkNotification(line);
    if (code != 0) return code;
    settings.stamps = line.bytes(STAMPS, settings.stamps);
    settings.statusFile = line.bytes(STATUS, settings.statusFile);
    byte[] live = line.bytes(LIVE, null);
    if (live == null) live = LivePath.of(posix);
    byte[] rc = Executable.companion(posix, calledAs, CString.of("s6-rc"));
    settings.rc = new byte[][] {rc, CString.of("-b"), CString.of("-l"), live};
    posix.ignoreSignal(Signal.SIGPIPE);
    int signals = posix.signals(SIGNALS);
    if (signals < 0)
      return messages.fatal().unableTo("trap signals").exit(ExitCode.SYSTEM, signals);
    TimerLoop loop = new TimerLoop(posix, messages, settings, names.toArray(), files, signals);
    if (loop.hasPersistent()) makeStamps();
    loop.begin();
    int fd = (int) line.number(NOTIFICATION, -1);
    if (fd >= 0) Announcement.tell(posix, fd);
    loop.run();
    posix.close(signals);
    return 0;
  }

  private void makeStamps() {
    int answer = new FileTree(posix).makeDirectories(settings.stamps, 0755);
    if (answer < 0 && answer != -Errno.EEXIST)
      messages.warning().unableTo("make ").bytes(settings.stamps).end(answer);
  }
}
