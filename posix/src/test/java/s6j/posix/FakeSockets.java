package s6j.posix;

import static s6j.posix.OpenFlags.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a process of the fake kernel does with Unix sockets, and with datagrams of the internet:
 * those go by a name that no Unix socket has, two NULs, the address and the port.
 */
final class FakeSockets {
  private static final int LOOPBACK = 127 << 24 | 1;
  private static final int FIRST_FREE_PORT = 40000;

  private final FakePosix process;

  FakeSockets(FakePosix process) {
    this.process = process;
  }

  private FakeSocket socketOf(int fd) {
    FakeSocket socket = process.openFile(fd).socket;
    if (socket == null) throw FakePosix.fail(Errno.ENOTSOCK);
    return socket;
  }

  private int open(FakeSocket socket, int flags) {
    int fd = process.lowestFree(0);
    FakeOpenFile file = new FakeOpenFile("socket " + fd, null, null, O_RDWR | flags & O_NONBLOCK);
    file.socket = socket;
    process.put(fd, file, true);
    return fd;
  }

  int socket(int family, int type, int flags) {
    boolean isInternet = family == Posix.AF_INET || family == Posix.AF_INET6;
    if (family != Posix.AF_UNIX && !(isInternet && type == Posix.SOCK_DGRAM))
      return -Errno.EAFNOSUPPORT;
    return FakePosix.answer(
        () -> {
          FakeSocket socket = new FakeSocket(type, process);
          socket.internet = isInternet ? family : 0;
          return open(socket, flags);
        });
  }

  int socketpair(int type, int[] ends) {
    return FakePosix.answer(
        () -> {
          FakeSocket first = new FakeSocket(type, process);
          FakeSocket second = new FakeSocket(type, process);
          first.join(second);
          process.lowestFree(process.lowestFree(0) + 1);
          ends[0] = open(first, 0);
          ends[1] = open(second, 0);
          return 0;
        });
  }

  private static byte[] name(SocketAddress address) {
    if (isInternet(address)) return internetName(address, address.port);
    byte[] name = Arrays.copyOf(address.path, address.pathLength);
    return name.length > 0 && name[0] == 0 ? name : CString.slice(name, 0, CString.length(name));
  }

  private static boolean isInternet(SocketAddress address) {
    return address.family == Posix.AF_INET || address.family == Posix.AF_INET6;
  }

  private static byte[] internetName(SocketAddress address, int port) {
    String host =
        address.family == Posix.AF_INET
            ? Integer.toHexString(address.ip)
            : Long.toHexString(address.high) + "," + Long.toHexString(address.low);
    return CString.of("\0\0" + host + ":" + port);
  }

  private static boolean isInternetName(byte[] name) {
    return name.length > 1 && name[0] == 0 && name[1] == 0;
  }

  private byte[] freeInternetName(SocketAddress address) {
    int port = FIRST_FREE_PORT;
    while (isTaken(FakePosix.latin1(internetName(address, port)))) port++;
    return internetName(address, port);
  }

  int bind(int fd, SocketAddress address) {
    return FakePosix.answer(
        () -> {
          FakeSocket socket = socketOf(fd);
          if (socket.internet != (isInternet(address) ? address.family : 0))
            throw FakePosix.fail(Errno.EAFNOSUPPORT);
          byte[] name = name(address);
          if (isInternet(address) && address.port == 0) name = freeInternetName(address);
          if (name.length == 0) name = freeName();
          if (name[0] == 0) bindAbstract(socket, FakePosix.latin1(name));
          else bindPath(socket, name);
          if (socket.name.length > 0) throw FakePosix.fail(Errno.EINVAL);
          socket.name = name;
          return 0;
        });
  }

  private byte[] freeName() {
    int number = 0;
    String name;
    do name = "\0" + String.format("%05x", number++);
    while (isTaken(name));
    return CString.of(name);
  }

  private boolean isTaken(String name) {
    FakeSocket holder = process.kernel.abstractSockets.get(name);
    return holder != null && !holder.closed;
  }

  private void bindAbstract(FakeSocket socket, String name) {
    if (isTaken(name)) throw FakePosix.fail(Errno.EADDRINUSE);
    process.kernel.abstractSockets.put(name, socket);
  }

  private void bindPath(FakeSocket socket, byte[] name) {
    FakePath found = process.path(Posix.CWD, name, true);
    if (found.inode != null) throw FakePosix.fail(Errno.EADDRINUSE);
    process.make(found, FakeInode.SOCKET, 0777).socket = socket;
  }

