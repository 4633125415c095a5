package s6j.posix.tea;

import org.jspecify.annotations.Nullable;
import org.teavm.interop.Address;
import org.teavm.interop.Structure;
import s6j.posix.DescriptorSet;
import s6j.posix.Errno;
import s6j.posix.PeerCredentials;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;
import s6j.posix.Sockets;

/**
 * Sockets, natively. In {@link #scratch} an address starts at 0 (struct sockaddr_un: 2 bytes
 * family, 108 bytes path; sockaddr_in: family, port, address, both most significant byte first) and
 * the int that holds its length is at 128; a struct iovec is at 136.
 */
abstract class NativeSockets extends NativeSpawning implements Sockets {
  private static final int IFREQ = 40;
  private static final int IFREQ_FLAGS = 16;
  private static final int IFF_UP = 1;
  private static final int SIOCGIFFLAGS = 0x8913;
  private static final int SIOCSIFFLAGS = 0x8914;
  private static final int PATH_AT = 2;
  private static final int PATH_SIZE = 108;
  private static final int INET_SIZE = 16;
  private static final int INET6_SIZE = 28;
  private static final int LENGTH_AT = 128;
  private static final int VECTOR_AT = 136;
  private static final int NO_FLAGS = 0;
  private static final long INT = 4;

  private CSockets.@Nullable Message message;
  private Address control;

  @Override
  public int raiseLoopback() {
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (fd < 0) return fd;
    for (int at = 0; at < IFREQ; at += 8) scratch.add(at).putLong(0);
    scratch.putByte((byte) 'l');
    scratch.add(1).putByte((byte) 'o');
    int result = answer(CDescriptors.ioctl(fd, SIOCGIFFLAGS, scratch));
    if (result >= 0) {
      Address flags = scratch.add(IFREQ_FLAGS);
      flags.putShort((short) (flags.getShort() | IFF_UP));
      result = answer(CDescriptors.ioctl(fd, SIOCSIFFLAGS, scratch));
    }
    CFiles.close(fd);
    return result;
  }

  @Override
  public int socket(int family, int type, int flags) {
    int fd = marked(answer(CSockets.socket(family, type | CSockets.SOCK_CLOEXEC | flags, 0)));
    return fd >= 0 && family != Posix.AF_UNIX ? ofInternet(fd, family) : fd;
  }

  private int ofInternet(int fd, int family) {
    int set = switchOn(fd, CSockets.SOL_SOCKET, CSockets.SO_REUSEADDR);
    if (set >= 0 && family == Posix.AF_INET6)
      set = switchOn(fd, CSockets.IPPROTO_IPV6, CSockets.IPV6_V6ONLY);
    if (set < 0) close(fd);
    return set < 0 ? set : fd;
  }

  private int switchOn(int fd, int level, int option) {
    scratch.putInt(1);
    return answer(CSockets.setsockopt(fd, level, option, scratch, 4));
  }

  @Override
  public int socketpair(int type, int[] ends) {
    if (ends.length < 2) return -Errno.EFAULT;
    int kind = type | CSockets.SOCK_CLOEXEC;
    int error = answer(CSockets.socketpair(Posix.AF_UNIX, kind, 0, Address.ofData(ends)));
    if (error >= 0) marked(Math.max(ends[0], ends[1]));
    return error;
  }

  @Override
  public int bind(int fd, SocketAddress address) {
    return answer(CSockets.bind(fd, scratch, put(address)));
  }

  @Override
  public int connect(int fd, SocketAddress address) {
    return answer(CSockets.connect(fd, scratch, put(address)));
  }

  @Override
  public int listen(int fd, int backlog) {
    return answer(CSockets.listen(fd, backlog));
  }

  @Override
  public int accept(int fd, @Nullable SocketAddress peer, int flags) {
    int kind = CSockets.SOCK_CLOEXEC | flags;
    int connection;
    do connection = answer(CSockets.accept4(fd, scratch, roomForAddress(), kind));
    while (connection == -Errno.EINTR);
    if (connection >= 0 && peer != null) get(peer);
    return marked(connection);
  }

  @Override
  public int localAddress(int fd, SocketAddress address) {
    int error = answer(CSockets.getsockname(fd, scratch, roomForAddress()));
    if (error >= 0) get(address);
    return error;
  }

