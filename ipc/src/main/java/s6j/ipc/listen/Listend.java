package s6j.ipc.listen;

import static s6j.posix.OpenFlags.O_NONBLOCK;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.files.LockFile;
import s6j.formats.talk.Announcement;
import s6j.formats.talk.ListenAddress;
import s6j.posix.Account;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.SocketAddress;

/**
 * s6-listend: opens sockets, and keeps them for a service that takes them from it, whether that
 * runs or not; starts it at the first connection if told to, or a program for each connection.
 *
 * <p>Exit codes: 0 after SIGTERM, SIGINT, SIGHUP or SIGQUIT; 100 for a wrong call; 111 if a socket
 * cannot be made.
 */
public final class Listend {
  private static final int LONGEST_MESSAGE = 1024;
  private static final int BACKLOG = 4096;
  private static final int MOST_CHILDREN = 64;
  private static final long SIGNALS =
      Signal.bit(Signal.SIGCHLD)
          | Signal.bit(Signal.SIGTERM)
          | Signal.bit(Signal.SIGINT)
          | Signal.bit(Signal.SIGHUP)
          | Signal.bit(Signal.SIGQUIT);

  private static final Option SOCKET =
      Option.value('l', "socket", "listen there: tcp:127.0.0.1:80, unix:/run/x; may be repeated");
  private static final Option NOTIFICATION =
      Option.value('d', "fd", "write a newline there once all sockets are open")
          .number(0, Integer.MAX_VALUE);
  private static final Option PERMISSIONS =
      Option.value('a', "perms", "permissions of Unix sockets, octal (default 0666)")
          .octal()
          .number(0, 07777);
  private static final Option OWNER =
      Option.value('o', "user:group", "owner of Unix sockets, names or numbers");
  private static final Option SERVICE =
      Option.value('u', "servicedir", "bring this service up at the first connection");
  private static final Option COUNT =
      Option.value('c', "count", "run prog for so many connections at a time (default 64)")
          .number(1, 100_000);

  private final Posix posix;
  private final Messages messages;
  private final ListenLoop.Settings settings = new ListenLoop.Settings();
  private int uid = -1;
  private int gid = -1;
  private int permissions;

  /** Held as long as the Unix sockets are those of this process. */
  private int[] locks = {};

  private int lockCount;
  private int opened;

  private Listend(Posix posix, byte[] calledAs) {
    this.posix = posix;
    this.messages = new Messages(posix, CString.baseName(calledAs), LONGEST_MESSAGE).neverWaiting();
  }

  public static Program declaration() {
    return new Program(
            "s6-listend",
            "listend",
            "[ -d fd ] [ -a perms ] [ -o user:group ] [ -u servicedir ] [ -c count ]"
                + " -l socket... [ prog... ]",
            "opens sockets and keeps them for a service",
            Listend::run)
        .options(SOCKET, NOTIFICATION, PERMISSIONS, OWNER, SERVICE, COUNT);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Listend listend = new Listend(posix, arguments[0]);
    Line line = program.read(arguments, listend.messages, 0);
    if (line.refused()) return line.exitCode();
    int count = line.count(SOCKET);
    if (count == 0 || line.has(SERVICE) && line.operandCount() > 0) return line.usage();
    listend.permissions = (int) line.number(PERMISSIONS, 0666);
    int code = listend.checkNotification(line);
    if (code == 0) code = listend.readOwner(line);
    if (code == 0) code = listend.prepare(line);
    if (code == 0) code = listend.openAll(line, count);
    if (code == 0) code = listend.serve(line);
    listend.closeAll();
    return code;
  }

  /** A number that nobody has opened would be that of a descriptor of its own later. */
  private int checkNotification(Line line) {
    int fd = (int) line.number(NOTIFICATION, -1);
    int flags = fd < 0 ? 0 : posix.descriptorFlags(fd);
    if (flags >= 0) return 0;
    return messages.fatal().text("invalid notification fd").exit(ExitCode.USAGE, flags);
  }

  private void closeAll() {
    for (int i = 0; i < opened; i++) posix.close(settings.sockets[i]);
    for (int i = 0; i < lockCount; i++) posix.close(locks[i]);
    if (settings.handing >= 0) posix.close(settings.handing);
  }

  private int readOwner(Line line) {
    byte[] owner = line.bytes(OWNER, null);
    if (owner == null) return 0;
    int colon = CString.indexOf(owner, ':');
    byte[] user = colon < 0 ? owner : CString.slice(owner, 0, colon);
    byte[] group = colon < 0 ? new byte[0] : CString.slice(owner, colon + 1, owner.length);
    if (user.length > 0) uid = idOfUser(user);
    if (group.length > 0) gid = idOfGroup(group);
    boolean isUnknown = user.length > 0 && uid < 0 || group.length > 0 && gid < 0;
    if (!isUnknown) return 0;
    return messages.fatal().text("no such user or group: ").bytes(owner).exit(ExitCode.SYSTEM);
  }

