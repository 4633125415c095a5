package s6j.log.ship;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.files.LockFile;
import s6j.formats.files.WholeFile;
import s6j.formats.talk.Announcement;
import s6j.formats.talk.HttpUrl;
import s6j.formats.talk.ListenAddress;
import s6j.log.directory.LogTrail;
import s6j.log.view.LogView;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * s6-logship: sends the lines of a log directory to a receiver. A daemon, to be supervised itself.
 *
 * <p>Exit codes: 0 after SIGTERM or SIGINT; 100 for a wrong call; 111 if the log directory cannot
 * be read, the place not kept, or signals not trapped.
 */
public final class Logship {
  private static final int LONGEST_MESSAGE = 1024;
  private static final long SIGNALS = Signal.bit(Signal.SIGTERM) | Signal.bit(Signal.SIGINT);
  private static final byte[] LOCALHOST = CString.of("tcp:localhost:");
  private static final byte[] LOOPBACK = CString.of("tcp:127.0.0.1:");
  private static final int LONGEST_TEXT = 256;

  private static final Option NOTIFICATION =
      Option.value('d', "fd", "write a newline there once it has begun")
          .number(3, Integer.MAX_VALUE);
  private static final Option PLACE =
      Option.value('p', "file", "where it is kept how far lines were taken (default place)");
  private static final Option NAME =
      Option.value('n', "name", "of the service (default by the path of logdir)");
  private static final Option HOST =
      Option.value('H', "host", "name of the host (default its own)");
  private static final Option ATTRIBUTE =
      Option.value('a', "key=value", "tell this with every line; may be repeated");
  private static final Option PRIORITY =
      Option.value('P', "priority", "8 times the facility, and the level, of syslog (30)")
          .number(0, 191);
  private static final Option LENGTH =
      Option.value('l', "linelen", "send longer lines in pieces: 76 to 32768 bytes (8192)")
          .number(ShipSettings.SHORTEST, ShipSettings.LONGEST);
  private static final Option GATHER =
      Option.value('w', "millis", "gather lines so long (1000)").number(0, 3_600_000);
  private static final Option TIMEOUT =
      Option.value('t', "millis", "give a connection up that does nothing so long (30000)")
          .number(1, 3_600_000);
  private static final Option HEADERS =
      Option.value('h', "file", "of HTTP, a file of more lines for the head of requests");
  private static final Option SOCKET =
      Option.value('s', "path", "of HTTP, the Unix socket that is asked");
  private static final Option KEEP =
      Option.flag('k', "keep the connection, and take for received what the system took");

  private final Posix posix;
  private final Messages messages;
  private final ShipSettings settings = new ShipSettings();
  private int lock = -1;

  private Logship(Posix posix, byte[] calledAs) {
    this.posix = posix;
    this.messages = new Messages(posix, CString.baseName(calledAs), LONGEST_MESSAGE).neverWaiting();
  }

  public static Program declaration() {
    return new Program(
            "s6-logship",
            "logship",
            "[ -d fd ] [ -p file ] [ -n name ] [ -H host ] [ -a key=value ]... [ -P priority ]"
                + " [ -l linelen ] [ -w millis ] [ -t millis ] [ -h file ] [ -s path ] [ -k ]"
                + " syslog | gelf | loki | otlp receiver logdir",
            "sends the lines of a log directory to a receiver",
            Logship::run)
        .options(NOTIFICATION, PLACE, NAME, HOST, ATTRIBUTE, PRIORITY, LENGTH, GATHER, TIMEOUT)
        .options(HEADERS, SOCKET, KEEP);
  }

  public static int run(Posix posix, Program program, byte[][] arguments) {
    Logship ship = new Logship(posix, arguments[0]);
    Line line = program.read(arguments, ship.messages, 3);
    if (line.refused()) return line.exitCode();
    if (line.operandCount() > 3) return line.usage();
    int code = ship.take(line);
    if (code == 0) code = ship.start(line);
    if (ship.lock >= 0) posix.close(ship.lock);
    return code;
  }

  // ---- the command line ------------------------------------------------------------------------

  private int take(Line line) {
    Protocol protocol = Protocol.of(line.operand(0));
    if (protocol == null) return wrong("receivers are syslog, gelf, loki and otlp, not ", line, 0);
    settings.protocol = protocol;
    settings.receiver = line.operand(1);
    settings.directory = line.operand(2);
    if (!readReceiver(line)) return wrong("no address of a receiver: ", line, 1);
    settings.keeps = line.has(KEEP) && !protocol.isHttp();
    settings.placeFile = line.bytes(PLACE, settings.placeFile);
    settings.name = cut(line.bytes(NAME, LogView.serviceOf(settings.directory)));
    settings.host = cut(line.bytes(HOST, ownHost()));
    settings.priority = (int) line.number(PRIORITY, settings.priority);
    settings.lineLength = (int) line.number(LENGTH, settings.lineLength);
    settings.gatherMillis = line.number(GATHER, settings.gatherMillis);
    settings.timeoutMillis = line.number(TIMEOUT, settings.timeoutMillis);
    int code = readAttributes(line);
    if (code == 0) code = readHeaders(line.bytes(HEADERS, null));
    return code;
  }

  private int wrong(String what, Line line, int operand) {
    return messages.fatal().text(what).bytes(line.operand(operand)).exit(ExitCode.USAGE);
  }

  private static byte[] cut(byte[] text) {
    return CString.slice(text, 0, Math.min(CString.length(text), LONGEST_TEXT));
  }

  private byte[] ownHost() {
    byte[] name = new byte[LONGEST_TEXT];
    int length = posix.hostName(name);
    return CString.slice(name, 0, Math.max(length, 0));
  }

