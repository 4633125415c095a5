package s6j.rc;

import s6j.formats.EventListener;
import s6j.formats.Fifodir;
import s6j.formats.ServiceDirectory;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Poller;
import s6j.posix.Posix;

/**
 * Puts the service directories of a live directory into its scan directory, each marked down, and
 * waits for their supervisors (spec s6-rc D, F.2 step 7). Some are done at a time, so that
 * descriptors do not run out.
 */
final class ScanLinks {
  private static final int AT_A_TIME = 128;

  /** Longest wait between looks at whether a supervisor whose start was missed is there. */
  private static final long LOOK_MILLIS = 500;

  private static final int CREATE =
      OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private final byte[] scanDirectory;
  private final byte[] prefix;
  private final EventListener[] listeners = new EventListener[AT_A_TIME];
  private final byte[][] awaited = new byte[AT_A_TIME][];
  private final Poller poller = new Poller(AT_A_TIME);
  private final byte[] letters = new byte[64];
  private final NameList linked = new NameList();
  private int waiting;

  ScanLinks(Posix posix, byte[] scanDirectory, byte[] prefix) {
    this.posix = posix;
    this.scanDirectory = scanDirectory;
    this.prefix = prefix;
  }

  /**
   * Links all directories in {@code services}: 0, {@code -ETIMEDOUT}, {@code -ENXIO} without a
   * scanner, or the negated errno; what was linked is taken back then.
   */
  int link(byte[] services, long deadline) {
    NameList names = new NameList();
    int answer = names.addDirectory(posix, services);
    for (int from = 0; from < names.count() && answer >= 0; from += AT_A_TIME)
      answer = linkSome(services, names, from, deadline);
    if (answer < 0) takeBack();
    return answer < 0 ? answer : 0;
  }

  /** Removes a link; the supervisor, unless it is kept, brings its service down and leaves. */
  void unlink(byte[] name, boolean keepSupervisor) {
    byte[] link = linkOf(name);
    byte[] control = CString.path(link, ServiceDirectory.CONTROL);
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;
    // The fifo is found through the link, but the link goes first: nobody shall start it again.
    int fd = keepSupervisor ? -1 : posix.open(Posix.CWD, control, flags, 0);
    posix.unlink(Posix.CWD, link);
    if (fd < 0) return;
    posix.write(fd, new byte[] {'x', 'd'}, 0, 2);
    posix.close(fd);
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

  private int scan() {
    return Control.sendScanner(posix, scanDirectory, "a");
  }

  private int linkOne(byte[] services, byte[] name) {
    byte[] service = CString.path(services, name);
    int supervised = Control.isSupervised(posix, service);
    if (supervised < 0) return supervised;
    int answer = supervised == 1 ? 0 : prepare(service);
    if (answer < 0) return answer;
    byte[] link = linkOf(name);
    answer = posix.symlink(service, Posix.CWD, link);
    if (answer == -Errno.EEXIST && supervised == 1) return 0;
    if (answer == -Errno.EEXIST && isLeftBehind(link, service)) {
      unlink(name, false);
      answer = posix.symlink(service, Posix.CWD, link);
    }
    // One that goes on under its supervisor is not ended because another cannot be linked.
    if (answer >= 0 && supervised != 1) linked.add(name);
    return answer;
  }

  /**
   * Whether a link was left by a live directory that is gone, or by another of the same name: an
   * s6-rc-init that was killed made it.
   */
  private boolean isLeftBehind(byte[] link, byte[] service) {
    if (posix.stat(Posix.CWD, link, true, new FileStat()) == -Errno.ENOENT) return true;
    byte[] text = new byte[4096];
    int length = posix.readlink(Posix.CWD, link, text);
    return length > 0 && CString.startsWith(CString.slice(text, 0, length), stem(service));
  }

  /** {@code LIVE:s6-rc-} of {@code LIVE/servicedirs/NAME} or {@code LIVE:s6-rc-init:XXXXXX/...}. */
  private static byte[] stem(byte[] service) {
    int end = CString.lastIndexOf(service, '/');
    end = CString.lastIndexOf(CString.slice(service, 0, end), '/');
    byte[] live = CString.slice(service, 0, end);
    int from = CString.lastIndexOf(live, '/') + 1;
    byte[] name = CString.slice(live, from, live.length);
    int colon = CString.lastIndexOf(name, ':');
    if (colon > 0) colon = CString.lastIndexOf(CString.slice(name, 0, colon), ':');
    byte[] bare = colon > 0 ? CString.slice(live, 0, from + colon) : live;
    return CString.concat(bare, CString.of(":s6-rc-"));
  }

  private int prepare(byte[] service) {
    int fd = posix.open(Posix.CWD, CString.path(service, ServiceDirectory.DOWN), CREATE, 0666);
    if (fd < 0) return fd;
    posix.close(fd);
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
      int ready = posix.poll(poller, Deadline.timeoutMillis(look, now));
      if (ready < 0 && ready != -Errno.EINTR) return ready;
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
      if (listeners[i] != null && Control.isSupervised(posix, awaited[i]) == 1) done(i);
  }

  private void done(int place) {
    listeners[place].unsubscribe();
    listeners[place] = null;
  }

  private void takeBack() {
    for (int i = 0; i < linked.count(); i++) {
      posix.unlink(Posix.CWD, CString.path(linkOf(linked.get(i)), ServiceDirectory.DOWN));
      unlink(linked.get(i), false);
    }
    scan();
  }
}