  private FakeSocket named(SocketAddress address) {
    byte[] name = name(address);
    if (name.length == 0) throw FakePosix.fail(Errno.EINVAL);
    FakeSocket found =
        name[0] == 0 ? process.kernel.abstractSockets.get(FakePosix.latin1(name)) : socketAt(name);
    if (found == null || found.closed) throw FakePosix.fail(Errno.ECONNREFUSED);
    return found;
  }

  private FakeSocket socketAt(byte[] path) {
    FakeInode inode = process.path(Posix.CWD, path, true).existing();
    process.demand(inode, Posix.W_OK);
    return inode.socket;
  }

  int connect(int fd, SocketAddress address) {
    return FakePosix.answer(
        () -> {
          FakeSocket socket = socketOf(fd);
          FakeSocket server = named(address);
          if (server.type != socket.type) throw FakePosix.fail(Errno.EPROTOTYPE);
          if (!socket.isStream()) {
            socket.peer = server;
            return 0;
          }
          if (socket.peer != null) throw FakePosix.fail(Errno.EISCONN);
          if (!server.listening) throw FakePosix.fail(Errno.ECONNREFUSED);
          while (server.waiting.size() > server.backlog) {
            if (process.openFile(fd).nonBlocking()) throw FakePosix.fail(Errno.EAGAIN);
            process.waitForEvent("connect to " + CString.text(address.path));
          }
          FakeSocket connection = new FakeSocket(socket.type, server.owner);
          connection.name = server.name;
          connection.join(socket);
          server.waiting.add(connection);
          return 0;
        });
  }

  int listen(int fd, int backlog) {
    return FakePosix.answer(
        () -> {
          FakeSocket socket = socketOf(fd);
          if (!socket.isStream()) throw FakePosix.fail(Errno.EOPNOTSUPP);
          if (socket.name.length == 0) throw FakePosix.fail(Errno.EINVAL);
          socket.listening = true;
          socket.backlog = backlog;
          return 0;
        });
  }

  int accept(int fd, SocketAddress peer, int flags) {
    return FakePosix.answer(
        () -> {
          FakeSocket socket = socketOf(fd);
          if (!socket.listening) throw FakePosix.fail(Errno.EINVAL);
          int lowest = process.lowestFree(0);
          while (socket.waiting.isEmpty()) {
            if (process.openFile(fd).nonBlocking()) throw FakePosix.fail(Errno.EAGAIN);
            process.waitForEvent("accept", () -> !socket.waiting.isEmpty());
          }
          FakeSocket connection = socket.waiting.remove();
          tell(connection.peer.name, peer);
          int accepted = open(connection, flags);
          return Math.max(lowest, accepted);
        });
  }

  private static void tell(byte[] name, SocketAddress address) {
    if (isInternetName(name)) {
      String text = FakePosix.latin1(name).substring(2);
      int colon = text.indexOf(':');
      int comma = text.indexOf(',');
      int port = Integer.parseInt(text.substring(colon + 1));
      if (comma < 0) address.inet(Integer.parseUnsignedInt(text.substring(0, colon), 16), port);
      else
        address.inet6(
            Long.parseUnsignedLong(text.substring(0, comma), 16),
            Long.parseUnsignedLong(text.substring(comma + 1, colon), 16),
            port);
      return;
    }
    address.family = Posix.AF_UNIX;
    Arrays.fill(address.path, (byte) 0);
    System.arraycopy(name, 0, address.path, 0, name.length);
    address.pathLength = name.length;
  }

  int localAddress(int fd, SocketAddress address) {
    return FakePosix.answer(
        () -> {
          tell(socketOf(fd).name, address);
          return 0;
        });
  }

  int socketError(int fd) {
    return FakePosix.answer(
        () -> {
          socketOf(fd);
          return 0;
        });
  }

  int peerCredentials(int fd, PeerCredentials peer) {
    return FakePosix.answer(
        () -> {
          FakePosix other = socketOf(fd).connectedBy;
          if (other == null) throw FakePosix.fail(Errno.ENOTCONN);
          peer.pid = other.getpid();
          peer.uid = other.getuid();
          peer.gid = other.getgid();
          return 0;
        });
  }

  int shutdown(int fd, int how) {
    return FakePosix.answer(
        () -> {
          FakeSocket socket = socketOf(fd);
          if (socket.peer == null) throw FakePosix.fail(Errno.ENOTCONN);
          if (how != 1) socket.inputEnded = true;
          if (how != 0) socket.endOutput();
          return 0;
        });
  }

