package s6j.rc.live;

import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.FileTree;
import s6j.formats.files.NameList;
import s6j.formats.files.StatusFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/**
 * The files of a service directory that come from a compiled database, put into a new directory or
 * exchanged under a running supervisor (docs/specification/s6-rc.md, F.2 step 5).
 */
public final class ServiceFiles {
  private static final byte[] RUN = ServiceDirectory.RUN;
  private static final byte[] OLD = CString.of("old");

  /** There while a service that is to run is held down: not one that somebody has stopped. */
  private static final byte[] HELD = CString.of(".s6j-held");

  /** A deadline that has passed. */
  private static final long AT_ONCE = 0;

  private static final int EXECUTABLE = 0755;
  private static final int PLAIN = 0644;
  private static final int TREE = -1;

  private static final String[] names() {
    return new String[] {
      "finish",
      "finish.user",
      "run",
      "run.user",
      "notification-fd",
      "lock-fd",
      "timeout-kill",
      "flag-timeout-killpg",
      "timeout-finish",
      "max-death-tally",
      "down-signal",
      "reload-signal",
      "kill",
      "flag-no-cont",
      "flag-no-adopt",
      "flag-adopt",
      "restart-backoff",
      "flag-newpidns",
      "template",
      "data",
      "env"
    };
  }

  private final Posix posix;
  private final FileTree tree;
  private final byte[][] files;

  public ServiceFiles(Posix posix) {
    this.posix = posix;
    tree = new FileTree(posix);
    String[] names = names();
    files = new byte[names.length][];
    for (int i = 0; i < files.length; i++) files[i] = CString.of(names[i]);
  }

  /** Copies into a directory made anew: 0, or the negated errno. */
  public int copy(byte[] from, byte[] to) {
    int answer = makeDirectory(to);
    for (int i = 0; i < files.length && answer >= 0; i++) answer = copyOne(from, to, i);
    return answer;
  }

  /**
   * Exchanges the files of a directory that may be supervised, of its instances too. The supervisor
   * restarts nothing meanwhile. 0, or the negated errno with the old files back in place.
   */
  public int exchange(byte[] from, byte[] to) {
    byte[] aside = CString.path(to, OLD);
    int answer = tree.remove(aside);
    if (answer >= 0) answer = makeDirectory(aside);
    if (answer < 0) return answer;
    int wantedUp = block(to);
    answer = wantedUp < 0 ? wantedUp : exchangeAll(from, to, aside);
    if (answer < 0) {
      posix.rmdir(Posix.CWD, aside);
    } else {
      tree.remove(aside);
      answer = exchangeInstances(to);
    }
    if (wantedUp == 1) release(to);
    return answer;
  }

  /**
   * Marks a new directory down before any link leads to it: a scanner may look at any time. 0, or
   * the negated errno.
   */
  public int holdDown(byte[] directory) {
    return tree.write(Posix.CWD, CString.path(directory, ServiceDirectory.DOWN), files[0], 0, 0666);
  }

  /**
   * A supervisor that was killed meanwhile is replaced, and its successor goes by the down file.
   */
  private void release(byte[] directory) {
    if (Control.sendService(posix, directory, "U") >= 0) return;
    posix.unlink(Posix.CWD, down(directory));
    Control.sendService(posix, directory, "U");
  }

  private static byte[] down(byte[] directory) {
    return CString.path(directory, ServiceDirectory.DOWN);
  }

  private static byte[] held(byte[] directory) {
    return CString.path(directory, HELD);
  }

  /**
   * Starts a service that an exchange holds down still: its supervisor was killed meanwhile, or who
   * exchanged its files.
   */
  public void releaseIfHeld(byte[] directory) {
    if (!isHeld(directory)) return;
    // Before its supervisor has read the letter that holds a service down there is no down file.
    boolean hasRead = Control.awaitReading(posix, directory, AT_ONCE);
    if (!hasRead || posix.access(Posix.CWD, down(directory), Posix.F_OK) >= 0) release(directory);
    posix.unlink(Posix.CWD, held(directory));
  }

  private boolean isHeld(byte[] directory) {
    return posix.access(Posix.CWD, held(directory), Posix.F_OK) >= 0;
  }

  /** 1 if the service is wanted up, else 0, or the negated errno. */
  private int block(byte[] directory) {
    ServiceStatus status = new ServiceStatus();
    int answer = new StatusFile(posix).readOf(directory, status);
    if (answer < 0) return answer;
    // What is down is not started meanwhile; a down file would keep it down for good.
    if (!status.wantUp && !isHeld(directory)) return 0;
    answer = tree.write(Posix.CWD, held(directory), files[0], 0, PLAIN);
    if (answer >= 0) answer = Control.sendService(posix, directory, "Q");
    return answer < 0 && answer != -Errno.ENXIO ? answer : 1;
  }

