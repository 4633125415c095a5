package s6j.ipc.server;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/**
 * s6-ipcclient: connects to a Unix socket and becomes a program that has it as descriptors 6 and 7
 * (s6-ipcclient page).
 */
public final class Ipcclient {
  private static final int READ_FD = 6;
  private static final int WRITE_FD = 7;
  private static final int LONGEST_PATH = 107;

  private static final Option QUIET = Option.flag('q', "be quieter");
  private static final Option USUAL = Option.flag('Q', "be as loud as usual (default)");
  private static final Option VERBOSE = Option.flag('v', "be louder: tell of the connection");
  private static final Option BIND_PATH =
      Option.value('p', "bindpath", "bind this end to a path first");
  private static final Option LOCAL_NAME =
      Option.value('l', "localname", "value of IPCLOCALPATH instead of this end's path");

  private final Posix posix;
  private final Messages messages;
  private final byte @Nullable [] bindPath;
  private final byte @Nullable [] localName;
  private final int verbosity;

  private Ipcclient(Posix posix, Messages messages, Line line) {
    this.posix = posix;
    this.messages = messages;
    bindPath = line.bytes(BIND_PATH, null);
    localName = line.bytes(LOCAL_NAME, null);
    verbosity = verbosity(line, QUIET, USUAL, VERBOSE);
  }

  public static Program declaration() {
    return new Program(
            "s6-ipcclient",
            "ipcclient",
            "[ -q | -Q | -v ] [ -p bindpath ] [ -l localname ] path prog...",
            "becomes a program that is connected to a Unix socket",
            Ipcclient::run)
        .options(QUIET, USUAL, VERBOSE, BIND_PATH, LOCAL_NAME);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 2);
    if (line.refused()) return line.exitCode();
    return new Ipcclient(posix, messages, line).become(line.operand(0), line.operands(1));
  }

  /** How loud to be, 1 unless options say less or more, one step each. */
  public static int verbosity(Line line, Option quiet, Option usual, Option verbose) {
    int verbosity = 1;
    for (Line.Given given = line.first(); given != null; given = given.next()) {
      if (given.option == quiet && verbosity > 0) verbosity--;
      if (given.option == usual) verbosity = 1;
      if (given.option == verbose) verbosity++;
    }
    return verbosity;
  }

  private int become(byte[] path, byte[][] command) {
    int socket = posix.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, 0);
    if (socket < 0) return messages.fatal().unableTo("create socket").exit(ExitCode.SYSTEM, socket);
    int error = bindPath == null ? 0 : bind(socket);
    if (error < 0)
      return messages
          .fatal()
          .unableTo("bind socket to ")
          .bytes(bindPath)
          .exit(ExitCode.SYSTEM, error);
    error = connect(socket, path);
    if (error < 0)
      return messages.fatal().unableTo("connect to ").bytes(path).exit(ExitCode.SYSTEM, error);
    if (verbosity >= 2) messages.info().text("connected to ").bytes(path).end();
    Environment environment = new Environment(posix);
    environment.set("PROTO", CString.of("IPC"));
    nameThisEnd(environment, socket);
    error = place(socket);
    if (error < 0)
      return messages.fatal().unableTo("set up fds 6 and 7").exit(ExitCode.SYSTEM, error);
    return new NextProgram(posix, messages, command).exec(environment);
  }

  private int bind(int socket) {
    SocketAddress address = new SocketAddress();
    if (!address.unix(bindPath, CString.length(bindPath))) return -Errno.ENAMETOOLONG;
    return posix.bind(socket, address);
  }

  private int connect(int socket, byte[] path) {
    SocketAddress address = new SocketAddress();
    if (CString.length(path) == 0) return -Errno.ECONNREFUSED;
    if (!address.unix(path, CString.length(path))) return -Errno.EPROTO;
    return posix.connect(socket, address);
  }

  private void nameThisEnd(Environment environment, int socket) {
    byte[] name = localName;
    if (name == null) {
      SocketAddress own = new SocketAddress();
      if (posix.localAddress(socket, own) < 0) environment.unset("IPCLOCALPATH");
      else name = CString.slice(own.path, 0, own.pathLength);
    }
    if (name == null) return;
    int length = CString.length(name);
    if (length > LONGEST_PATH) length = LONGEST_PATH;
    environment.set("IPCLOCALPATH", CString.slice(name, 0, length));
  }

  private int place(int socket) {
    int error = copy(socket, READ_FD);
    if (error >= 0) error = copy(socket, WRITE_FD);
    if (socket != READ_FD && socket != WRITE_FD) posix.close(socket);
    return error;
  }

  private int copy(int from, int to) {
    return from == to ? posix.setCloseOnExec(to, false) : posix.dup2(from, to);
  }
}
