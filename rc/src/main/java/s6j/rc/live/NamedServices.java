package s6j.rc.live;

import s6j.formats.ByteSink;
import s6j.formats.NameTable;
import s6j.formats.RcDatabase;
import s6j.formats.files.FileTree;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.Posix;

/**
 * The services that were asked for by name: a bit of the state file, and after an update, which
 * clears it (docs/specification/s6-rc.md, F.2, 5), a name a line in the file {@code .named} of the
 * live directory.
 */
public final class NamedServices {
  private static final String FILE = ".named";

  private final Posix posix;
  private final LiveDirectory live;
  private final RcDatabase database;
  private final byte[] state;
  private final boolean[] kept;
  private boolean changed;

  public NamedServices(Posix posix, LiveDirectory live, RcDatabase database, byte[] state) {
    this.posix = posix;
    this.live = live;
    this.database = database;
    this.state = state;
    kept = new boolean[database.count()];
  }

  /** What cannot be read counts as never asked for, as without an update before. */
  public void read() {
    WholeFile names = new WholeFile(posix);
    int length = names.read(Posix.CWD, live.file(FILE));
    if (length <= 0) return;
    NameTable known = new NameTable();
    for (int i = 0; i < kept.length; i++) known.add(database.nameOf(i));
    for (int from = 0; from < length; ) {
      int to = posix.indexOf(names.bytes(), from, length, '\n');
      if (to < 0) to = length;
      int service = known.find(CString.slice(names.bytes(), from, to));
      if (service >= 0) kept[service] = true;
      from = to + 1;
    }
  }

  public boolean has(int service) {
    return kept[service] || (state[service] & StateFile.NAMED) != 0;
  }

  /** It is asked to go down. */
  public void forget(int service) {
    state[service] &= ~StateFile.NAMED;
    changed |= kept[service];
    kept[service] = false;
  }

  /** Writes what was forgotten; what cannot be written is kept up once too often. */
  public void save() {
    if (!changed) return;
    ByteSink names = new ByteSink(256);
    for (int i = 0; i < kept.length; i++) if (kept[i]) names.put(database.nameOf(i)).put('\n');
    leave(posix, live, names);
  }

  /** Leaves names to a live directory, or none. */
  public static void leave(Posix posix, LiveDirectory live, ByteSink names) {
    byte[] file = live.file(FILE);
    if (names.length() == 0) posix.unlink(Posix.CWD, file);
    else new FileTree(posix).write(Posix.CWD, file, names.array(), names.length(), 0644);
  }

  /**
   * What is up though nobody has asked for it, and nothing needs or wants it that somebody has; and
   * what needs that, which is down.
   */
  public boolean[] unneeded() {
    boolean[] needed = new boolean[state.length];
    for (int i = 0; i < needed.length; i++) needed[i] = has(i) || isEssential(i);
    Followers followers = new Followers(database, state);
    followers.closeUp(needed);
    boolean[] unneeded = new boolean[needed.length];
    for (int i = 0; i < needed.length; i++)
      unneeded[i] = !needed[i] && (state[i] & StateFile.UP) != 0;
    followers.closeDown(unneeded);
    return unneeded;
  }

  private boolean isEssential(int service) {
    boolean up = (state[service] & StateFile.UP) != 0;
    return up && (database.flags[service] & RcDatabase.ESSENTIAL) != 0;
  }
}