  private int exchangeAll(byte[] from, byte[] to, byte[] aside) {
    int moved = 0;
    int answer = 0;
    for (; moved < files.length && answer >= 0; moved++) answer = moveAside(to, aside, moved);
    int copied = files.length;
    while (copied > 0 && answer >= 0) answer = copyOne(from, to, --copied);
    if (answer >= 0) return 0;
    for (int i = 0; i < moved; i++) {
      byte[] back = CString.path(aside, files[i]);
      if (posix.access(Posix.CWD, back, Posix.F_OK) < 0 && copied == files.length) continue;
      tree.remove(CString.path(to, files[i]));
      posix.rename(Posix.CWD, back, Posix.CWD, CString.path(to, files[i]));
    }
    return answer;
  }

  private int moveAside(byte[] directory, byte[] aside, int file) {
    byte[] from = CString.path(directory, files[file]);
    int answer = posix.rename(Posix.CWD, from, Posix.CWD, CString.path(aside, files[file]));
    // Even run may be missing: an exchange before this one may have been killed.
    return answer == -Errno.ENOENT ? 0 : answer;
  }

  /** A file that is not there is not copied; only the run script must be. */
  private int copyOne(byte[] from, byte[] to, int file) {
    byte[] source = CString.path(from, files[file]);
    byte[] target = CString.path(to, files[file]);
    int mode = mode(file);
    int answer =
        mode == TREE
            ? tree.copy(source, target)
            : tree.copyFile(Posix.CWD, source, Posix.CWD, target, mode);
    if (answer == -Errno.ENOENT) return CString.equal(files[file], RUN) ? answer : 0;
    if (answer < 0 || !CString.equal(files[file], ServiceDirectory.TEMPLATE)) return answer;
    return makeDirectory(CString.path(to, ServiceDirectory.INSTANCE));
  }

  private static int mode(int file) {
    return file < 4 ? EXECUTABLE : file < 15 ? PLAIN : TREE;
  }

  private int exchangeInstances(byte[] directory) {
    byte[] template = CString.path(directory, ServiceDirectory.TEMPLATE);
    if (posix.access(Posix.CWD, template, Posix.F_OK) == -Errno.ENOENT) return 0;
    byte[] instances = CString.path(directory, ServiceDirectory.INSTANCES);
    int answer = makeDirectory(CString.path(directory, ServiceDirectory.INSTANCE));
    if (answer >= 0) answer = makeDirectory(instances);
    NameList names = new NameList();
    if (answer >= 0) answer = names.addDirectory(posix, instances);
    for (int i = 0; i < names.count() && answer >= 0; i++)
      answer = exchangeInstance(template, CString.path(instances, names.get(i)));
    return answer;
  }

  private int exchangeInstance(byte[] template, byte[] directory) {
    int answer = exchange(template, directory);
    if (answer >= 0) posix.unlink(Posix.CWD, held(directory));
    return answer;
  }

  /**
   * Makes the instances of an old directory anew from the template of a new one, down where they
   * were down: 0, or the negated errno.
   */
  public int recreateInstances(byte[] old, byte[] fresh) {
    byte[] oldInstances = CString.path(old, ServiceDirectory.INSTANCES);
    NameList names = new NameList();
    int answer = names.addDirectory(posix, oldInstances);
    if (answer < 0) return answer == -Errno.ENOENT ? 0 : answer;
    byte[] instance = CString.path(fresh, ServiceDirectory.INSTANCE);
    byte[] instances = CString.path(fresh, ServiceDirectory.INSTANCES);
    answer = makeDirectory(instance);
    if (answer >= 0) answer = makeDirectory(instances);
    for (int i = 0; i < names.count() && answer >= 0; i++)
      answer = recreate(oldInstances, fresh, instance, instances, names.get(i));
    return answer;
  }

  private int recreate(
      byte[] oldInstances, byte[] fresh, byte[] instance, byte[] instances, byte[] name) {
    byte[] template = CString.path(fresh, ServiceDirectory.TEMPLATE);
    byte[] home = CString.path(instances, name);
    int answer = tree.copy(template, home);
    if (answer < 0) return answer;
    byte[] target = CString.path(CString.of("../instances"), name);
    answer = posix.symlink(target, Posix.CWD, CString.path(instance, name));
    if (answer < 0 && answer != -Errno.EEXIST) return answer;
    byte[] wasDown = CString.path(CString.path(oldInstances, name), ServiceDirectory.DOWN);
    if (posix.access(Posix.CWD, wasDown, Posix.F_OK) < 0) return 0;
    return tree.write(Posix.CWD, CString.path(home, ServiceDirectory.DOWN), name, 0, 0666);
  }

  private int makeDirectory(byte[] path) {
    int mask = posix.umask(0);
    int answer = posix.mkdir(Posix.CWD, path, 0755);
    posix.umask(mask);
    return answer == -Errno.EEXIST ? 0 : answer;
  }
}
