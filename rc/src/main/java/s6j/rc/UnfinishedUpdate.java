package s6j.rc;

import s6j.formats.FdholderClient;
import s6j.formats.FileTree;
import s6j.formats.RcDatabase;
import s6j.formats.WholeFile;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;

/**
 * An update that was killed in the middle of its work: what it had moved is moved back if it had
 * not switched yet; if it had, what it had left to do is done. It shows as another live directory
 * beside the one that is in use, whose lock the caller holds.
 */
final class UnfinishedUpdate {
  /** In a directory under construction: {@code NEW/OLD} a line, of the services moved into it. */
  static final String MOVES = "moves";

  private static final long PATIENCE_MILLIS = 30_000;
  private static final long LEAVING_MILLIS = 10_000;
  private static final int LOOK_MILLIS = 20;

  private final Posix posix;
  private final LiveDirectory live;
  private final RcDatabase database;
  private final byte[] state;
  private final ServiceFiles files;
  private ScanLinks links;
  private byte[] parent;

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
    byte[] target = new byte[4096];
    int length = posix.readlink(Posix.CWD, live.path(), target);
    if (length < 0) return 0;
    byte[] current = CString.baseName(CString.slice(target, 0, length));
    int slash = CString.lastIndexOf(live.path(), '/');
    parent = slash <= 0 ? CString.of("/") : CString.slice(live.path(), 0, slash);
    if (slash < 0) parent = CString.of(".");
    NameList names = new NameList();
    int answer = names.addDirectory(posix, parent);
    byte[] stem = CString.concat(CString.baseName(live.path()), CString.of(":s6-rc-"));
    byte[] linkStem = CString.concat(CString.baseName(live.path()), RandomName.LINK);
    NameList others = new NameList();
    for (int i = 0; i < names.count() && answer >= 0; i++) {
      // The link that was to replace the name of the live directory.
      if (CString.startsWith(names.get(i), linkStem))
        posix.unlink(Posix.CWD, CString.path(parent, names.get(i)));
      if (!CString.startsWith(names.get(i), stem) || CString.equal(names.get(i), current)) continue;
      others.add(names.get(i));
      answer = found(names.get(i));
    }
    if (answer < 0 || others.count() == 0) return answer;
    answer = finish();
    for (int i = 0; i < others.count() && answer >= 0; i++) answer = remove(others.get(i));
    return answer < 0 ? answer : 1;
  }

  private int found(byte[] name) {
    if (links == null) {
      byte[] scanDirectory = live.linkText("scandir");
      if (scanDirectory == null) return -Errno.ENOENT;
      WholeFile prefix = new WholeFile(posix);
      int length = Math.max(0, prefix.read(Posix.CWD, live.file("prefix")));
      links = new ScanLinks(posix, scanDirectory, CString.slice(prefix.bytes(), 0, length));
    }
    LiveDirectory other = new LiveDirectory(posix, CString.path(parent, name));
    int answer = takeBack(other);
    return answer < 0 ? answer : unlink(other, name);
  }

  private int takeBack(LiveDirectory other) {
    WholeFile moves = new WholeFile(posix);
    int length = moves.read(Posix.CWD, other.file(MOVES));
    int answer = 0;
    for (int from = 0; from < length && answer >= 0; ) {
      int to = posix.indexOf(moves.bytes(), from, length, '\n');
      if (to < 0) break;
      byte[] line = CString.slice(moves.bytes(), from, to);
      int slash = CString.indexOf(line, '/');
      if (slash > 0)
        answer =
            takeBack(
                other.service(CString.slice(line, 0, slash)),
                CString.slice(line, slash + 1, line.length));
      from = to + 1;
    }
    return answer;
  }

  private int takeBack(byte[] moved, byte[] name) {
    int service = longrun(name);
    byte[] home = live.service(name);
    boolean isHome = posix.access(Posix.CWD, home, Posix.F_OK) != -Errno.ENOENT;
    if (isHome || posix.access(Posix.CWD, moved, Posix.F_OK) < 0) return 0;
    // One that an earlier update left over: its files come from no database.
    if (service < 0) return posix.rename(Posix.CWD, moved, Posix.CWD, home);
    byte[] services = CString.path(live.file("compiled"), LiveDirectory.SERVICES);
    int answer = files.exchange(CString.path(services, name), moved);
    if (answer >= 0) answer = posix.rename(Posix.CWD, moved, Posix.CWD, home);
    // The exchange may have been blocked when it was killed: then wanted up is what nobody knows.
    if (answer >= 0 && (state[service] & StateFile.UP) != 0) Control.sendService(posix, home, "U");
    return answer;
  }

  private int longrun(byte[] name) {
    for (int i = 0; i < database.longruns; i++)
      if (CString.equal(database.nameOf(i), name)) return i;
    return -1;
  }

  /** Takes the services of a directory that is not in use out of the scan directory. */
  private int unlink(LiveDirectory other, byte[] name) {
    NameList services = new NameList();
    int answer = services.addDirectory(posix, other.file("servicedirs"));
    if (answer < 0) return answer == -Errno.ENOENT ? 0 : answer;
    byte[] inside = CString.concat(CString.concat(CString.of("/"), name), CString.of("/"));
    byte[] text = new byte[4096];
    for (int i = 0; i < services.count(); i++) {
      byte[] link = links.linkOf(services.get(i));
      int length = posix.readlink(Posix.CWD, link, text);
      if (length > 0 && contains(text, length, inside)) posix.unlink(Posix.CWD, link);
    }
    return 0;
  }

  /**
   * Removes a directory that is not in use once nothing in it is supervised any more, of which the
   * scanner knows by now: a supervisor would make its files again. What stays is found again.
   */
  private int remove(byte[] name) {
    LiveDirectory other = new LiveDirectory(posix, CString.path(parent, name));
    NameList services = new NameList();
    int answer = services.addDirectory(posix, other.file("servicedirs"));
    if (answer < 0 && answer != -Errno.ENOENT) return answer;
    long deadline = Deadline.after(posix.monotonicNanos(), LEAVING_MILLIS);
    for (int i = 0; i < services.count(); i++)
      if (!leaves(other.service(services.get(i)), deadline)) return 0;
    return new FileTree(posix).remove(other.path());
  }

  private boolean leaves(byte[] service, long deadline) {
    Poller nothing = new Poller(1);
    while (Control.isSupervised(posix, service) == 1) {
      if (Deadline.passed(deadline, posix.monotonicNanos())) return false;
      Control.sendService(posix, service, "xd");
      posix.poll(nothing, LOOK_MILLIS);
    }
    return true;
  }

  private static boolean contains(byte[] text, int length, byte[] part) {
    for (int from = 0; from + part.length <= length; from++) {
      int same = 0;
      while (same < part.length && text[from + same] == part[same]) same++;
      if (same == part.length) return true;
    }
    return false;
  }

  /** Has all service directories supervised and all pipes there. */
  private int finish() {
    long deadline = Deadline.after(posix.monotonicNanos(), PATIENCE_MILLIS);
    int answer = links.link(live.file("servicedirs"), deadline);
    if (answer >= 0) answer = Control.sendScanner(posix, live.file("scandir"), "an");
    if (answer < 0) return answer;
    makePipes(deadline);
    return 1;
  }

  /** A pipe that cannot be made is noticed by the service that asks for it. */
  private void makePipes(long deadline) {
    byte[] socket = CString.path(live.service(LiveDirectory.FDHOLDER), CString.of("s"));
    FdholderClient holder = new FdholderClient(posix, deadline);
    if (Control.isSupervised(posix, live.service(LiveDirectory.FDHOLDER)) != 1) return;
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
