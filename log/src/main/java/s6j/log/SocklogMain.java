package s6j.log;

import static s6j.posix.OpenFlags.O_NONBLOCK;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.formats.LockFile;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.SocketAddress;

/** s6-socklog: prints the messages that arrive at a syslog socket. */
final class SocklogMain {
  private static final int USAGE = 100;
  private static final int TROUBLE = 111;
  private static final int STDERR = 2;
  private static final int SOCKET_MODE = 0777;
  private static final byte[] NEWLINE = {'\n'};

  private final Posix posix;
  private final Messages messages;
  private final Program program;
  private final SocklogSettings settings = new SocklogSettings();

  private SocklogMain(Posix posix, Program program, byte[] calledAs) {
    this.posix = posix;
    this.program = program;
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
        .value('d', "notif", "write a newline to descriptor notif when ready")
        .flag('r', "print <N> as it is")
        .flag('U', "take user and groups from UID, GID and GIDLIST")
        .value('u', "uid", "change to this user")
        .value('g', "gid", "change to this group")
        .value('G', "gidlist", "change to these supplementary groups")
        .value('l', "linelen", "cut messages at so many bytes, 76 to 1048576 (1024)")
        .value('t', "lameducktimeout", "at SIGTERM give the last line so many ms (no limit)")
        .value('x', "socket", "path of the Unix socket (/dev/log)")
        .value('i', "ip_port", "listen on UDP instead; the port is 514 unless given");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    SocklogMain main = new SocklogMain(posix, program, arguments[0]);
    int code = main.read(new Options(program, arguments));
    return code != 0 ? code : main.start();
  }

  // ---- options -------------------------------------------------------------------------------

  private int read(Options options) {
    for (int letter = options.next(); letter != Options.END; letter = options.next()) {
      if (letter == Options.WRONG) return messages.usage(program);
      int code = letter == 'U' ? readEnvironment() : readOption(letter, options.value());
      if (code != 0) return code;
    }
    return checkNotification();
  }

  private int readOption(int letter, byte[] value) {
    boolean good =
        switch (letter) {
          case 'r' -> settings.raw = true;
          case 'x' -> (settings.path = value) != null;
          case 'i' -> settings.setAddress(value);
          case 'G' -> settings.setGroups(value);
          default -> value != null && readNumber(letter, Decimal.parse(value));
        };
    return good ? 0 : messages.usage(program);
  }

  private boolean readNumber(int letter, long number) {
    switch (letter) {
      case 'd' -> settings.notificationFd = number;
      case 'l' -> settings.setLineLength(number);
      case 't' -> settings.lastMillis = number;
      case 'u' -> settings.uid = number;
      case 'g' -> settings.gid = number;
      default -> {
        return false;
      }
    }
    return number >= 0;
  }

  private int readEnvironment() {
    Environment environment = new Environment(posix.environment());
    byte[] uid = environment.get("UID");
    byte[] gid = environment.get("GID");
    byte[] groups = environment.get("GIDLIST");
    if (uid == null) return notSet("UID");
    if (gid == null) return notSet("GID");
    if (groups == null) return notSet("GIDLIST");
    if (!readNumber('u', Decimal.parse(uid))) return invalid("UID");
    if (!readNumber('g', Decimal.parse(gid))) return invalid("GID");
    return settings.setGroups(groups) ? 0 : invalid("GIDLIST");
  }

  private int notSet(String name) {
    return messages.fatal().text(name).text(" not set").exit(USAGE);
  }

  private int invalid(String name) {
    return messages.fatal().text("invalid ").text(name).exit(USAGE);
  }

  private int checkNotification() {
    long fd = settings.notificationFd;
    if (fd == 0) return 0;
    if (fd <= STDERR) return messages.fatal().text("notification fd must be 3 or more").exit(USAGE);
    int flags = fd > Integer.MAX_VALUE ? -Errno.EBADF : posix.descriptorFlags((int) fd);
    return flags < 0 ? messages.fatal().text("invalid notification fd").exit(USAGE, flags) : 0;
  }

  // ---- start -----------------------------------------------------------------------------------

  private int start() {
    for (int fd = 1; fd <= STDERR; fd++) {
      int flags = posix.descriptorFlags(fd);
      if (flags < 0)
        return messages
            .fatal()
            .text(fd == 1 ? "invalid stdout" : "invalid stderr")
            .exit(USAGE, flags);
    }
    int socket = bind();
    if (socket < 0) return TROUBLE;
    // Only now: at descriptor 0 the socket would be taken for standard input.
    if (posix.descriptorFlags(0) >= 0) posix.close(0);
    int error = changeUser();
    if (error < 0) return messages.fatal().unableTo("change user").exit(TROUBLE, error);
    posix.ignoreSignal(Signal.SIGPIPE);
    int signals = posix.signals(Signal.bit(Signal.SIGTERM));
    if (signals < 0) return messages.fatal().unableTo("trap signals").exit(TROUBLE, signals);
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
    if (socket < 0) return messages.fatal().unableTo("create socket").exit(-1, socket);
    int bound = settings.isInternet() ? posix.bind(socket, address) : bindPath(socket, address);
    if (bound >= 0) return socket;
    messages.fatal().unableTo("bind socket to ");
    if (settings.isInternet()) tellAddress(address);
    else messages.bytes(settings.path);
    return messages.exit(-1, bound);
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
  private int bindPath(int socket, SocketAddress address) {
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
    if (settings.notificationFd == 0) return;
    posix.write((int) settings.notificationFd, NEWLINE, 0, 1);
    posix.close((int) settings.notificationFd);
  }
}
