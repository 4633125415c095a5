package s6j.posix;

import org.jspecify.annotations.Nullable;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/** The system calls on sockets: of Unix, and the few of the internet that programs need. */
@OrErrno
public interface Sockets {
  /** Puts the loopback interface of this process's network to use. */
  int raiseLoopback();

  int AF_UNIX = 1;
  int AF_INET = 2;
  int AF_INET6 = 10;
  int SOCK_STREAM = 1;
  int SOCK_DGRAM = 2;

  /**
   * A close-on-exec socket; {@code flags} O_NONBLOCK or 0. One of AF_INET6 leaves IPv4 to others;
   * one of the internet may take a port whose connections have ended (SO_REUSEADDR).
   */
  @Descriptor
  int socket(int family, int type, int flags);

  int socketpair(int type, @Descriptor int[] ends);

  int bind(@Descriptor int fd, SocketAddress address);

  /** {@code -EINPROGRESS} if non-blocking and not done; {@code -EINTR}. */
  int connect(@Descriptor int fd, SocketAddress address);

  int listen(@Descriptor int fd, int backlog);

  /** A close-on-exec connection, its peer into {@code peer}; {@code flags} O_NONBLOCK or 0. */
  @Descriptor
  int accept(@Descriptor int fd, SocketAddress peer, int flags);

  /** The address of this end. {@code -ENOTSOCK} if {@code fd} is none. */
  int localAddress(@Descriptor int fd, SocketAddress address);

  /** The error pending on a socket (SO_ERROR), as a negated errno, or 0. */
  int socketError(@Descriptor int fd);

  /** Who is at the other end of a Unix socket, as of its connect. */
  int peerCredentials(@Descriptor int fd, PeerCredentials peer);

  /** Ends one direction: 0 reading, 1 writing, 2 both. */
  int shutdown(@Descriptor int fd, int how);

  /** Sends a datagram; {@code to} null on a connected socket. */
  int sendTo(@Descriptor int fd, byte[] buffer, int offset, int length, @Nullable SocketAddress to);

  /** Receives a datagram, its sender into {@code from} unless null. */
  int receiveFrom(
      @Descriptor int fd, byte[] buffer, int offset, int length, @Nullable SocketAddress from);

  /** Sends bytes with descriptors attached to the first of them (SCM_RIGHTS); bytes sent. */
  int sendWithDescriptors(
      @Descriptor int fd, byte[] buffer, int offset, int length, DescriptorSet attached);

  /**
   * Receives bytes; descriptors that came along are close-on-exec in {@code attached}. {@code
   * -EMSGSIZE} if there were more than fit (all are closed).
   */
  int receiveWithDescriptors(
      @Descriptor int fd, byte[] buffer, int offset, int length, DescriptorSet attached);
}
