package s6j.rc.live;

import s6j.formats.ByteSink;
import s6j.formats.NameTable;
import s6j.formats.RcDatabase;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.LockFile;
import s6j.formats.files.StatusFile;
import s6j.formats.files.Transfer;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * The longruns that a change told something and did not see the end of: killed, ended by a signal
 * or its timeout, or failed. The file {@code .unfinished} of the live directory has a name a line;
 * while a change is under way it names all that the change is about. The next command looks at what
 * became of them, and takes up what is still under way.
 */
public final class UnfinishedChange {
  private static final String FILE = ".unfinished";
  private static final int APPEND =
      OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_APPEND | OpenFlags.O_CLOEXEC;
  private static final int CREATE =
      OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_CLOEXEC;

  /** For supervisors to read their letters. */
  private static final long PATIENCE_MILLIS = 3000;

  private final Posix posix;
  private final LiveDirectory live;
  private final RcDatabase database;
  private final byte[] file;
  private final boolean[] inDoubt;
  private final boolean[] between;

  public UnfinishedChange(Posix posix, LiveDirectory live, RcDatabase database) {
    this.posix = posix;
    this.live = live;
    this.database = database;
    file = live.file(FILE);
    inDoubt = new boolean[database.longruns];
    between = new boolean[database.longruns];
  }

  /** Whether the state file may be wrong about a service. */
  public boolean isInDoubt(int service) {
    return service < inDoubt.length && inDoubt[service];
  }

  /** Whether a service that is up on paper is on its way up, or down, as it was told before. */
  public boolean isBetween(int service) {
    return service < between.length && between[service];
  }

  /**
   * Sets {@code state} and its file right, as far as supervisors tell: 0, or the negated errno.
   * What has a process, or is to have one, is up: it is never taken for down while it lives. Before
   * a stop what has ended is left to that, which then tells of it.
   */
  public int settle(byte[] state, boolean beforeStop) {
    int answer = read();
    if (answer <= 0) return answer;
    awaitReading();
    boolean changed = false;
    for (int i = 0; i < inDoubt.length; i++)
      if (inDoubt[i]) changed |= settle(state, i, beforeStop);
    if (changed) {
      StateFile stored = new StateFile(posix, live.file("state"));
      answer = stored.write(state, 0);
      stored.close();
    }
    return answer < 0 ? answer : end();
  }

  /** 1 if there is something to settle, 0 if not, or the negated errno. */
  private int read() {
    WholeFile names = new WholeFile(posix);
    int length = names.read(Posix.CWD, file);
    if (length < 0) return length == -Errno.ENOENT ? 0 : length;
    NameTable known = new NameTable();
    for (int i = 0; i < inDoubt.length; i++) known.add(database.nameOf(i));
    for (int from = 0; from < length; ) {
      int to = posix.indexOf(names.bytes(), from, length, '\n');
      if (to < 0) to = length;
      int service = known.find(CString.slice(names.bytes(), from, to));
      if (service >= 0) inDoubt[service] = true;
      from = to + 1;
    }
    return 1;
  }

  /** The last letters of the one that was killed may not have been read yet. */
  private void awaitReading() {
    long deadline = Deadline.after(posix.monotonicNanos(), PATIENCE_MILLIS);
    for (int i = 0; i < inDoubt.length; i++)
      if (isSupervised(i)) Control.sendNothing(posix, directory(i));
    for (int i = 0; i < inDoubt.length; i++)
      if (isSupervised(i)) Control.awaitReading(posix, directory(i), deadline);
  }

  private boolean isSupervised(int service) {
    return inDoubt[service] && LockFile.isSupervised(posix, directory(service)) == 1;
  }

  private byte[] directory(int service) {
    return live.service(database.nameOf(service));
  }

  /** Whether the state has changed. Who has no supervisor for the moment is looked at later. */
  private boolean settle(byte[] state, int service, boolean beforeStop) {
    ServiceStatus status = new ServiceStatus();
    if (!isSupervised(service)) return false;
    if (new StatusFile(posix).readOf(directory(service), status) < 0) return false;
    boolean wasUp = (state[service] & StateFile.UP) != 0;
    boolean up = status.wantUp || status.pid != 0 || wasUp && beforeStop;
    between[service] = up && !(status.wantUp && isThere(service, status));
    inDoubt[service] = between[service];
    if (up == wasUp) return false;
    state[service] ^= StateFile.UP;
    new DownFile(posix, directory(service)).follow(up);
    return true;
  }

  private boolean isThere(int service, ServiceStatus status) {
    byte[] notifies = CString.path(directory(service), ServiceDirectory.NOTIFICATION_FD);
    return status.isUp()
        && (status.ready || posix.access(Posix.CWD, notifies, Posix.F_OK) == -Errno.ENOENT);
  }

  /** A change of these services begins: 0, or the negated errno. */
  public int begin(boolean[] concerned) {
    ByteSink names = names(concerned);
    if (names.length() == 0) return 0;
    // The last line may be the half of one that was killed.
    return write(posix, file, APPEND, new ByteSink(256).put('\n').put(names.copy()));
  }

  private ByteSink names(boolean[] services) {
    ByteSink names = new ByteSink(256);
    for (int i = 0; i < services.length; i++)
      if (services[i]) names.put(database.nameOf(i)).put('\n');
    return names;
  }

  /** The change tells a service something. */
  public void told(int service) {
    if (service < inDoubt.length) inDoubt[service] = true;
  }

  /** A service is in the state that is recorded. */
  public void done(int service) {
    if (service >= inDoubt.length) return;
    inDoubt[service] = false;
    between[service] = false;
  }

  /**
   * The change is over: leaves the names of what it did not see the end of. 0, or the negated
   * errno, with more names left than there need be.
   */
  public int end() {
    ByteSink names = names(inDoubt);
    if (names.length() > 0) return replace(names);
    int answer = posix.unlink(Posix.CWD, file);
    return answer == -Errno.ENOENT ? 0 : answer;
  }

  /** Leaves names to a live directory that is made: 0, or the negated errno. */
  public static int leave(Posix posix, LiveDirectory live, ByteSink names) {
    return names.length() == 0 ? 0 : write(posix, live.file(FILE), CREATE, names);
  }

  private int replace(ByteSink names) {
    byte[] fresh = live.file(FILE + ".new");
    int answer = write(posix, fresh, CREATE, names);
    return answer < 0 ? answer : posix.rename(Posix.CWD, fresh, Posix.CWD, file);
  }

  private static int write(Posix posix, byte[] path, int flags, ByteSink names) {
    int fd = posix.open(Posix.CWD, path, flags, 0644);
    if (fd < 0) return fd;
    int answer = Transfer.writeFully(posix, fd, names.array(), names.length());
    posix.close(fd);
    return answer < 0 ? answer : 0;
  }
}
