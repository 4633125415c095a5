package s6j.posix.jnr;

import static s6j.posix.Errno.EAFNOSUPPORT;
import static s6j.posix.Errno.EINVAL;
import static s6j.posix.Errno.EMSGSIZE;
import static s6j.posix.jnr.CLibrary.answer;
import static s6j.posix.jnr.CLibrary.interrupted;

import org.jspecify.annotations.Nullable;
import s6j.posix.DescriptorSet;
import s6j.posix.OpenFlags;
import s6j.posix.PeerCredentials;
import s6j.posix.SocketAddress;
import s6j.posix.Sockets;

/** Sockets, on the JVM. */
abstract class JnrSockets extends JnrSpawning implements Sockets {
  private static final int IFREQ = 40;
  private static final int IFREQ_FLAGS = 16;
  private static final int IFF_UP = 1;
  private static final int SIOCGIFFLAGS = 0x8913;
  private static final int SIOCSIFFLAGS = 0x8914;
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int SO_ERROR = 4;
  private static final int SO_PEERCRED = 17;
  private static final int SCM_RIGHTS = 1;
  private static final int MSG_CTRUNC = 8;
  private static final int MSG_CMSG_CLOEXEC = 0x40000000;

  /** family, then 108 bytes of path. */
  private static final int ADDRESS = 110;

  private static final int PATH_AT = 2;
  private static final int INET_ADDRESS = 16;
  private static final int INET6_ADDRESS = 28;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;
  private static final int CONTROL_HEADER = 16;
  private static final int CONTROL = CONTROL_HEADER + 4 * (DescriptorSet.CAPACITY + 1);
  private static final int MESSAGE = 56;
  private static final int VECTOR_AT = MESSAGE;
  private final NativeMemory address = new NativeMemory(128);
  private final NativeMemory message = new NativeMemory(MESSAGE + 16);
  private final NativeMemory control = new NativeMemory(CONTROL);
  private @Nullable SocketCalls socketCalls;

  private SocketCalls sockets() {
    if (socketCalls == null) socketCalls = CLibrary.bind(SocketCalls.class);
    return socketCalls;
  }

  @Override
  public int raiseLoopback() {
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (fd < 0) return fd;
    small.clear(IFREQ);
    small.putByte(0, (byte) 'l');
    small.putByte(1, (byte) 'o');
    int result = answer(c.ioctl(fd, SIOCGIFFLAGS, small.address()));
    if (result >= 0) {
      small.putByte(IFREQ_FLAGS, (byte) (small.getByte(IFREQ_FLAGS) | IFF_UP));
      result = answer(c.ioctl(fd, SIOCSIFFLAGS, small.address()));
    }
    c.close(fd);
    return result;
  }

  @Override
  public int socket(int family, int type, int flags) {
    int fd = answer(sockets().socket(family, type | flags | OpenFlags.O_CLOEXEC, 0));
    return fd >= 0 && family != AF_UNIX ? ofInternet(fd, family) : fd;
  }

  private int ofInternet(int fd, int family) {
    int set = switchOn(fd, SOL_SOCKET, SO_REUSEADDR);
    if (set >= 0 && family == AF_INET6) set = switchOn(fd, IPPROTO_IPV6, IPV6_V6ONLY);
    if (set < 0) c.close(fd);
    return set < 0 ? set : fd;
  }

  private int switchOn(int fd, int level, int option) {
    small.putInt(0, 1);
    return answer(sockets().setsockopt(fd, level, option, small.address(), 4));
  }

  @Override
  public int socketpair(int type, int[] ends) {
    int result = sockets().socketpair(AF_UNIX, type | OpenFlags.O_CLOEXEC, 0, small.address());
    if (result < 0) return answer(result);
    ends[0] = small.getInt(0);
    ends[1] = small.getInt(4);
    return 0;
  }

  @Override
  public int bind(int fd, SocketAddress where) {
    int length = put(where);
    return length < 0 ? length : answer(sockets().bind(fd, address.address(), length));
  }

