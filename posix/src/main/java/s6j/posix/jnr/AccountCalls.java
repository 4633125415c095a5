package s6j.posix.jnr;

/** The C library on the user and group databases. Pointers are addresses. */
public interface AccountCalls {
  int getpwnam_r(long name, long entry, long buffer, long length, long result);

  int getpwuid_r(int uid, long entry, long buffer, long length, long result);

  int getgrnam_r(long name, long entry, long buffer, long length, long result);

  int getgrgid_r(int gid, long entry, long buffer, long length, long result);

  void setgrent();

  int getgrent_r(long entry, long buffer, long length, long result);

  void endgrent();
}
