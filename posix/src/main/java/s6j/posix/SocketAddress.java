package s6j.posix;

/** An address of a Unix, IPv4 or IPv6 socket, reused by its owner. */
public final class SocketAddress {
  /** {@link Posix#AF_UNIX}, {@link Posix#AF_INET}, {@link Posix#AF_INET6}, or 0 for none. */
  public int family;

  /** Unix: the path, or a NUL and the abstract name; empty for an unnamed socket. */
  public final byte[] path = new byte[108];

  /** Bytes of {@link #path} in use. */
  public int pathLength;

  /** IPv4 address, most significant byte first. */
  public int ip;

  /** First eight bytes of an IPv6 address, most significant byte first. */
  public long high;

  /** Last eight bytes of an IPv6 address. */
  public long low;

  public int port;

  /**
   * Names a path or, with a leading NUL, an abstract socket; false if it is too long (over 107).
   */
  public boolean unix(byte[] bytes, int length) {
    if (length >= path.length) return false;
    family = Posix.AF_UNIX;
    System.arraycopy(bytes, 0, path, 0, length);
    path[length] = 0;
    pathLength = length;
    return true;
  }

  public void inet(int address, int portNumber) {
    family = Posix.AF_INET;
    ip = address;
    port = portNumber;
  }

  public void inet6(long first, long last, int portNumber) {
    family = Posix.AF_INET6;
    high = first;
    low = last;
    port = portNumber;
  }
}