  private int idOfUser(byte[] name) {
    long number = Decimal.parse(name);
    if (number >= 0) return (int) number;
    Account account = new Account();
    if (posix.userByName(name, account) < 0) return -1;
    gid = account.gid;
    return account.uid;
  }

  private int idOfGroup(byte[] name) {
    long number = Decimal.parse(name);
    return number >= 0 ? (int) number : Math.max(posix.groupByName(name), -1);
  }

  private int prepare(Line line) {
    settings.service = line.bytes(SERVICE, null);
    settings.most = (int) line.number(COUNT, MOST_CHILDREN);
    settings.program = line.operands(0);
    if (settings.program.length == 0) return 0;
    settings.program[0] = Executable.find(posix, settings.program[0]);
    if (CString.indexOf(settings.program[0], '/') >= 0) return 0;
    return messages.fatal().unableTo("find ").bytes(settings.program[0]).exit(ExitCode.SYSTEM);
  }

  private int openAll(Line line, int count) {
    settings.sockets = new int[count];
    locks = new int[count + 1];
    int length = 0;
    for (Line.Given given = line.first(); given != null; given = given.next()) {
      if (given.option != SOCKET) continue;
      ListenAddress where = new ListenAddress();
      if (!where.read(given.value))
        return messages.fatal().text("no socket: ").bytes(given.value).exit(ExitCode.USAGE);
      int fd = open(where);
      if (fd < 0)
        return messages.fatal().unableTo("listen to ").bytes(given.value).exit(ExitCode.SYSTEM, fd);
      settings.sockets[opened++] = fd;
      int size = CString.length(where.name);
      if (length + size + 1 > settings.names.length) return line.usage();
      if (length > 0) settings.names[length++] = ':';
      System.arraycopy(where.name, 0, settings.names, length, size);
      length += size;
    }
    settings.namesLength = length;
    SocketAddress handing = new SocketAddress();
    boolean fits = handing.unix(HandedSockets.SOCKET, HandedSockets.SOCKET.length);
    settings.handing = fits && settings.program.length == 0 ? openHanding(handing) : -1;
    return 0;
  }

  /** Without a supervisor nobody can take the sockets, which is told once. */
  private int openHanding(SocketAddress address) {
    int fd = posix.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, O_NONBLOCK);
    if (fd < 0) return fd;
    int mask = posix.umask(0177);
    int answer = claim(HandedSockets.SOCKET);
    if (answer >= 0) answer = posix.bind(fd, address);
    posix.umask(mask);
    if (answer >= 0) answer = posix.listen(fd, BACKLOG);
    if (answer >= 0) return fd;
    posix.close(fd);
    messages.warning().unableTo("listen to ").bytes(HandedSockets.SOCKET).end(answer);
    return -1;
  }

  private int open(ListenAddress where) {
    boolean isAccepting = settings.program.length > 0;
    int fd = posix.socket(where.address.family, where.type, isAccepting ? O_NONBLOCK : 0);
    if (fd < 0) return fd;
    int answer = bind(fd, where);
    if (answer >= 0 && where.type == Posix.SOCK_STREAM) answer = posix.listen(fd, BACKLOG);
    if (answer >= 0) return fd;
    posix.close(fd);
    return answer;
  }

  private int claim(byte[] path) {
    int lock = new LockFile(posix).claimSocket(path);
    if (lock >= 0) locks[lockCount++] = lock;
    return lock < 0 ? lock : 0;
  }

  private int bind(int fd, ListenAddress where) {
    if (where.path.length == 0) return posix.bind(fd, where.address);
    int mask = posix.umask(~permissions & 0777);
    int answer = claim(where.path);
    if (answer >= 0) answer = posix.bind(fd, where.address);
    posix.umask(mask);
    boolean isOwned = uid >= 0 || gid >= 0;
    return answer < 0 || !isOwned ? answer : posix.chown(Posix.CWD, where.path, uid, gid);
  }

  private int serve(Line line) {
    posix.ignoreSignal(Signal.SIGPIPE);
    int signals = posix.signals(SIGNALS);
    if (signals < 0)
      return messages.fatal().unableTo("trap signals").exit(ExitCode.SYSTEM, signals);
    ListenLoop loop = new ListenLoop(posix, messages, settings, signals);
    int fd = (int) line.number(NOTIFICATION, -1);
    if (fd >= 0) Announcement.tell(posix, fd);
    loop.run();
    posix.close(signals);
    return 0;
  }
}
