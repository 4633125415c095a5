package s6j.ipc.server;

/**
 * The open connections of a server: whose they are, how many a user has, what pid serves each. A
 * table of fixed size; nothing is allocated once it is made.
 */
final class Connections {
  /** The answer of {@link #place} for a pid that serves no connection. */
  static final int UNKNOWN = -1;

  private final int[] pids;
  private final int[] users;
  private int count;

  Connections(int most) {
    pids = new int[most];
    users = new int[most];
  }

  int count() {
    return count;
  }

  boolean isFull() {
    return count == pids.length;
  }

  /** How many connections the user has. */
  int of(int user) {
    int own = 0;
    for (int i = 0; i < count; i++) if (users[i] == user) own++;
    return own;
  }

  /** Adds a connection; there must be room ({@link #isFull}). */
  void open(int pid, int user) {
    pids[count] = pid;
    users[count++] = user;
  }

  /** The place of the connection that a pid serves, or {@link #UNKNOWN}. */
  int place(int pid) {
    for (int i = 0; i < count; i++) if (pids[i] == pid) return i;
    return UNKNOWN;
  }

  int pid(int place) {
    return pids[place];
  }

  int user(int place) {
    return users[place];
  }

  /** Forgets the connection at {@code place}; the last one takes it. */
  void close(int place) {
    count--;
    pids[place] = pids[count];
    users[place] = users[count];
  }
}
