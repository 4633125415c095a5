package s6j.posix.tea;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Structure;
import org.teavm.interop.c.Include;
import org.teavm.interop.c.Name;
import org.teavm.interop.c.Native;
import org.teavm.interop.c.Variable;

/** C's calls on sockets. */
final class CSockets {
  static final int SOL_SOCKET = 1;
  static final int SO_REUSEADDR = 2;
  static final int SO_ERROR = 4;
  static final int SO_PEERCRED = 17;
  static final int SCM_RIGHTS = 1;
  static final int IPPROTO_IPV6 = 41;
  static final int IPV6_V6ONLY = 26;
  static final int SOCK_CLOEXEC = 02000000;
  static final int MSG_CTRUNC = 8;
  static final int MSG_CMSG_CLOEXEC = 0x40000000;

  private CSockets() {}

  @Import(name = "socket")
  @Include("sys/socket.h")
  static native int socket(int family, int type, int protocol);

  @Import(name = "socketpair")
  @Include("sys/socket.h")
  static native int socketpair(int family, int type, int protocol, Address ends);

  @Import(name = "bind")
  @Include("sys/socket.h")
  static native int bind(int fd, Address address, int length);

  @Import(name = "connect")
  @Include("sys/socket.h")
  static native int connect(int fd, Address address, int length);

  @Import(name = "listen")
  @Include("sys/socket.h")
  static native int listen(int fd, int backlog);

  @Import(name = "accept4")
  @Include("sys/socket.h")
  static native int accept4(int fd, Address address, Address length, int flags);

  @Import(name = "getsockname")
  @Include("sys/socket.h")
  static native int getsockname(int fd, Address address, Address length);

  @Import(name = "getsockopt")
  @Include("sys/socket.h")
  static native int getsockopt(int fd, int level, int option, Address value, Address length);

  @Import(name = "setsockopt")
  @Include("sys/socket.h")
  static native int setsockopt(int fd, int level, int option, Address value, int length);

  @Import(name = "shutdown")
  @Include("sys/socket.h")
  static native int shutdown(int fd, int how);

  @Import(name = "sendto")
  @Include("sys/socket.h")
  static native long sendto(
      int fd, Address buffer, long length, int flags, Address address, int addressLength);

  @Import(name = "recvfrom")
  @Include("sys/socket.h")
  static native long recvfrom(
      int fd, Address buffer, long length, int flags, Address address, Address addressLength);

  @Import(name = "SYS_sendmsg")
  @Include("sys/syscall.h")
  @Variable
  static native long sendmsgNumber();

  /** musl's own sendmsg refuses what the kernel takes: more than 252 descriptors. */
  static long sendmsg(int fd, Message message, int flags) {
    long at = message.toAddress().toLong();
    return CProcesses.syscall(sendmsgNumber(), fd, at, flags, 0, 0);
  }

  @Import(name = "recvmsg")
  @Include("sys/socket.h")
  static native long recvmsg(int fd, Message message, int flags);

  @Import(name = "CMSG_LEN")
  @Include("sys/socket.h")
  static native long controlLength(long size);

  @Import(name = "CMSG_SPACE")
  @Include("sys/socket.h")
  static native long controlSpace(long size);

  /** A message with its control data. */
  @Native(structKeyword = true)
  @Name("msghdr")
  @Include("sys/socket.h")
  static final class Message extends Structure {
    @Name("msg_iov")
    Address vector;

    @Name("msg_iovlen")
    int vectorLength;

    @Name("msg_control")
    Address control;

    @Name("msg_controllen")
    int controlLength;

    @Name("msg_flags")
    int flags;
  }

  /** The head of control data. */
  @Native(structKeyword = true)
  @Name("cmsghdr")
  @Include("sys/socket.h")
  static final class Control extends Structure {
    @Name("cmsg_len")
    int length;

    @Name("cmsg_level")
    int level;

    @Name("cmsg_type")
    int type;
  }
}
