package s6j.posix.jnr;

/** The C library on sockets. Pointers are addresses. */
public interface SocketCalls {
  int socket(int family, int type, int protocol);

  int socketpair(int family, int type, int protocol, long ends);

  int bind(int fd, long address, int length);

  int connect(int fd, long address, int length);

  int listen(int fd, int backlog);

  int accept4(int fd, long address, long length, int flags);

  int getsockname(int fd, long address, long length);

  int getsockopt(int fd, int level, int option, long value, long length);

  int setsockopt(int fd, int level, int option, long value, int length);

  int shutdown(int fd, int how);

  long sendmsg(int fd, long message, int flags);

  long recvmsg(int fd, long message, int flags);
}
