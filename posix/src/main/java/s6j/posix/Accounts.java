package s6j.posix;

import s6j.posix.meaning.OrErrno;

/** The databases of users and groups. Every call allocates. */
@OrErrno
public interface Accounts {
  /** Fills {@code account} from the user database by name; {@code -ENOENT} if unknown. */
  int userByName(byte[] name, Account account);

  /** Fills {@code account} by user number; {@code -ENOENT} if unknown. */
  int userById(int uid, Account account);

  /** The number of a group; {@code -ENOENT} if unknown. */
  int groupByName(byte[] name);

  /** The name of a group into {@code buffer}, not NUL-ended; its length, {@code -ENOENT}. */
  int groupById(int gid, byte[] buffer);

  /** The groups that list {@code name} as a member, without the primary one; their count. */
  int groupsOf(byte[] name, int[] groups);
}
