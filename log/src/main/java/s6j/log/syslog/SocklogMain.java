package s6j.log.syslog;

import static s6j.posix.OpenFlags.O_NONBLOCK;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.files.LockFile;
import s6j.formats.talk.Announcement;
import s6j.log.script.InternetAddress;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.SocketAddress;

/** s6-socklog: prints the messages that arrive at a syslog socket. */
public final class SocklogMain {
  private static final int STDERR = 2;
  private static final int SOCKET_MODE = 0777;

  private static final Option NOTIFICATION =
      Option.value('d', "notif", "write a newline to descriptor notif when ready").number();
  private static final Option RAW = Option.flag('r', "print <N> as it is");
  private static final Option ENVIRONMENT =
      Option.flag('U', "take user and groups from UID, GID and GIDLIST");
  private static final Option USER = Option.value('u', "uid", "change to this user").number();
  private static final Option GROUP = Option.value('g', "gid", "change to this group").number();
  private static final Option GROUPS =
      Option.value('G', "gidlist", "change to these supplementary groups");
  private static final Option LENGTH =
      Option.value('l', "linelen", "cut messages at so many bytes, 76 to 1048576 (1024)").number();
  private static final Option LAST_LINE =
      Option.value('t', "lameducktimeout", "at SIGTERM give the last line so many ms (no limit)")
          .number();
  private static final Option PATH =
      Option.value('x', "socket", "path of the Unix socket (/dev/log)");
  private static final Option ADDRESS =
      Option.value('i', "ip_port", "listen on UDP instead; the port is 514 unless given");

  private final Posix posix;
  private final Messages messages;
  private final SocklogSettings settings = new SocklogSettings();

  private SocklogMain(Posix posix, byte[] calledAs) {
    this.posix = posix;
    this.messages = new Messages(posix, CString.baseName(calledAs)).neverWaiting();
  }

