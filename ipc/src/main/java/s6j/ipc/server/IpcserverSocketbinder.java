package s6j.ipc.server;

import static s6j.posix.OpenFlags.*;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.files.LockFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/**
 * s6-ipcserver-socketbinder: becomes a program that has a listening Unix socket as its standard
 * input (s6-ipcserver-socketbinder page).
 */
public final class IpcserverSocketbinder {
  private static final int SOMAXCONN = 4096;

  private static final Option REUSE =
      Option.flag('d', "take the place of an old socket at the path (default)");
  private static final Option NO_REUSE = Option.flag('D', "fail if there is something at the path");
  private static final Option BACKLOG =
      Option.value('b', "backlog", "connections that may wait; 0 does not listen");
  private static final Option STREAM = Option.flag('M', "a stream socket (default)");
  private static final Option DATAGRAM = Option.flag('m', "a datagram socket");
  private static final Option PERMISSIONS =
      Option.value('a', "perms", "permissions of the socket, octal (default 0777)").octal();
  private static final Option BLOCKING = Option.flag('B', "a blocking socket");

  private final Posix posix;
  private final Messages messages;
  private final boolean reuse;
  private final int type;
  private final int flags;
  private final long backlog;
  private final long permissions;

  private IpcserverSocketbinder(Posix posix, Messages messages, Line line) {
    this.posix = posix;
    this.messages = messages;
    reuse = !line.chose(NO_REUSE, REUSE);
    type = line.chose(DATAGRAM, STREAM) ? Posix.SOCK_DGRAM : Posix.SOCK_STREAM;
    flags = line.has(BLOCKING) ? 0 : O_NONBLOCK;
    backlog = line.number(BACKLOG, SOMAXCONN);
    permissions = line.number(PERMISSIONS, 0777);
  }

  public static Program declaration() {
    return new Program(
            "s6-ipcserver-socketbinder",
            "ipcserver-socketbinder",
            "[ -d | -D ] [ -b backlog ] [ -M | -m ] [ -a perms ] [ -B ] path prog...",
            "becomes a program that listens on a Unix socket",
            IpcserverSocketbinder::run)
        .options(REUSE, NO_REUSE, BACKLOG, STREAM, DATAGRAM, PERMISSIONS, BLOCKING);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 2);
    IpcserverSocketbinder binder = new IpcserverSocketbinder(posix, messages, line);
    int code = line.refused() ? line.exitCode() : binder.bind(line.operand(0));
    return code != 0 ? code : new NextProgram(posix, messages, line.operands(1)).exec();
  }

  private int bind(byte[] path) {
    int socket = posix.socket(Posix.AF_UNIX, type, flags);
    if (socket < 0) return messages.fatal().unableTo("create socket").exit(ExitCode.SYSTEM, socket);
    int error = bind(socket, path);
    if (error < 0)
      return messages.fatal().unableTo("bind to ").bytes(path).exit(ExitCode.SYSTEM, error);
    if (backlog > 0) error = posix.listen(socket, (int) Math.min(backlog, Integer.MAX_VALUE));
    if (error < 0)
      return messages.fatal().unableTo("listen to ").bytes(path).exit(ExitCode.SYSTEM, error);
    error = socket == 0 ? posix.setCloseOnExec(0, false) : posix.dup2(socket, 0);
    if (error < 0)
      return messages.fatal().unableTo("move socket to stdin").exit(ExitCode.SYSTEM, error);
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