  @Override
  public int connect(int fd, SocketAddress where) {
    int length = put(where);
    return length < 0 ? length : answer(sockets().connect(fd, address.address(), length));
  }

  @Override
  public int listen(int fd, int backlog) {
    return answer(sockets().listen(fd, backlog));
  }

  @Override
  public int accept(int fd, @Nullable SocketAddress peer, int flags) {
    int connection;
    do {
      small.putInt(0, ADDRESS);
      connection =
          sockets().accept4(fd, address.address(), small.address(), flags | OpenFlags.O_CLOEXEC);
    } while (interrupted(connection));
    if (connection >= 0 && peer != null) get(peer, small.getInt(0));
    return answer(connection);
  }

  @Override
  public int localAddress(int fd, SocketAddress own) {
    small.putInt(0, ADDRESS);
    int result = sockets().getsockname(fd, address.address(), small.address());
    if (result < 0) return answer(result);
    get(own, small.getInt(0));
    return 0;
  }

  @Override
  public int socketError(int fd) {
    small.putInt(0, 4);
    int result =
        sockets().getsockopt(fd, SOL_SOCKET, SO_ERROR, small.address() + 8, small.address());
    return result < 0 ? answer(result) : -small.getInt(8);
  }

  @Override
  public int peerCredentials(int fd, PeerCredentials peer) {
    small.putInt(0, 12);
    int result =
        sockets().getsockopt(fd, SOL_SOCKET, SO_PEERCRED, small.address() + 8, small.address());
    if (result < 0) return answer(result);
    peer.pid = small.getInt(8);
    peer.uid = small.getInt(12);
    peer.gid = small.getInt(16);
    return 0;
  }

  @Override
  public int shutdown(int fd, int how) {
    return answer(sockets().shutdown(fd, how));
  }

  @Override
  public int sendTo(int fd, byte[] buffer, int offset, int length, @Nullable SocketAddress to) {
    int addressLength = to == null ? 0 : put(to);
    if (addressLength < 0) return addressLength;
    return send(fd, buffer, offset, length, addressLength, 0);
  }

  private int send(int fd, byte[] b, int offset, int length, int addressLength, int controlLength) {
    data.address(length);
    data.put(0, b, offset, length);
    long count;
    do {
      putMessage(length, addressLength, controlLength);
      count = sockets().sendmsg(fd, message.address(), 0);
    } while (interrupted(count));
    return (int) answer(count);
  }

  @Override
  public int receiveFrom(
      int fd, byte[] buffer, int offset, int length, @Nullable SocketAddress from) {
    int count = receive(fd, buffer, offset, length, ADDRESS, 0);
    if (count >= 0 && from != null) get(from, message.getInt(8));
    return count;
  }

  private int receive(int fd, byte[] b, int offset, int length, int addressRoom, int controlRoom) {
    data.address(length);
    long count;
    do {
      putMessage(length, addressRoom, controlRoom);
      count = sockets().recvmsg(fd, message.address(), MSG_CMSG_CLOEXEC);
    } while (interrupted(count));
    if (count > 0) data.get(0, b, offset, (int) count);
    return (int) answer(count);
  }

  @Override
  public int sendWithDescriptors(
      int fd, byte[] buffer, int offset, int length, DescriptorSet attached) {
    if (attached.count > DescriptorSet.CAPACITY) return -EINVAL;
    return send(fd, buffer, offset, length, 0, putControl(attached));
  }

  @Override
  public int receiveWithDescriptors(
      int fd, byte[] buffer, int offset, int length, DescriptorSet attached) {
    attached.count = 0;
    int count = receive(fd, buffer, offset, length, 0, CONTROL);
    if (count < 0) return count;
    takeDescriptors(attached);
    return (message.getInt(48) & MSG_CTRUNC) == 0 ? count : refuse(attached);
  }

  private int refuse(DescriptorSet attached) {
    for (int i = 0; i < attached.count; i++) c.close(attached.descriptors[i]);
    attached.count = 0;
    return -EMSGSIZE;
  }