  public static Program declaration() {
    return new Program(
            "s6-socklog",
            "socklog",
            "[ -d notif ] [ -r ] [ -U | -u uid -g gid -G gidlist ] [ -l linelen ]"
                + " [ -t lameducktimeout ] [ -x socket | -i ip_port ]",
            "prints the messages that arrive at a syslog socket, one a line",
            SocklogMain::run)
        .options(NOTIFICATION, RAW, ENVIRONMENT, USER, GROUP, GROUPS, LENGTH, LAST_LINE)
        .options(PATH, ADDRESS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    SocklogMain main = new SocklogMain(posix, arguments[0]);
    int code = main.take(program.open(arguments, main.messages));
    return code != 0 ? code : main.start();
  }

  // ---- options -------------------------------------------------------------------------------

  private int take(Line line) {
    int code = 0;
    for (Line.Given given = line.first(); given != null && code == 0; given = given.next())
      code = take(line, given);
    if (code == 0) code = line.judge(0);
    if (code != 0) return code;
    settings.raw = line.has(RAW);
    settings.setLineLength(line.number(LENGTH, settings.lineLength));
    settings.lastMillis = line.number(LAST_LINE, 0);
    settings.path = line.bytes(PATH, settings.path);
    return checkNotification(line.number(NOTIFICATION, 0));
  }

  private int take(Line line, Line.Given given) {
    if (given.option == USER) settings.uid = given.number();
    if (given.option == GROUP) settings.gid = given.number();
    if (given.option == GROUPS && !settings.setGroups(given.value)) return line.usage();
    if (given.option == ADDRESS && !settings.setAddress(given.value)) return line.usage();
    return given.option == ENVIRONMENT ? readEnvironment() : 0;
  }

  private int readEnvironment() {
    Environment environment = new Environment(posix);
    byte[] uid = environment.get("UID");
    byte[] gid = environment.get("GID");
    byte[] groups = environment.get("GIDLIST");
    if (uid == null) return notSet("UID");
    if (gid == null) return notSet("GID");
    if (groups == null) return notSet("GIDLIST");
    settings.uid = Decimal.parse(uid);
    if (settings.uid == Decimal.INVALID) return invalid("UID");
    settings.gid = Decimal.parse(gid);
    if (settings.gid == Decimal.INVALID) return invalid("GID");
    return settings.setGroups(groups) ? 0 : invalid("GIDLIST");
  }

  private int notSet(String name) {
    return messages.fatal().text(name).text(" not set").exit(ExitCode.USAGE);
  }

  private int invalid(String name) {
    return messages.fatal().text("invalid ").text(name).exit(ExitCode.USAGE);
  }

  private int checkNotification(long fd) {
    settings.notificationFd = fd;
    if (fd == 0) return 0;
    if (fd <= STDERR)
      return messages.fatal().text("notification fd must be 3 or more").exit(ExitCode.USAGE);
    int flags = fd > Integer.MAX_VALUE ? -Errno.EBADF : posix.descriptorFlags((int) fd);
    return flags < 0
        ? messages.fatal().text("invalid notification fd").exit(ExitCode.USAGE, flags)
        : 0;
  }

  // ---- start -----------------------------------------------------------------------------------

  private int start() {
    for (int fd = 1; fd <= STDERR; fd++) {
      int flags = posix.descriptorFlags(fd);
      if (flags < 0)
        return messages
            .fatal()
            .text(fd == 1 ? "invalid stdout" : "invalid stderr")
            .exit(ExitCode.USAGE, flags);
    }
    int socket = bind();
    if (socket < 0) return ExitCode.SYSTEM;
    // Only now: at descriptor 0 the socket would be taken for standard input.
    if (posix.descriptorFlags(0) >= 0) posix.close(0);
    int error = changeUser();
    if (error < 0) return messages.fatal().unableTo("change user").exit(ExitCode.SYSTEM, error);
    posix.ignoreSignal(Signal.SIGPIPE);
    int signals = posix.signals(Signal.bit(Signal.SIGTERM));
    if (signals < 0)
      return messages.fatal().unableTo("trap signals").exit(ExitCode.SYSTEM, signals);
    Socklog socklog = new Socklog(posix, messages, settings, socket, signals);
    announce();
    int code = socklog.run();
    posix.close(signals);
    return code;
  }

  /** The bound socket; negative after a message. */
  private int bind() {
    SocketAddress address = settings.address();
    int family = settings.isInternet() ? address.family : Posix.AF_UNIX;
    int socket = posix.socket(family, Posix.SOCK_DGRAM, O_NONBLOCK);
    if (socket < 0) {
      messages.fatal().unableTo("create socket").end(socket);
      return socket;
    }
    int bound = settings.isInternet() ? posix.bind(socket, address) : bindPath(socket, address);
    if (bound >= 0) return socket;
    messages.fatal().unableTo("bind socket to ");
    if (settings.isInternet()) tellAddress(address);
    else messages.bytes(settings.path);
    messages.end(bound);
    return bound;
  }

  private void tellAddress(SocketAddress address) {
    byte[] text = new byte[InternetAddress.LONGEST];
    int length = InternetAddress.put(address, text, 0);
    messages.text("ip ").bytes(CString.slice(text, 0, length));
    messages.text(" port ").number(address.port);
  }

  /**
   * The lock stays until the end; the mask of the bind is the one under which everybody may write.
   */
  private int bindPath(int socket, @Nullable SocketAddress address) {
    int lock = new LockFile(posix).claimSocket(settings.path);
    if (lock < 0) return lock;
    if (address == null) return -Errno.ENAMETOOLONG;
    int mask = posix.umask(~SOCKET_MODE & 0777);
    int bound = posix.bind(socket, address);
    posix.umask(mask);
    return bound;
  }

  private int changeUser() {
    int error =
        settings.changesGroups() ? posix.setgroups(settings.groups, settings.groupCount) : 0;
    if (error >= 0 && settings.gid != 0) error = posix.setgid((int) settings.gid);
    if (error >= 0 && settings.uid != 0) error = posix.setuid((int) settings.uid);
    return error;
  }

  private void announce() {
    if (settings.notificationFd != 0) Announcement.tell(posix, (int) settings.notificationFd);
  }
}