  /** Writes the address into the scratch room; its length. */
  private int put(SocketAddress address) {
    scratch.putShort((short) address.family);
    if (address.family == Posix.AF_INET) return putInet(address);
    if (address.family == Posix.AF_INET6) return putInet6(address);
    int length = address.pathLength;
    for (int i = 0; i < length; i++) scratch.add(PATH_AT + i).putByte(address.path[i]);
    if (length == 0 || address.path[0] == 0) return PATH_AT + length;
    scratch.add(PATH_AT + length).putByte((byte) 0);
    return PATH_AT + length + 1;
  }

  private int putInet(SocketAddress address) {
    CMemory.memset(scratch, 0, INET_SIZE);
    scratch.putShort((short) address.family);
    scratch.add(2).putByte((byte) (address.port >> 8));
    scratch.add(3).putByte((byte) address.port);
    for (int i = 0; i < 4; i++) scratch.add(4 + i).putByte((byte) (address.ip >> 24 - 8 * i));
    return INET_SIZE;
  }

  private int putInet6(SocketAddress address) {
    CMemory.memset(scratch, 0, INET6_SIZE);
    scratch.putShort((short) address.family);
    scratch.add(2).putByte((byte) (address.port >> 8));
    scratch.add(3).putByte((byte) address.port);
    for (int i = 0; i < 8; i++) {
      scratch.add(8 + i).putByte((byte) (address.high >> 56 - 8 * i));
      scratch.add(16 + i).putByte((byte) (address.low >> 56 - 8 * i));
    }
    return INET6_SIZE;
  }

  private Address roomForAddress() {
    Address length = scratch.add(LENGTH_AT);
    length.putInt(PATH_AT + PATH_SIZE);
    return length;
  }

  private void get(SocketAddress address) {
    int length = scratch.add(LENGTH_AT).getInt();
    address.family = length < PATH_AT ? 0 : scratch.getShort();
    address.pathLength = 0;
    if (address.family == Posix.AF_INET) getInet(address);
    else if (address.family == Posix.AF_INET6) getInet6(address);
    else if (address.family == Posix.AF_UNIX) getUnix(address, length - PATH_AT);
  }

  /** The kernel counts the NUL behind a path, but all of an abstract name. */
  private void getUnix(SocketAddress address, int length) {
    int size = length > PATH_SIZE ? PATH_SIZE : length;
    for (int i = 0; i < size; i++) address.path[i] = scratch.add(PATH_AT + i).getByte();
    boolean isPath = size > 0 && address.path[0] != 0;
    while (isPath && size > 0 && address.path[size - 1] == 0) size--;
    address.pathLength = size;
  }

  private void getInet(SocketAddress address) {
    address.port = byteAt(2) << 8 | byteAt(3);
    address.ip = byteAt(4) << 24 | byteAt(5) << 16 | byteAt(6) << 8 | byteAt(7);
  }

  private void getInet6(SocketAddress address) {
    address.port = byteAt(2) << 8 | byteAt(3);
    address.high = 0;
    address.low = 0;
    for (int i = 0; i < 8; i++) {
      address.high = address.high << 8 | byteAt(8 + i);
      address.low = address.low << 8 | byteAt(16 + i);
    }
  }

  private int byteAt(int place) {
    return scratch.add(place).getByte() & 0xff;
  }

  @Override
  public int socketError(int fd) {
    int error = option(fd, CSockets.SO_ERROR, 4);
    return error < 0 ? error : -scratch.getInt();
  }

  /** A struct ucred is three ints: pid, uid, gid. */
  @Override
  public int peerCredentials(int fd, PeerCredentials peer) {
    int error = option(fd, CSockets.SO_PEERCRED, 12);
    if (error < 0) return error;
    peer.pid = scratch.getInt();
    peer.uid = scratch.add(4).getInt();
    peer.gid = scratch.add(8).getInt();
    return 0;
  }

  private int option(int fd, int option, int size) {
    Address length = scratch.add(LENGTH_AT);
    length.putInt(size);
    return answer(CSockets.getsockopt(fd, CSockets.SOL_SOCKET, option, scratch, length));
  }

  @Override
  public int shutdown(int fd, int how) {
    return answer(CSockets.shutdown(fd, how));
  }

