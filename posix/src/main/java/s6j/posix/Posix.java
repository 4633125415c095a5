package s6j.posix;

/**
 * Every system call of the suite, and the only place where the JVM and the native build differ: six
 * interfaces, which every implementation has a class for, and here what the C library does without
 * the system.
 *
 * <p>Rules of the seam, the same for all six and for every implementation:
 *
 * <ul>
 *   <li>A call returns its result, or the negated errno ({@link Errno}); it never throws for what
 *       the system answered.
 *   <li>A path or other string is raw bytes, ended by its first NUL or by the end of the array. So
 *       a preallocated buffer with a NUL behind the name is a path. Longer than 4095 bytes is
 *       {@code -ENAMETOOLONG}.
 *   <li>A {@code byte[][]} of strings ends at its first null element or its end.
 *   <li>{@code directory} is an open directory descriptor or {@link #CWD}; an absolute path ignores
 *       it.
 *   <li>Calls used by daemons after their start allocate nothing on the native build: all but those
 *       marked "allocates".
 *   <li>A call cut short by a signal answers {@code -EINTR} only where said; reads, writes and
 *       opens are repeated inside.
 * </ul>
 */
public interface Posix extends Files, Descriptors, Processes, Signals, Sockets, Accounts {
  /** The place of the first {@code wanted} byte in {@code from} to {@code to}, or -1: memchr. */
  default int indexOf(byte[] buffer, int from, int to, int wanted) {
    for (int i = from; i < to; i++) if (buffer[i] == (byte) wanted) return i;
    return -1;
  }

  /** Copies the next lines as far as {@link LineCopy} says, and moves it on. */
  default void copyLines(LineCopy copy) {
    copy.run();
  }

  /** Gives the memory of these bytes back where that can be had; what they held is lost. */
  default void forget(byte[] buffer, int from, int to) {}

  int REG_ICASE = 2;
  int REG_NEWLINE = 4;

  /** A basic expression, not an extended one; no number of the C library. */
  int REG_BASIC = 64;

  /** The places of groups are wanted: {@link #matchGroups}; no number of the C library. */
  int REG_GROUPS = 128;

  /**
   * Compiles a POSIX extended regular expression as the C library understands it: a handle from 0,
   * or the negated regcomp error, to be told by {@link #regexError}. {@code flags} {@link
   * #REG_NEWLINE} and the like, or-ed.
   */
  int compileRegex(byte[] pattern, int flags);

  /** Whether the bytes match somewhere; they may not hold a NUL, the match ends at it. */
  boolean matchesRegex(int regex, byte[] buffer, int offset, int length);

  /** The groups of an expression. */
  int groupsOfRegex(int regex);

  /**
   * Whether a string matches; where, in {@code places}: two for the whole and for each group, its
   * first byte and the one behind its last, -1 for a group that took no part.
   */
  boolean matchGroups(int regex, byte[] string, int[] places);

  void freeRegex(int regex);

  /** What a negative answer of {@link #compileRegex} means, into {@code buffer}; its length. */
  int regexError(int error, byte[] buffer);
}
