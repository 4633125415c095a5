package s6j.posix;

import static s6j.posix.OpenFlags.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sockets of the fake kernel: those of Unix, and those of the internet, which go by a name that no
 * Unix socket has: two NULs, the address and the port.
 */
abstract class FakeSockets extends FakeProcesses implements Sockets {
  private static final int LOOPBACK = 127 << 24 | 1;
  private static final int FIRST_FREE_PORT = 40000;

  FakeSockets(FakeKernel kernel) {
    super(kernel);
  }

  private FakeSocket socketOf(int fd) {
    FakeSocket socket = openFile(fd).socket;
    if (socket == null) throw fail(Errno.ENOTSOCK);
    return socket;
  }

  private int openSocket(FakeSocket socket, int flags) {
    int fd = lowestFree(0);
    FakeOpenFile file = new FakeOpenFile("socket " + fd, null, null, O_RDWR | flags & O_NONBLOCK);
    file.socket = socket;
    put(fd, file, true);
    return fd;
  }

  @Override
  public int raiseLoopback() {
    return uid == 0 ? 0 : -Errno.EPERM;
  }

  @Override
  public int socket(int family, int type, int flags) {
    boolean isInternet = family == AF_INET || family == AF_INET6;
    if (family != AF_UNIX && !isInternet) return -Errno.EAFNOSUPPORT;
    return answer(
        () -> {
          FakeSocket socket = new FakeSocket(type, self());
          socket.internet = isInternet ? family : 0;
          return openSocket(socket, flags);
        });
  }

  @Override
  public int socketpair(int type, int[] ends) {
    return answer(
        () -> {
          FakeSocket first = new FakeSocket(type, self());
          FakeSocket second = new FakeSocket(type, self());
          first.join(second);
          lowestFree(lowestFree(0) + 1);
          ends[0] = openSocket(first, 0);
          ends[1] = openSocket(second, 0);
          return 0;
        });
  }

  static byte[] name(SocketAddress address) {
    if (isInternet(address)) return internetName(address, address.port);
    byte[] name = Arrays.copyOf(address.path, address.pathLength);
    return name.length > 0 && name[0] == 0 ? name : CString.slice(name, 0, CString.length(name));
  }

  private static boolean isInternet(SocketAddress address) {
    return address.family == AF_INET || address.family == AF_INET6;
  }

  private static byte[] internetName(SocketAddress address, int port) {
    String host =
        address.family == AF_INET
            ? Integer.toHexString(address.ip)
            : Long.toHexString(address.high) + "," + Long.toHexString(address.low);
    return CString.of("\0\0" + host + ":" + port);
  }

  private static boolean isInternetName(byte[] name) {
    return name.length > 1 && name[0] == 0 && name[1] == 0;
  }

  private byte[] freeInternetName(SocketAddress address) {
    int port = FIRST_FREE_PORT;
    while (isTaken(latin1(internetName(address, port)))) port++;
    return internetName(address, port);
  }

