package s6j.ipc;

import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Operands;
import s6j.cli.Options;
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
final class Ipcclient {
  private static final int READ_FD = 6;
  private static final int WRITE_FD = 7;
  private static final int LONGEST_PATH = 107;

  private final Posix posix;
  private final Messages messages;
  private byte[] bindPath;
  private byte[] localName;
  private int verbosity = 1;

  private Ipcclient(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
  }

  static Program declaration() {
    return new Program(
            "s6-ipcclient",
            "ipcclient",
            "[ -q | -Q | -v ] [ -p bindpath ] [ -l localname ] path prog...",
            "becomes a program that is connected to a Unix socket",
            Ipcclient::run)
        .flag('q', "be quieter")
        .flag('Q', "be as loud as usual (default)")
        .flag('v', "be louder: tell of the connection")
        .value('p', "bindpath", "bind this end to a path first")
        .value('l', "localname", "value of IPCLOCALPATH instead of this end's path");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Ipcclient client = new Ipcclient(posix, messages);
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next())
      if (!client.take(option, options.value())) return options.refuse(messages);
    int first = options.firstOperand();
    if (arguments.length - first < 2) return messages.usage(program);
    return client.become(arguments[first], Operands.from(arguments, first + 1));
  }

  private boolean take(int option, byte[] value) {
    switch (option) {
      case 'q' -> verbosity = verbosity > 0 ? verbosity - 1 : 0;
      case 'Q' -> verbosity = 1;
      case 'v' -> verbosity++;
      case 'p' -> bindPath = value;
      case 'l' -> localName = value;
      default -> {
        return false;
      }
    }
    return true;
  }

  private int become(byte[] path, byte[][] command) {
    int socket = posix.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, 0);
    if (socket < 0) return messages.fatal().unableTo("create socket").exit(111, socket);
    int error = bindPath == null ? 0 : bind(socket);
    if (error < 0)
      return messages.fatal().unableTo("bind socket to ").bytes(bindPath).exit(111, error);
    error = connect(socket, path);
    if (error < 0) return messages.fatal().unableTo("connect to ").bytes(path).exit(111, error);
    if (verbosity >= 2) messages.info().text("connected to ").bytes(path).end();
    Environment environment = new Environment(posix.environment());
    environment.set("PROTO", CString.of("IPC"));
    nameThisEnd(environment, socket);
    error = place(socket);
    if (error < 0) return messages.fatal().unableTo("set up fds 6 and 7").exit(111, error);
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
