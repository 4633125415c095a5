package s6j.rc.live;

import s6j.formats.RcDatabase;

/** The services that a command is about (docs/specification/s6-rc.md, E.2). */
public final class Selection {
  private final RcDatabase database;
  private final boolean[] members;
  private final boolean[] asked;

  public Selection(RcDatabase database) {
    this.database = database;
    members = new boolean[database.count()];
    asked = new boolean[members.length];
  }

  /** By number of service; shared, not copied. */
  public boolean[] members() {
    return members;
  }

  public void add(int service) {
    members[service] = true;
    asked[service] = true;
  }

  /** Those of the names that were said. */
  public boolean[] asked() {
    return asked;
  }

  public void addAll() {
    for (int i = 0; i < members.length; i++) members[i] = true;
  }

  /** Adds what the state file says is up. */
  public void addLive(byte[] state) {
    for (int i = 0; i < members.length; i++) if ((state[i] & StateFile.UP) != 0) members[i] = true;
  }

  public boolean isEmpty() {
    for (boolean member : members) if (member) return false;
    return true;
  }

  public void invert() {
    for (int i = 0; i < members.length; i++) members[i] = !members[i];
  }

  /** Adds all that members need, or all that need them. */
  public void close(boolean up) {
    new DependencyGraph(database).close(members, up);
  }

  /** Whether a service is to be shown. */
  public boolean shows(int service, boolean hideEssential) {
    return members[service]
        && !(hideEssential && (database.flags[service] & RcDatabase.ESSENTIAL) != 0);
  }
}