  @Override
  public int bind(int fd, SocketAddress address) {
    return answer(
        () -> {
          FakeSocket socket = socketOf(fd);
          if (socket.internet != (isInternet(address) ? address.family : 0))
            throw fail(Errno.EAFNOSUPPORT);
          byte[] name = name(address);
          if (isInternet(address) && address.port == 0) name = freeInternetName(address);
          if (name.length == 0) name = freeName();
          if (name[0] == 0) bindAbstract(socket, latin1(name));
          else bindPath(socket, name);
          if (socket.name.length > 0) throw fail(Errno.EINVAL);
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
    FakeSocket holder = kernel.abstractSockets.get(name);
    return holder != null && !holder.closed;
  }

  private void bindAbstract(FakeSocket socket, String name) {
    if (isTaken(name)) throw fail(Errno.EADDRINUSE);
    kernel.abstractSockets.put(name, socket);
  }

  private void bindPath(FakeSocket socket, byte[] name) {
    FakePath found = path(CWD, name, true);
    if (found.inode != null) throw fail(Errno.EADDRINUSE);
    make(found, FakeInode.SOCKET, 0777).socket = socket;
  }

  private FakeSocket named(SocketAddress address) {
    byte[] name = name(address);
    if (name.length == 0) throw fail(Errno.EINVAL);
    FakeSocket found = name[0] == 0 ? kernel.abstractSockets.get(latin1(name)) : socketAt(name);
    if (found == null || found.closed) throw fail(Errno.ECONNREFUSED);
    return found;
  }

  private FakeSocket socketAt(byte[] path) {
    FakeInode inode = path(CWD, path, true).existing();
    demand(inode, W_OK);
    return inode.socket;
  }

  @Override
  public int connect(int fd, SocketAddress address) {
    return answer(
        () -> {
          FakeSocket socket = socketOf(fd);
          FakeSocket server = named(address);
          if (server.type != socket.type) throw fail(Errno.EPROTOTYPE);
          if (!socket.isStream()) {
            socket.peer = server;
            return 0;
          }
          if (socket.peer != null) throw fail(Errno.EISCONN);
          if (!server.listening) throw fail(Errno.ECONNREFUSED);
          while (server.waiting.size() > server.backlog) {
            if (openFile(fd).nonBlocking()) throw fail(Errno.EAGAIN);
            waitForEvent("connect to " + CString.text(address.path));
          }
          FakeSocket connection = new FakeSocket(socket.type, server.owner);
          connection.name = server.name;
          connection.join(socket);
          server.waiting.add(connection);
          return 0;
        });
  }

  @Override
  public int listen(int fd, int backlog) {
    return answer(
        () -> {
          FakeSocket socket = socketOf(fd);
          if (!socket.isStream()) throw fail(Errno.EOPNOTSUPP);
          if (socket.name.length == 0) throw fail(Errno.EINVAL);
          socket.listening = true;
          socket.backlog = backlog;
          return 0;
        });
  }

  @Override
  public int accept(int fd, SocketAddress peer, int flags) {
    return answer(
        () -> {
          FakeSocket socket = socketOf(fd);
          if (!socket.listening) throw fail(Errno.EINVAL);
          int lowest = lowestFree(0);
          while (socket.waiting.isEmpty()) {
            if (openFile(fd).nonBlocking()) throw fail(Errno.EAGAIN);
            waitForEvent("accept", () -> !socket.waiting.isEmpty());
          }
          FakeSocket connection = socket.waiting.remove();
          tell(connection.peer.name, peer);
          int accepted = openSocket(connection, flags);
          return Math.max(lowest, accepted);
        });
  }

  static void tell(byte[] name, SocketAddress address) {
    if (isInternetName(name)) {
      String text = latin1(name).substring(2);
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
    address.family = AF_UNIX;
    Arrays.fill(address.path, (byte) 0);
    System.arraycopy(name, 0, address.path, 0, name.length);
    address.pathLength = name.length;
  }

  @Override
  public int localAddress(int fd, SocketAddress address) {
    return answer(
        () -> {
          tell(socketOf(fd).name, address);
          return 0;
        });
  }

  @Override
  public int socketError(int fd) {
    return answer(
        () -> {
          socketOf(fd);
          return 0;
        });
  }

  @Override
  public int peerCredentials(int fd, PeerCredentials peer) {
    return answer(
        () -> {
          FakePosix other = socketOf(fd).connectedBy;
          if (other == null) throw fail(Errno.ENOTCONN);
          peer.pid = other.getpid();
          peer.uid = other.getuid();
          peer.gid = other.getgid();
          return 0;
        });
  }

  @Override
  public int shutdown(int fd, int how) {
    return answer(
        () -> {
          FakeSocket socket = socketOf(fd);
          if (socket.peer == null) throw fail(Errno.ENOTCONN);
          if (how != 1) socket.inputEnded = true;
          if (how != 0) socket.endOutput();
          return 0;
        });
  }

  @Override
  public int sendTo(int fd, byte[] buffer, int offset, int length, SocketAddress to) {
    return answer(
        () -> {
          FakeSocket socket = socketOf(fd);
          FakeOpenFile file = openFile(fd);
          if (socket.internet != 0) return sendFar(socket, file, buffer, offset, length, to);
          return sendFrom(file, buffer, offset, length, to == null ? null : named(to), null);
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
    if (to == null) throw fail(Errno.EDESTADDRREQ);
    if (socket.name.length == 0) {
      SocketAddress own = new SocketAddress();
      if (socket.internet == AF_INET) own.inet(LOOPBACK, 0);
      else own.inet6(0, 1, 0);
      socket.name = freeInternetName(own);
      kernel.abstractSockets.put(latin1(socket.name), socket);
    }
    FakeSocket receiver = kernel.abstractSockets.get(latin1(name(to)));
    if (receiver == null || receiver.closed || !receiver.takes(length)) return length;
    return sendFrom(file, buffer, offset, length, receiver, null);
  }

  int sendFrom(
      FakeOpenFile file,
      byte[] buffer,
      int offset,
      int length,
      FakeSocket to,
      DescriptorSet attached) {
    FakeSocket target = to != null ? to : file.socket.peer;
    if (target == null) throw fail(Errno.ENOTCONN);
    if (target.closed && !file.socket.isStream()) throw fail(Errno.ECONNREFUSED);
    if (target.closed || file.socket.outputEnded) throw brokenPipe();
    if (length == 0 && file.socket.isStream()) return 0;
    List<FakeOpenFile> files = new ArrayList<>();
    for (int i = 0; attached != null && i < attached.count; i++)
      files.add(openFile(attached.descriptors[i]));
    int count = length;
    while (!target.takes(count)) {
      if (!file.nonBlocking()) waitForEvent("write to " + file.name);
      else if (target.isStream() && target.room() > 0) count = target.room();
      else throw fail(Errno.EAGAIN);
    }
    byte[] bytes = Arrays.copyOfRange(buffer, offset, offset + count);
    target.put(new FakeSocket.Message(bytes, files, file.socket.name));
    return count;
  }

  @Override
  public int receiveFrom(int fd, byte[] buffer, int offset, int length, SocketAddress from) {
    return answer(
        () -> {
          socketOf(fd);
          return receiveAt(openFile(fd), buffer, offset, length, from, null);
        });
  }

  int receiveAt(
      FakeOpenFile file,
      byte[] buffer,
      int offset,
      int length,
      SocketAddress from,
      DescriptorSet attached) {
    FakeSocket socket = file.socket;
    if (attached != null) attached.count = 0;
    if (socket.isStream() && socket.peer == null) throw fail(Errno.ENOTCONN);
    while (socket.inbox.isEmpty()) {
      if (socket.isReset) {
        socket.isReset = false;
        throw fail(Errno.ECONNRESET);
      }
      if (socket.inputEnded) return 0;
      if (file.nonBlocking()) throw fail(Errno.EAGAIN);
      waitForEvent("read of " + file.name, () -> !socket.inbox.isEmpty() || socket.inputEnded);
    }
    FakeSocket.Message message = socket.take(length);
    System.arraycopy(message.bytes(), 0, buffer, offset, message.bytes().length);
    if (from != null) tell(message.sender(), from);
    for (FakeOpenFile sent : message.attached()) take(sent, attached);
    return message.bytes().length;
  }

  private void take(FakeOpenFile sent, DescriptorSet attached) {
    if (attached != null) {
      int fd = lowestFree(0);
      put(fd, sent, true);
      attached.descriptors[attached.count++] = fd;
    }
    sent.released();
  }

  @Override
  public int sendWithDescriptors(
      int fd, byte[] buffer, int offset, int length, DescriptorSet attached) {
    return answer(
        () -> {
          socketOf(fd);
          return sendFrom(openFile(fd), buffer, offset, length, null, attached);
        });
  }

  @Override
  public int receiveWithDescriptors(
      int fd, byte[] buffer, int offset, int length, DescriptorSet attached) {
    return answer(
        () -> {
          socketOf(fd);
          return receiveAt(openFile(fd), buffer, offset, length, null, attached);
        });
  }
}