  private boolean readReceiver(Line line) {
    byte[] text = settings.receiver;
    if (settings.protocol.isHttp()) {
      HttpUrl url = new HttpUrl();
      if (!url.read(text)) return false;
      settings.authority = url.authority;
      settings.target = url.target;
      if (CString.is(url.target, "/")) settings.target = CString.of(settings.protocol.usualTarget);
      byte[] socket = line.bytes(SOCKET, null);
      text =
          socket == null
              ? CString.concat(CString.of("tcp:"), url.endpoint())
              : CString.concat(CString.of("unix:"), socket);
    }
    if (CString.startsWith(text, LOCALHOST))
      text =
          CString.concat(
              LOOPBACK, CString.slice(text, CString.length(LOCALHOST), CString.length(text)));
    ListenAddress address = new ListenAddress();
    if (!address.read(text) || address.type != Posix.SOCK_STREAM) return false;
    settings.address = address.address;
    return true;
  }

  private int readAttributes(Line line) {
    int count = line.count(ATTRIBUTE);
    settings.keys = new byte[count][];
    settings.values = new byte[count][];
    int at = 0;
    for (Line.Given given = line.first(); given != null; given = given.next()) {
      if (given.option != ATTRIBUTE || given.value == null) continue;
      int equals = CString.indexOf(given.value, '=');
      settings.keys[at] = CString.slice(given.value, 0, Math.max(equals, 0));
      settings.values[at] =
          cut(CString.slice(given.value, equals + 1, CString.length(given.value)));
      if (!isKey(settings.keys[at]))
        return messages.fatal().text("no attribute: ").bytes(given.value).exit(ExitCode.USAGE);
      at++;
    }
    return 0;
  }

  /** What every receiver takes; some have a use of their own for id. */
  private static boolean isKey(byte[] key) {
    for (byte b : key) {
      boolean isDigit = b >= '0' && b <= '9';
      boolean isLetter = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
      if (!isDigit && !isLetter && b != '_') return false;
    }
    boolean isNamed = key.length > 0 && key.length <= 32 && (key[0] < '0' || key[0] > '9');
    return isNamed && !CString.is(key, "id");
  }

  /** Lines of a file, without empty ones, each with the end that HTTP wants. */
  private int readHeaders(byte @Nullable [] path) {
    if (path == null) return 0;
    WholeFile file = new WholeFile(posix);
    int length = file.read(Posix.CWD, path);
    if (length < 0)
      return messages.fatal().unableTo("read ").bytes(path).exit(ExitCode.SYSTEM, length);
    for (int from = 0; from < length; ) {
      int to = from;
      while (to < length && file.bytes()[to] != '\n') to++;
      byte[] header = CString.slice(file.bytes(), from, to);
      if (header.length > 0 && !isHeader(header))
        return messages.fatal().bytes(path).text(": no header").exit(ExitCode.USAGE);
      if (header.length > 0)
        settings.headers =
            CString.concat(CString.concat(settings.headers, header), CString.of("\r\n"));
      from = to + 1;
    }
    return 0;
  }

  private static boolean isHeader(byte[] header) {
    for (byte b : header) if (b >= 0 && b < ' ' && b != '\t' || b == 127) return false;
    return CString.indexOf(header, ':') > 0;
  }

  // ---- the start -------------------------------------------------------------------------------

  private int start(Line line) {
    int fd = (int) line.number(NOTIFICATION, -1);
    int flags = fd < 0 ? 0 : posix.descriptorFlags(fd);
    if (flags < 0)
      return messages.fatal().text("invalid notification fd").exit(ExitCode.USAGE, flags);
    PlaceFile file = new PlaceFile(posix, settings.placeFile);
    int answer = openPlace(file);
    if (answer == -Errno.EAGAIN)
      return messages
          .fatal()
          .text("another process uses ")
          .bytes(settings.placeFile)
          .exit(ExitCode.SYSTEM);
    if (answer < 0)
      return messages
          .fatal()
          .unableTo("use ")
          .bytes(settings.placeFile)
          .exit(ExitCode.SYSTEM, answer);
    LogTrail trail = new LogTrail(posix, messages, settings.directory);
    if (trail.error() < 0)
      return messages
          .fatal()
          .unableTo("open ")
          .bytes(settings.directory)
          .exit(ExitCode.SYSTEM, trail.error());
    trail.countVanished();
    posix.ignoreSignal(Signal.SIGPIPE);
    int signals = posix.signals(SIGNALS);
    if (signals < 0) trail.close();
    if (signals < 0)
      return messages.fatal().unableTo("trap signals").exit(ExitCode.SYSTEM, signals);
    ShipLoop loop = new ShipLoop(posix, messages, settings, trail, file, signals);
    if (fd >= 0) Announcement.tell(posix, fd);
    loop.run();
    trail.close();
    posix.close(signals);
    return 0;
  }

  /** Locks and reads the place; a new one gets its origin, which is kept before any id is told. */
  private int openPlace(PlaceFile file) {
    byte[] path = CString.concat(settings.placeFile, CString.of(".lock"));
    lock = new LockFile(posix).take(Posix.CWD, path, 0600);
    if (lock < 0) return lock;
    int answer = file.read();
    if (answer != -Errno.ENOENT) return answer;
    byte[] bytes = new byte[8];
    answer = posix.random(bytes, 0, bytes.length);
    if (answer < 0) return answer;
    for (byte b : bytes) file.place.origin = file.place.origin << 8 | b & 0xff;
    return file.write();
  }
}
