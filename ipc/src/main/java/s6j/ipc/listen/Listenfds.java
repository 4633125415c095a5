package s6j.ipc.listen;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.DescriptorSet;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/**
 * s6-listenfds: becomes a program that has the sockets of an s6-listend from descriptor 3 on, and
 * is told so by LISTEN_FDS, LISTEN_PID and LISTEN_FDNAMES.
 *
 * <p>Exit codes: 100 for a wrong call; 111 if the sockets cannot be had; 126 or 127 for a program
 * that cannot be executed; else the program's own.
 */
public final class Listenfds {
  private static final int FIRST = 3;

  private static final Option STDIN =
      Option.flag('0', "stdin", "the first socket is standard input; no variable is set");

  private final Posix posix;
  private final DescriptorSet received = new DescriptorSet();
  private final byte[] names = new byte[HandedSockets.LONGEST_NAMES];
  private int length;

  private Listenfds(Posix posix) {
    this.posix = posix;
  }

  public static Program declaration() {
    return new Program(
            "s6-listenfds",
            "listenfds",
            "[ -0 ] servicedir prog...",
            "becomes a program that has the sockets of s6-listend",
            Listenfds::run)
        .options(STDIN);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 2);
    if (line.refused()) return line.exitCode();
    Listenfds listenfds = new Listenfds(posix);
    byte[] path = CString.path(line.operand(0), HandedSockets.SOCKET);
    int answer = listenfds.receive(path);
    if (answer >= 0) answer = line.has(STDIN) ? listenfds.placeFirst() : listenfds.place();
    if (answer < 0)
      return messages
          .fatal()
          .unableTo("get sockets from ")
          .bytes(path)
          .exit(ExitCode.SYSTEM, answer);
    Environment environment = new Environment(posix);
    if (line.has(STDIN))
      return new NextProgram(posix, messages, line.operands(1)).exec(environment);
    environment.set(CString.of("LISTEN_FDS"), Decimal.string(listenfds.received.count));
    environment.set(CString.of("LISTEN_PID"), Decimal.string(posix.getpid()));
    environment.set(
        CString.of("LISTEN_FDNAMES"), CString.slice(listenfds.names, 0, listenfds.length));
    return new NextProgram(posix, messages, line.operands(1)).exec(environment);
  }

  private int receive(byte[] path) {
    SocketAddress address = new SocketAddress();
    if (!address.unix(path, CString.length(path))) return -Errno.ENAMETOOLONG;
    int socket = posix.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, 0);
    if (socket < 0) return socket;
    int answer = posix.connect(socket, address);
    if (answer >= 0)
      answer = posix.receiveWithDescriptors(socket, names, 0, names.length, received);
    posix.close(socket);
    if (answer < 0) return answer;
    length = answer;
    return received.count == 0 ? -Errno.EPROTO : 0;
  }

  /** The others are closed. */
  private int placeFirst() {
    int answer = 0;
    for (int i = 0; i < received.count; i++) {
      int fd = received.descriptors[i];
      if (i == 0 && fd == 0) answer = posix.setCloseOnExec(fd, false);
      else if (i == 0) answer = posix.dup2(fd, 0);
      if (fd != 0) posix.close(fd);
    }
    return answer;
  }

  /** Moves them out of the way first: one may have the number that another is to get. */
  private int place() {
    int behind = FIRST + received.count;
    for (int i = 0; i < received.count; i++) {
      int moved = posix.dup(received.descriptors[i], behind, true);
      if (moved < 0) return moved;
      posix.close(received.descriptors[i]);
      received.descriptors[i] = moved;
    }
    for (int i = 0; i < received.count; i++) {
      int placed = posix.dup2(received.descriptors[i], FIRST + i);
      if (placed < 0) return placed;
      posix.close(received.descriptors[i]);
    }
    return 0;
  }
}
