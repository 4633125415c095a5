package s6j.rc.update;

import s6j.formats.RcDatabase;
import s6j.formats.files.LockFile;
import s6j.formats.files.NameList;
import s6j.formats.files.WholeFile;
import s6j.formats.talk.FdholderClient;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.rc.live.Control;
import s6j.rc.live.LiveDirectory;
import s6j.rc.live.LiveHandover;
import s6j.rc.live.LiveName;
import s6j.rc.live.ServiceFiles;
import s6j.rc.live.StateFile;

/**
 * An update that was killed in the middle of its work: what it had moved is moved back if it had
 * not switched yet; if it had, what it had left to do is done. It shows as another live directory
 * beside the one that is in use, whose lock the caller holds.
 */
final class UnfinishedUpdate {
  /** In a directory under construction: {@code NEW/OLD} a line, of the services moved into it. */
  static final String MOVES = "moves";

  private static final long PATIENCE_MILLIS = 30_000;

  private final Posix posix;
  private final LiveDirectory live;
  private final RcDatabase database;
  private final byte[] state;
  private final ServiceFiles files;

  /** {@code live} by its name; {@code state} the bytes of its state file. */
  UnfinishedUpdate(Posix posix, LiveDirectory live, RcDatabase database, byte[] state) {
    this.posix = posix;
    this.live = live;
    this.database = database;
    this.state = state;
    files = new ServiceFiles(posix);
  }

  /** Sets right what is found: 1 if something was, 0 if not, or the negated errno. */
  int recover() {
    LiveName name = new LiveName(posix, live.path());
    NameList others = new NameList();
    int answer = name.findOthers(others);
    for (int i = 0; i < others.count() && answer >= 0; i++)
      answer = takeBack(name.beside(others.get(i)));
    if (answer < 0 || others.count() == 0) return answer;
    byte[] scanDirectory = live.linkText("scandir");
    if (scanDirectory == null) return -Errno.ENOENT;
    WholeFile file = new WholeFile(posix);
    int length = Math.max(0, file.read(Posix.CWD, live.file("prefix")));
    byte[] prefix = CString.slice(file.bytes(), 0, length);
    answer = finish(new LiveHandover(posix, name, scanDirectory, prefix), name);
    return answer < 0 ? answer : 1;
  }

  /** What an update has left to do once it has switched, but for the last start. */
  private int finish(LiveHandover handover, LiveName name) {
    // Of the directory in use they are done for good, and must not be taken for another's later.
    posix.unlink(Posix.CWD, live.file(MOVES));
    long deadline = Deadline.after(posix.monotonicNanos(), PATIENCE_MILLIS);
    int answer = handover.run(new LiveDirectory(posix, name.path()).file("servicedirs"), deadline);
    if (answer >= 0) releaseHeld();
    if (answer >= 0) answer = Control.sendScanner(posix, live.file("scandir"), "an");
    if (answer < 0) return answer;
    makePipes(deadline);
    return handover.removeOthers();
  }

  /** What is up goes on, also where whoever held it down for a moment was killed. */
  private void releaseHeld() {
    for (int i = 0; i < database.longruns; i++)
      if ((state[i] & StateFile.UP) != 0) files.releaseIfHeld(live.service(database.nameOf(i)));
  }

  /** Moves what was moved into another directory back: 0, or the negated errno. */
  int takeBack(LiveDirectory other) {
    WholeFile moves = new WholeFile(posix);
    int length = moves.read(Posix.CWD, other.file(MOVES));
    if (length < 0) return length == -Errno.ENOENT ? 0 : length;
    int answer = takeBack(other, moves.bytes(), length);
    if (answer >= 0) answer = posix.unlink(Posix.CWD, other.file(MOVES));
    return answer;
  }

  private int takeBack(LiveDirectory other, byte[] moves, int length) {
    int answer = 0;
    for (int from = 0; from < length; ) {
      int to = posix.indexOf(moves, from, length, '\n');
      if (to < 0) break;
      byte[] line = CString.slice(moves, from, to);
      int slash = CString.indexOf(line, '/');
      byte[] moved = other.service(CString.slice(line, 0, Math.max(0, slash)));
      int one = takeBack(moved, CString.slice(line, slash + 1, line.length));
      if (one < 0 && answer >= 0) answer = one;
      from = to + 1;
    }
    return answer;
  }

  /**
   * Its files may be the new ones already; the next command tries again if they cannot be put back.
   */
  private int takeBack(byte[] moved, byte[] name) {
    byte[] home = live.service(name);
    int service = longrun(name);
    int answer = goHome(moved, home);
    // One that an earlier update left over: its files come from no database.
    if (answer <= 0 || service < 0) return answer;
    byte[] services = CString.path(live.file("compiled"), LiveDirectory.SERVICES);
    answer = files.exchange(CString.path(services, name), home);
    if ((state[service] & StateFile.UP) != 0) files.releaseIfHeld(home);
    return answer;
  }

  /** 1 if it is there, 0 if it is gone, or the negated errno. */
  private int goHome(byte[] moved, byte[] home) {
    int there = posix.access(Posix.CWD, home, Posix.F_OK);
    if (there != -Errno.ENOENT) return there < 0 ? there : 1;
    int answer = posix.rename(Posix.CWD, moved, Posix.CWD, home);
    return answer < 0 ? answer == -Errno.ENOENT ? 0 : answer : 1;
  }

  private int longrun(byte[] name) {
    for (int i = 0; i < database.longruns; i++)
      if (CString.equal(database.nameOf(i), name)) return i;
    return -1;
  }

  /** A pipe that cannot be made is noticed by the service that asks for it. */
  private void makePipes(long deadline) {
    byte[] socket = CString.path(live.service(LiveDirectory.FDHOLDER), CString.of("s"));
    FdholderClient holder = new FdholderClient(posix, deadline);
    if (LockFile.isSupervised(posix, live.service(LiveDirectory.FDHOLDER)) != 1) return;
    if (holder.connect(socket) < 0) return;
    PipeStore store = new PipeStore(posix);
    for (int i = 0; i < database.longruns; i++) {
      if (database.producerCount[i] == 0) continue;
      byte[] name = database.nameOf(i);
      int fd = holder.retrieve(CString.concat(PipeStore.READING, name), false);
      if (fd >= 0) posix.close(fd);
      else if (fd == -Errno.ENOENT) store.make(name);
    }
    if (store.dump().count() > 0) holder.setDump(store.dump());
    store.dump().close(posix);
    holder.close();
  }
}
