package s6j.posix;

/** An entry of the user database. */
public final class Account {
  public byte[] name;
  public int uid;
  public int gid;
  public byte[] home;
  public byte[] shell;
}
