package s6j.rc.live;

import s6j.formats.ServiceStatus;
import s6j.formats.files.FileTree;
import s6j.formats.files.LockFile;
import s6j.formats.files.NameList;
import s6j.formats.files.StatusFile;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Pause;
import s6j.posix.Posix;

/**
 * Lets the scanner look after the services of the live directory in use, and of no other of its
 * name: what updates replaced or killed commands left is taken out and leaves. Each step can be
 * done again, so that the next command ends what a killed one began; until the last one is done,
 * the other directories are there to tell it.
 */
public final class LiveHandover {
  private static final long LEAVING_MILLIS = 10_000;
  private static final long REMOVAL_MILLIS = 2_000;
  private static final long READING_MILLIS = 500;
  private static final int LOOK_MILLIS = 20;

  private final Posix posix;
  private final LiveName name;
  private final ScanLinks links;
  private final NameList others = new NameList();

  /** Services that a former supervisor has not left: they get none beside it. */
  private final NameList staying = new NameList();

  public LiveHandover(Posix posix, LiveName name, byte[] scanDirectory, byte[] prefix) {
    this.posix = posix;
    this.name = name;
    links = new ScanLinks(posix, scanDirectory, prefix, name);
  }

  ScanLinks links() {
    return links;
  }

  /**
   * Has all of {@code services} supervised, the directory of services in use: 0, {@code
   * -ETIMEDOUT}, {@code -ENXIO} without a scanner, or the negated errno.
   *
   * <p>A scanner starts supervisors by name. So where a service directory takes the place of
   * another, the link is removed, the scanner told, and the old supervisor left, in this order,
   * before there is a link again: else it would be started again, in the new directory, where the
   * next scan would start a second one.
   */
  public int run(byte[] services, long deadline) {
    int answer = name.findOthers(others);
    if (answer >= 0 && others.count() > 0) answer = makeRoom(services, deadline);
    return answer < 0 ? answer : links.link(services, staying, deadline);
  }

  public NameList staying() {
    return staying;
  }

  private int makeRoom(byte[] services, long deadline) {
    int answer = links.linkSupervised(services);
    if (answer >= 0) answer = links.removeOthers(services);
    if (answer >= 0) answer = links.scan();
    NameList inTheWay = new NameList();
    for (int i = 0; i < others.count() && answer >= 0; i++)
      answer = dismiss(name.beside(others.get(i)), services, inTheWay);
    long most = Deadline.after(posix.monotonicNanos(), LEAVING_MILLIS);
    for (int i = 0; i < inTheWay.count(); i++)
      if (!leaves(inTheWay.get(i), Math.min(deadline, most)))
        staying.add(CString.baseName(inTheWay.get(i)));
    return answer;
  }

  private int dismiss(LiveDirectory other, byte[] services, NameList inTheWay) {
    NameList names = new NameList();
    int answer = names.addDirectory(posix, other.file("servicedirs"));
    if (answer == -Errno.ENOENT) return 0;
    for (int i = 0; i < names.count() && answer >= 0; i++) {
      byte[] service = other.service(names.get(i));
      answer = LockFile.isSupervised(posix, service);
      if (answer == 1) dismiss(service);
      if (answer == 1 && isAwaited(CString.path(services, names.get(i)))) inTheWay.add(service);
    }
    return answer;
  }

  /** Whether a service is there that a supervisor is still to be started for. */
  private boolean isAwaited(byte[] service) {
    return posix.access(Posix.CWD, service, Posix.F_OK) >= 0
        && LockFile.isSupervised(posix, service) != 1;
  }

  private boolean leaves(byte[] service, long deadline) {
    while (LockFile.isSupervised(posix, service) == 1) {
      if (Deadline.passed(deadline, posix.monotonicNanos())) return false;
      Pause.millis(posix, LOOK_MILLIS);
      dismiss(service);
    }
    return true;
  }

  /**
   * Tells a supervisor to leave, and its service to stop if it was not told yet: the letter d is a
   * signal each time.
   */
  private void dismiss(byte[] service) {
    long deadline = Deadline.after(posix.monotonicNanos(), READING_MILLIS);
    Control.sendNothing(posix, service);
    Control.awaitReading(posix, service, deadline);
    ServiceStatus status = new ServiceStatus();
    boolean isTold = new StatusFile(posix).readOf(service, status) >= 0 && !status.wantUp;
    Control.sendService(posix, service, isTold ? "x" : "xd");
  }

  /**
   * Removes the other directories, the last step: 0, or the negated errno. One that something is
   * still supervised in stays, as a supervisor would make its files again; the next command finds
   * it.
   */
  public int removeOthers() {
    long deadline = Deadline.after(posix.monotonicNanos(), REMOVAL_MILLIS);
    int answer = 0;
    for (int i = 0; i < others.count() && answer >= 0; i++)
      answer = remove(name.beside(others.get(i)), deadline);
    return answer;
  }

  private int remove(LiveDirectory other, long deadline) {
    NameList services = new NameList();
    int answer = services.addDirectory(posix, other.file("servicedirs"));
    if (answer < 0 && answer != -Errno.ENOENT) return answer;
    for (int i = 0; i < services.count(); i++)
      if (!leaves(other.service(services.get(i)), deadline)) return 0;
    return new FileTree(posix).remove(other.path());
  }
}
