package s6j.rc;

import java.util.HashMap;
import java.util.Map;
import s6j.formats.ControlFifo;
import s6j.formats.LockFile;
import s6j.formats.ScanDirectory;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.StatusFile;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * A scanner played by the test: told to scan, it has every linked service supervised, by
 * supervisors that know the letter x alone.
 */
final class Scanner {
  private static final int LOOK_EVERY = 20;
  private static final int LOOKS = 500;
  private final FakePosix machine;
  private final FakePosix own;
  private final ControlFifo control;
  private final int directory;
  private final String path;
  private final Map<Long, Supervisor> supervisors = new HashMap<>();

  /** Found through its descriptors, wherever its directory is moved. */
  private final class Supervisor {
    final int directory;
    final int lock;
    final ControlFifo letters = new ControlFifo(own);

    Supervisor(int directory) {
      this.directory = directory;
      own.mkdir(directory, ServiceDirectory.SUPERVISE, 0700);
      lock = new LockFile(own).take(directory, ServiceDirectory.LOCK, 0644);
      letters.open(directory, ServiceDirectory.CONTROL);
      new StatusFile(own).write(directory, new ServiceStatus());
    }

    boolean isTold() {
      boolean exits = false;
      for (int letter = letters.next(); letter >= 0; letter = letters.next())
        exits |= letter == 'x';
      return exits;
    }

    void leave() {
      letters.close();
      own.close(lock);
      own.close(directory);
    }
  }

  Scanner(FakePosix machine, String path) {
    this.machine = machine;
    this.path = path;
    machine.directory(path + "/.s6-svscan");
    own = machine.another();
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    directory = own.open(Posix.CWD, CString.of(path), flags, 0);
    control = new ControlFifo(own);
    control.open(directory, ScanDirectory.CONTROL);
    machine.after(LOOK_EVERY, () -> look(0));
  }

  private void look(int looks) {
    boolean told = false;
    for (int letter = control.next(); letter >= 0; letter = control.next()) told |= letter == 'a';
    if (told) for (String name : machine.names(path)) supervise(name);
    supervisors.values().removeIf(this::leaves);
    if (looks < LOOKS) machine.after(LOOK_EVERY, () -> look(looks + 1));
  }

  private void supervise(String name) {
    if (name.startsWith(".")) return;
    byte[] service = CString.path(CString.of(path), CString.of(name));
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    int fd = own.open(Posix.CWD, service, flags, 0);
    FileStat stat = new FileStat();
    if (fd < 0 || own.fstat(fd, stat) < 0) return;
    if (supervisors.containsKey(stat.inode)) own.close(fd);
    else supervisors.put(stat.inode, new Supervisor(fd));
  }

  private boolean leaves(Supervisor supervisor) {
    if (!supervisor.isTold()) return false;
    supervisor.leave();
    return true;
  }
}
