package s6j.rc.live;

import s6j.formats.NameTable;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.LockFile;
import s6j.formats.files.NameList;
import s6j.formats.files.RandomName;
import s6j.formats.talk.EventListener;
import s6j.formats.talk.Fifodir;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.PathText;
import s6j.posix.Poller;
import s6j.posix.Posix;

/**
 * Puts the service directories of a live directory into its scan directory and waits for their
 * supervisors (docs/specification/s6-rc.md, D, F.2 step 7). What is to stay down has a down file
 * before; what is up and lost its supervisor is started by the next one. Some are done at a time,
 * so that descriptors do not run out.
 */
final class ScanLinks {
  private static final int AT_A_TIME = 128;

  /** Longest wait between looks at whether a supervisor whose start was missed is there. */
  private static final long LOOK_MILLIS = 500;

  /** Begins the name of a link that was to replace another; scanners pass it over. */
  private static final byte[] UNFINISHED = CString.of(".s6j");

  private final Posix posix;
  private final byte[] scanDirectory;
  private final byte[] prefix;
  private final LiveName name;
  private final PathText text;
  private final EventListener[] listeners = new EventListener[AT_A_TIME];
  private final byte[][] awaited = new byte[AT_A_TIME][];
  private final Poller poller = new Poller(AT_A_TIME);
  private final byte[] letters = new byte[64];
  private final NameList linked = new NameList();
  private int waiting;

  ScanLinks(Posix posix, byte[] scanDirectory, byte[] prefix, LiveName name) {
    this.posix = posix;
    this.scanDirectory = scanDirectory;
    this.prefix = prefix;
    this.name = name;
    this.text = new PathText(posix);
  }

  /**
   * Links all directories in {@code services} but those of some names: 0, {@code -ETIMEDOUT},
   * {@code -ENXIO} without a scanner, or the negated errno.
   */
  int link(byte[] services, NameList but, long deadline) {
    NameList all = new NameList();
    NameList names = new NameList();
    int answer = all.addDirectory(posix, services);
    NameTable left = new NameTable();
    for (int i = 0; i < but.count(); i++) left.add(but.get(i));
    for (int i = 0; i < all.count(); i++) if (left.find(all.get(i)) < 0) names.add(all.get(i));
    for (int from = 0; from < names.count() && answer >= 0; from += AT_A_TIME)
      answer = linkSome(services, names, from, deadline);
    return answer < 0 ? answer : 0;
  }

  /** Links those that have a supervisor, which goes on: 0, or the negated errno. */
  int linkSupervised(byte[] services) {
    NameList names = new NameList();
    int answer = names.addDirectory(posix, services);
    for (int i = 0; i < names.count() && answer >= 0; i++)
      if (LockFile.isSupervised(posix, CString.path(services, names.get(i))) == 1)
        answer = put(services, names.get(i));
    return answer;
  }

  /**
   * Removes the links that say they lead to services of this live directory, or of another of its
   * name, but for those to supervised ones in {@code services}: 0, or the negated errno. Links lead
   * through the name of the live directory, so one may lead to a directory in use already, while
   * the scanner has a supervisor at work in the one before it.
   */
  int removeOthers(byte[] services) {
    NameList names = new NameList();
    int answer = names.addDirectory(posix, scanDirectory, true);
    for (int i = 0; i < names.count() && answer >= 0; i++)
      answer = removeIfOther(services, names.get(i));
    return answer;
  }

  private int removeIfOther(byte[] services, byte[] entry) {
    byte[] link = CString.path(scanDirectory, entry);
    int length = text.readLink(Posix.CWD, link);
    if (length < 0) return length == -Errno.EINVAL || length == -Errno.ENOENT ? 0 : length;
    return isOther(services, entry, text.bytes()) ? posix.unlink(Posix.CWD, link) : 0;
  }

  private boolean isOther(byte[] services, byte[] entry, byte[] text) {
    byte[] link = CString.path(scanDirectory, entry);
    if (!name.hasService(text)) return false;
    if (CString.startsWith(entry, UNFINISHED)) return true;
    if (!CString.equal(entry, CString.concat(prefix, CString.baseName(text)))) return false;
    byte[] service = CString.path(services, CString.baseName(text));
    return !LiveName.isSame(posix, link, service) || LockFile.isSupervised(posix, service) != 1;
  }

  byte[] linkOf(byte[] name) {
    return CString.path(scanDirectory, CString.concat(prefix, name));
  }

  private int linkSome(byte[] services, NameList names, int from, long deadline) {
    waiting = 0;
    int to = Math.min(from + AT_A_TIME, names.count());
    int answer = 0;
    for (int i = from; i < to && answer >= 0; i++) answer = linkOne(services, names.get(i));
    if (answer >= 0) answer = scan();
    if (answer >= 0) answer = await(deadline);
    for (int i = 0; i < waiting; i++) if (listeners[i] != null) listeners[i].unsubscribe();
    return answer;
  }

