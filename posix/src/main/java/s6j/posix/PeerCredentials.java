package s6j.posix;

/** Who connected to a Unix socket. */
public final class PeerCredentials {
  public int pid;
  public int uid;
  public int gid;
}
