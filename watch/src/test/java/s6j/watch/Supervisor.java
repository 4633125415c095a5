package s6j.watch;

import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.LockFile;
import s6j.formats.files.StatusFile;
import s6j.formats.talk.ControlFifo;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** A supervisor, played by the test in a process of its own. */
final class Supervisor {
  final ServiceStatus status = new ServiceStatus();
  private final FakePosix own;
  private final int directory;
  private final ControlFifo control;

  Supervisor(FakePosix machine, String path) {
    machine.directory(path + "/supervise");
    own = machine.another();
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    directory = own.open(Posix.CWD, CString.of(path), flags, 0);
    new LockFile(own).take(directory, ServiceDirectory.LOCK, 0644);
    control = new ControlFifo(own);
    control.open(directory, ServiceDirectory.CONTROL);
    status.begin(own.realtimeNanos(), true);
    start(4711);
  }

  /** The service is up from now on with this pid; down with 0. */
  void start(int pid) {
    status.pid = pid;
    status.ready = false;
    status.paused = false;
    status.stampNanos = own.realtimeNanos();
    publish();
  }

  void publish() {
    new StatusFile(own).write(directory, status);
  }

  /** The commands that have come since the last call. */
  String commands() {
    StringBuilder letters = new StringBuilder();
    for (int letter = control.next(); letter >= 0; letter = control.next())
      letters.append((char) letter);
    return letters.toString();
  }
}