  int scan() {
    return Control.sendScanner(posix, scanDirectory, "a");
  }

  private int linkOne(byte[] services, byte[] name) {
    byte[] service = CString.path(services, name);
    int supervised = LockFile.isSupervised(posix, service);
    if (supervised < 0) return supervised;
    int answer = supervised == 1 ? 0 : listen(service);
    if (answer >= 0) answer = put(services, name);
    // One that goes on under its supervisor is not ended because another cannot be linked.
    if (answer >= 0 && supervised != 1) linked.add(name);
    return answer == -Errno.EEXIST && supervised == 1 ? 0 : answer;
  }

  /** A link that leads elsewhere and was left behind is replaced without a moment of absence. */
  private int put(byte[] services, byte[] name) {
    byte[] service = CString.path(services, name);
    byte[] link = linkOf(name);
    int answer = posix.symlink(service, Posix.CWD, link);
    if (answer != -Errno.EEXIST) return answer;
    if (LiveName.isSame(posix, link, service)) return 0;
    return isLeftBehind(link) ? replace(service, link) : answer;
  }

  private int replace(byte[] service, byte[] link) {
    RandomName temporary = new RandomName(posix);
    int answer = temporary.link(service, CString.path(scanDirectory, UNFINISHED));
    if (answer < 0) return answer;
    answer = posix.rename(Posix.CWD, temporary.path(), Posix.CWD, link);
    if (answer < 0) posix.unlink(Posix.CWD, temporary.path());
    return answer;
  }

  /** Whether a link leads nowhere, or was made for a live directory of this name. */
  private boolean isLeftBehind(byte[] link) {
    if (posix.stat(Posix.CWD, link, true, new FileStat()) == -Errno.ENOENT) return true;
    return text.readLink(Posix.CWD, link) >= 0 && name.hasService(text.bytes());
  }

  private int listen(byte[] service) {
    byte[] events = CString.path(service, ServiceDirectory.EVENT);
    int answer = Fifodir.make(posix, Posix.CWD, events, posix.getegid(), false);
    if (answer < 0) return answer;
    EventListener listener = new EventListener(posix);
    answer = listener.subscribe(Posix.CWD, events);
    if (answer < 0) return answer;
    awaited[waiting] = service;
    listeners[waiting++] = listener;
    return 0;
  }

  private int await(long deadline) {
    while (remaining() > 0) {
      long now = posix.monotonicNanos();
      if (Deadline.passed(deadline, now)) return -Errno.ETIMEDOUT;
      long look = Math.min(deadline, Deadline.after(now, LOOK_MILLIS));
      int ready = poller.await(posix, look);
      if (ready < 0) return ready;
      if (ready > 0) takeEvents();
      else look();
    }
    return 0;
  }

  /** Fills the poller; how many supervisors are awaited. */
  private int remaining() {
    int count = 0;
    poller.clear();
    for (int i = 0; i < waiting; i++) {
      poller.add(listeners[i] == null ? -1 : listeners[i].descriptor(), Poller.READ);
      if (listeners[i] != null) count++;
    }
    return count;
  }

  private void takeEvents() {
    for (int i = 0; i < waiting; i++)
      if (listeners[i] != null && poller.readable(i) && hasStarted(listeners[i])) done(i);
  }

  private boolean hasStarted(EventListener listener) {
    int got = listener.read(letters);
    for (int i = 0; i < got; i++) if (letters[i] == 's') return true;
    return false;
  }

  private void look() {
    for (int i = 0; i < waiting; i++)
      if (listeners[i] != null && LockFile.isSupervised(posix, awaited[i]) == 1) done(i);
  }

  private void done(int place) {
    listeners[place].unsubscribe();
    listeners[place] = null;
  }

  /** Removes the links that were made; the supervisors bring their services down and leave. */
  void takeBack() {
    for (int i = 0; i < linked.count(); i++) {
      posix.unlink(Posix.CWD, CString.path(linkOf(linked.get(i)), ServiceDirectory.DOWN));
      unlink(linked.get(i));
    }
    scan();
  }

  private void unlink(byte[] name) {
    byte[] link = linkOf(name);
    byte[] control = CString.path(link, ServiceDirectory.CONTROL);
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;
    // The fifo is found through the link, but the link goes first: nobody shall start it again.
    int fd = posix.open(Posix.CWD, control, flags, 0);
    posix.unlink(Posix.CWD, link);
    if (fd < 0) return;
    posix.write(fd, new byte[] {'x', 'd'}, 0, 2);
    posix.close(fd);
  }
}