  int sendTo(int fd, byte[] buffer, int offset, int length, SocketAddress to) {
    return FakePosix.answer(
        () -> {
          FakeSocket socket = socketOf(fd);
          FakeOpenFile file = process.openFile(fd);
          if (socket.internet != 0) return sendFar(socket, file, buffer, offset, length, to);
          return send(file, buffer, offset, length, to == null ? null : named(to), null);
        });
  }

  /** What nobody receives is lost, and the sender does not hear of it. */
  private int sendFar(
      FakeSocket socket,
      FakeOpenFile file,
      byte[] buffer,
      int offset,
      int length,
      SocketAddress to) {
    if (to == null) throw FakePosix.fail(Errno.EDESTADDRREQ);
    if (socket.name.length == 0) {
      SocketAddress own = new SocketAddress();
      if (socket.internet == Posix.AF_INET) own.inet(LOOPBACK, 0);
      else own.inet6(0, 1, 0);
      socket.name = freeInternetName(own);
      process.kernel.abstractSockets.put(FakePosix.latin1(socket.name), socket);
    }
    FakeSocket receiver = process.kernel.abstractSockets.get(FakePosix.latin1(name(to)));
    if (receiver == null || receiver.closed || !receiver.takes(length)) return length;
    return send(file, buffer, offset, length, receiver, null);
  }

  int send(
      FakeOpenFile file,
      byte[] buffer,
      int offset,
      int length,
      FakeSocket to,
      DescriptorSet attached) {
    FakeSocket target = to != null ? to : file.socket.peer;
    if (target == null) throw FakePosix.fail(Errno.ENOTCONN);
    if (target.closed && !file.socket.isStream()) throw FakePosix.fail(Errno.ECONNREFUSED);
    if (target.closed || file.socket.outputEnded) throw process.brokenPipe();
    if (length == 0 && file.socket.isStream()) return 0;
    List<FakeOpenFile> files = new ArrayList<>();
    for (int i = 0; attached != null && i < attached.count; i++)
      files.add(process.openFile(attached.descriptors[i]));
    int count = length;
    while (!target.takes(count)) {
      if (!file.nonBlocking()) process.waitForEvent("write to " + file.name);
      else if (target.isStream() && target.room() > 0) count = target.room();
      else throw FakePosix.fail(Errno.EAGAIN);
    }
    byte[] bytes = Arrays.copyOfRange(buffer, offset, offset + count);
    target.put(new FakeSocket.Message(bytes, files, file.socket.name));
    return count;
  }

  int receiveFrom(int fd, byte[] buffer, int offset, int length, SocketAddress from) {
    return FakePosix.answer(
        () -> {
          socketOf(fd);
          return receive(process.openFile(fd), buffer, offset, length, from, null);
        });
  }

  int receive(
      FakeOpenFile file,
      byte[] buffer,
      int offset,
      int length,
      SocketAddress from,
      DescriptorSet attached) {
    FakeSocket socket = file.socket;
    if (attached != null) attached.count = 0;
    if (socket.isStream() && socket.peer == null) throw FakePosix.fail(Errno.ENOTCONN);
    while (socket.inbox.isEmpty()) {
      if (socket.inputEnded) return 0;
      if (file.nonBlocking()) throw FakePosix.fail(Errno.EAGAIN);
      process.waitForEvent(
          "read of " + file.name, () -> !socket.inbox.isEmpty() || socket.inputEnded);
    }
    FakeSocket.Message message = socket.take(length);
    System.arraycopy(message.bytes(), 0, buffer, offset, message.bytes().length);
    if (from != null) tell(message.sender(), from);
    for (FakeOpenFile sent : message.attached()) receive(sent, attached);
    return message.bytes().length;
  }

  private void receive(FakeOpenFile sent, DescriptorSet attached) {
    if (attached != null) {
      int fd = process.lowestFree(0);
      process.put(fd, sent, true);
      attached.descriptors[attached.count++] = fd;
    }
    sent.released();
  }

  int sendWithDescriptors(int fd, byte[] buffer, int offset, int length, DescriptorSet attached) {
    return FakePosix.answer(
        () -> {
          socketOf(fd);
          return send(process.openFile(fd), buffer, offset, length, null, attached);
        });
  }

  int receiveWithDescriptors(
      int fd, byte[] buffer, int offset, int length, DescriptorSet attached) {
    return FakePosix.answer(
        () -> {
          socketOf(fd);
          return receive(process.openFile(fd), buffer, offset, length, null, attached);
        });
  }
}