  private void putMessage(int length, int addressLength, int controlLength) {
    message.clear(MESSAGE);
    message.putLong(0, addressLength == 0 ? 0 : address.address());
    message.putInt(8, addressLength);
    message.putLong(16, message.address() + VECTOR_AT);
    message.putLong(24, 1);
    message.putLong(32, controlLength == 0 ? 0 : control.address());
    message.putLong(40, controlLength);
    message.putLong(VECTOR_AT, data.address());
    message.putLong(VECTOR_AT + 8, length);
  }

  /** One record of all descriptors; its length with what aligns it. */
  private int putControl(DescriptorSet attached) {
    if (attached.count == 0) return 0;
    control.putLong(0, CONTROL_HEADER + 4L * attached.count);
    control.putInt(8, SOL_SOCKET);
    control.putInt(12, SCM_RIGHTS);
    for (int i = 0; i < attached.count; i++)
      control.putInt(CONTROL_HEADER + 4 * i, attached.descriptors[i]);
    return CONTROL_HEADER + aligned(4 * attached.count);
  }

  private void takeDescriptors(DescriptorSet attached) {
    int length = (int) message.getLong(40);
    for (int at = 0; at + CONTROL_HEADER <= length; ) {
      int size = (int) control.getLong(at);
      if (size < CONTROL_HEADER) return;
      if (control.getInt(at + 8) == SOL_SOCKET && control.getInt(at + 12) == SCM_RIGHTS)
        for (int i = at + CONTROL_HEADER; i + 4 <= at + size; i += 4)
          attached.descriptors[attached.count++] = control.getInt(i);
      at += aligned(size);
    }
  }

  private static int aligned(int length) {
    return length + 7 & ~7;
  }

  /** Puts a sockaddr; its length. */
  private int put(SocketAddress where) {
    address.clear(ADDRESS);
    address.putShort(0, where.family);
    if (where.family == AF_UNIX) return putUnix(where);
    if (where.family == AF_INET6) return putInet6(where);
    if (where.family != AF_INET) return -EAFNOSUPPORT;
    address.putByte(2, where.port >> 8);
    address.putByte(3, where.port);
    for (int i = 0; i < 4; i++) address.putByte(4 + i, where.ip >>> 24 - 8 * i);
    return INET_ADDRESS;
  }

  private int putInet6(SocketAddress where) {
    address.putByte(2, where.port >> 8);
    address.putByte(3, where.port);
    for (int i = 0; i < 8; i++) {
      address.putByte(8 + i, (int) (where.high >>> 56 - 8 * i));
      address.putByte(16 + i, (int) (where.low >>> 56 - 8 * i));
    }
    return INET6_ADDRESS;
  }

  /** A path has its NUL counted, an abstract name has none. */
  private int putUnix(SocketAddress where) {
    address.put(PATH_AT, where.path, 0, where.pathLength);
    boolean named = where.pathLength > 0 && where.path[0] != 0;
    return PATH_AT + where.pathLength + (named ? 1 : 0);
  }

  private void get(SocketAddress where, int length) {
    where.family = length < PATH_AT ? 0 : address.getShort(0);
    where.pathLength = 0;
    if (where.family == AF_UNIX) getUnix(where, Math.min(length, ADDRESS) - PATH_AT);
    if (where.family != AF_INET && where.family != AF_INET6) return;
    where.port = (address.getByte(2) & 0xff) << 8 | address.getByte(3) & 0xff;
    if (where.family == AF_INET6) {
      where.high = eightBytes(8);
      where.low = eightBytes(16);
      return;
    }
    where.ip = 0;
    for (int i = 0; i < 4; i++) where.ip = where.ip << 8 | address.getByte(4 + i) & 0xff;
  }

  private long eightBytes(int at) {
    long value = 0;
    for (int i = 0; i < 8; i++) value = value << 8 | address.getByte(at + i) & 0xff;
    return value;
  }

  private void getUnix(SocketAddress where, int length) {
    address.get(PATH_AT, where.path, 0, length);
    int used = length;
    if (length > 0 && where.path[0] != 0) {
      used = 0;
      while (used < length && where.path[used] != 0) used++;
    }
    where.pathLength = used;
  }
}
