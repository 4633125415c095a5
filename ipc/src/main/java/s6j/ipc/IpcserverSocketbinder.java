package s6j.ipc;

import static s6j.posix.OpenFlags.*;

import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Operands;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.formats.LockFile;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/**
 * s6-ipcserver-socketbinder: becomes a program that has a listening Unix socket as its standard
 * input (s6-ipcserver-socketbinder page).
 */
final class IpcserverSocketbinder {
  private static final int SOMAXCONN = 4096;

  private final Posix posix;
  private final Messages messages;
  private boolean reuse = true;
  private int type = Posix.SOCK_STREAM;
  private int flags = O_NONBLOCK;
  private long backlog = SOMAXCONN;
  private long permissions = 0777;

  private IpcserverSocketbinder(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
  }

  static Program declaration() {
    return new Program(
            "s6-ipcserver-socketbinder",
            "ipcserver-socketbinder",
            "[ -d | -D ] [ -b backlog ] [ -M | -m ] [ -a perms ] [ -B ] path prog...",
            "becomes a program that listens on a Unix socket",
            IpcserverSocketbinder::run)
        .flag('d', "take the place of an old socket at the path (default)")
        .flag('D', "fail if there is something at the path")
        .value('b', "backlog", "connections that may wait; 0 does not listen")
        .flag('M', "a stream socket (default)")
        .flag('m', "a datagram socket")
        .value('a', "perms", "permissions of the socket, octal (default 0777)")
        .flag('B', "a blocking socket");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    IpcserverSocketbinder binder = new IpcserverSocketbinder(posix, messages);
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next())
      if (!binder.take(option, options.value())) return options.refuse(messages);
    int first = options.firstOperand();
    if (arguments.length - first < 2 || binder.backlog < 0 || binder.permissions < 0)
      return messages.usage(program);
    int code = binder.bind(arguments[first]);
    byte[][] command = Operands.from(arguments, first + 1);
    return code != 0 ? code : new NextProgram(posix, messages, command).exec();
  }

  private boolean take(int option, byte[] value) {
    switch (option) {
      case 'd' -> reuse = true;
      case 'D' -> reuse = false;
      case 'M' -> type = Posix.SOCK_STREAM;
      case 'm' -> type = Posix.SOCK_DGRAM;
      case 'B' -> flags = 0;
      case 'b' -> backlog = Decimal.parse(value);
      case 'a' -> permissions = Decimal.parseOctal(value);
      default -> {
        return false;
      }
    }
    return true;
  }

  private int bind(byte[] path) {
    int socket = posix.socket(Posix.AF_UNIX, type, flags);
    if (socket < 0) return messages.fatal().unableTo("create socket").exit(111, socket);
    int error = bind(socket, path);
    if (error < 0) return messages.fatal().unableTo("bind to ").bytes(path).exit(111, error);
    if (backlog > 0) error = posix.listen(socket, (int) Math.min(backlog, Integer.MAX_VALUE));
    if (error < 0) return messages.fatal().unableTo("listen to ").bytes(path).exit(111, error);
    error = socket == 0 ? posix.setCloseOnExec(0, false) : posix.dup2(socket, 0);
    if (error < 0) return messages.fatal().unableTo("move socket to stdin").exit(111, error);
    if (socket != 0) posix.close(socket);
    return 0;
  }

  /** The mask holds for the lock of the socket as well, which is left open until the exec. */
  private int bind(int socket, byte[] path) {
    SocketAddress address = new SocketAddress();
    boolean fits = address.unix(path, CString.length(path));
    int mask = posix.umask((int) ~permissions & 0777);
    int error = reuse ? new LockFile(posix).claimSocket(path) : 0;
    if (error >= 0) error = fits ? posix.bind(socket, address) : -Errno.ENAMETOOLONG;
    posix.umask(mask);
    return error;
  }
}
