package s6j.rc.live;

import s6j.formats.NameTable;
import s6j.formats.RcDatabase;
import s6j.formats.RcRelations;
import s6j.formats.ServiceStatus;
import s6j.formats.files.LockFile;
import s6j.formats.files.NameList;
import s6j.formats.files.StatusFile;
import s6j.posix.Posix;

/**
 * The services that a start does again though they are up on paper: those that the compiled set
 * says so of ({@link RcRelations#isAgain}), and those that were skipped. Of longruns only what has
 * ended for good.
 */
public final class AnotherStart {
  /** Where the reasons of skipped services lie, in the live directory. */
  private static final String SKIPPED = "skipped";

  private final Posix posix;
  private final RcDatabase database;
  private final LiveDirectory live;
  private final byte[] state;
  private final DependencyGraph graph;
  private final NameTable skipped = new NameTable();

  /** {@code state} as in the state file. */
  public AnotherStart(Posix posix, RcDatabase database, LiveDirectory live, byte[] state) {
    this.posix = posix;
    this.database = database;
    this.live = live;
    this.state = state;
    graph = new DependencyGraph(database);
  }

  /** Those among members that were asked for by name, or that something that starts needs. */
  public boolean[] among(boolean[] members, boolean[] asked) {
    boolean[] again = new boolean[members.length];
    if (!isAny(members)) return again;
    int[] pending = new int[members.length];
    int count = 0;
    for (int i = 0; i < members.length; i++) {
      if (!members[i]) continue;
      again[i] = asked[i] && isDue(i);
      if (again[i] || !isUp(i)) pending[count++] = i;
    }
    while (count > 0) {
      int service = pending[--count];
      int needs = graph.before(service, true);
      int wants = database.relations.count(RcRelations.Kind.WANTS, service, false);
      for (int i = 0; i < needs + wants; i++) {
        int other =
            i < needs
                ? graph.before(service, true, i)
                : database.relations.other(RcRelations.Kind.WANTS, service, false, i - needs);
        if (!members[other] || again[other] || !isUp(other) || !isDue(other)) continue;
        again[other] = true;
        pending[count++] = other;
      }
    }
    return again;
  }

  /** Whether it can be of any member at all; reads which were skipped. */
  private boolean isAny(boolean[] members) {
    NameList names = new NameList();
    int answer = names.addDirectory(posix, live.file(SKIPPED));
    for (int i = 0; i < names.count() && answer >= 0; i++) skipped.add(names.get(i));
    boolean isAny = names.count() > 0;
    for (int i = 0; i < members.length && !isAny; i++)
      isAny = members[i] && database.relations.isAgain(i);
    return isAny;
  }

  private boolean isUp(int service) {
    return (state[service] & StateFile.UP) != 0;
  }

  private boolean isDue(int service) {
    if (!isUp(service)) return false;
    boolean isSkipped = skipped.count() > 0 && skipped.find(database.nameOf(service)) >= 0;
    if (!isSkipped && !database.relations.isAgain(service)) return false;
    return !database.isLongrun(service) || hasEnded(live.service(database.nameOf(service)));
  }

  private boolean hasEnded(byte[] directory) {
    ServiceStatus status = new ServiceStatus();
    if (LockFile.isSupervised(posix, directory) != 1) return false;
    if (new StatusFile(posix).readOf(directory, status) < 0) return false;
    return !status.wantUp && status.pid == 0;
  }
}
