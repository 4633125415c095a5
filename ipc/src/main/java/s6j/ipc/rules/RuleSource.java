package s6j.ipc.rules;

/** Where access rules are kept: a directory or a constant database. */
public interface RuleSource {
  /** Bytes a script may have, and the environment of a rule in a database. */
  int LONGEST = 4096;

  /**
   * Looks up a key, {@code length} bytes such as uid/1000: {@link AccessRule#ALLOW} with the rule
   * filled in, {@link AccessRule#DENY}, {@link AccessRule#NOT_FOUND}, or the negated errno.
   */
  int find(byte[] key, int length, AccessRule rule);

  /** Takes note of changes: 0, or the negated errno and the old rules stay. */
  int reload();

  /** Lets go of what {@link #reload} holds. */
  void close();
}