  @Override
  public int sendTo(int fd, byte[] buffer, int offset, int length, @Nullable SocketAddress to) {
    if (isOutside(buffer, offset, length)) return -Errno.EFAULT;
    int size = to == null ? 0 : put(to);
    Address address = to == null ? Address.fromLong(0) : scratch;
    int count;
    do {
      Address data = Address.ofData(buffer).add(offset);
      count = (int) answer(CSockets.sendto(fd, data, length, NO_FLAGS, address, size));
    } while (count == -Errno.EINTR);
    return count;
  }

  @Override
  public int receiveFrom(
      int fd, byte[] buffer, int offset, int length, @Nullable SocketAddress from) {
    if (isOutside(buffer, offset, length)) return -Errno.EFAULT;
    int count;
    do {
      Address data = Address.ofData(buffer).add(offset);
      Address size = roomForAddress();
      count = (int) answer(CSockets.recvfrom(fd, data, length, NO_FLAGS, scratch, size));
    } while (count == -Errno.EINTR);
    if (count >= 0 && from != null) get(from);
    return count;
  }

  @Override
  public int sendWithDescriptors(
      int fd, byte[] buffer, int offset, int length, DescriptorSet attached) {
    if (isOutside(buffer, offset, length) || attached.count > DescriptorSet.CAPACITY)
      return -Errno.EINVAL;
    describe(buffer, offset, length);
    if (attached.count > 0) attach(attached);
    int count;
    do count = (int) answer(CSockets.sendmsg(fd, message, NO_FLAGS));
    while (count == -Errno.EINTR);
    return count;
  }

  private void attach(DescriptorSet attached) {
    long size = INT * attached.count;
    long head = CSockets.controlLength(0);
    CMemory.memset(control, 0, CSockets.controlSpace(size));
    CSockets.Control header = control.toStructure();
    header.length = (int) CSockets.controlLength(size);
    header.level = CSockets.SOL_SOCKET;
    header.type = CSockets.SCM_RIGHTS;
    CMemory.memcpy(control.add(head), Address.ofData(attached.descriptors), size);
    message.control = control;
    message.controlLength = (int) CSockets.controlSpace(size);
  }

  @Override
  public int receiveWithDescriptors(
      int fd, byte[] buffer, int offset, int length, DescriptorSet attached) {
    if (isOutside(buffer, offset, length)) return -Errno.EFAULT;
    int count;
    do {
      describe(buffer, offset, length);
      message.control = control;
      message.controlLength = (int) CSockets.controlSpace(INT * DescriptorSet.CAPACITY);
      count = (int) answer(CSockets.recvmsg(fd, message, CSockets.MSG_CMSG_CLOEXEC));
    } while (count == -Errno.EINTR);
    attached.count = 0;
    if (count < 0) return count;
    detach(attached);
    for (int i = 0; i < attached.count; i++) marked(attached.descriptors[i]);
    if ((message.flags & CSockets.MSG_CTRUNC) == 0) return count;
    for (int i = 0; i < attached.count; i++) CFiles.close(attached.descriptors[i]);
    attached.count = 0;
    return -Errno.EMSGSIZE;
  }

  private void detach(DescriptorSet attached) {
    int head = (int) CSockets.controlLength(0);
    if (message.controlLength < head) return;
    CSockets.Control header = control.toStructure();
    if (header.level != CSockets.SOL_SOCKET || header.type != CSockets.SCM_RIGHTS) return;
    int count = (header.length - head) / 4;
    attached.count = count > DescriptorSet.CAPACITY ? DescriptorSet.CAPACITY : count;
    CMemory.memcpy(Address.ofData(attached.descriptors), control.add(head), INT * attached.count);
  }

  /** A message of one buffer without control data. */
  private void describe(byte[] buffer, int offset, int length) {
    if (message == null) reserve();
    Address vector = scratch.add(VECTOR_AT);
    vector.putAddress(Address.ofData(buffer).add(offset));
    vector.add(Address.sizeOf()).putAddress(Address.fromLong(length));
    CMemory.memset(message.toAddress(), 0, Structure.sizeOf(CSockets.Message.class));
    message.vector = vector;
    message.vectorLength = 1;
  }

  private void reserve() {
    message = NativeBlock.take(Structure.sizeOf(CSockets.Message.class)).toStructure();
    control = NativeBlock.take(CSockets.controlSpace(INT * DescriptorSet.CAPACITY));
  }
}
