package s6j.svc;

import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.LockFile;
import s6j.formats.files.StatusFile;
import s6j.formats.talk.ControlFifo;
import s6j.formats.talk.EventNotifier;
import s6j.formats.talk.Fifodir;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** What a supervisor of a service shows to clients, played by the test in a process of its own. */
public final class Supervisor {
  public final ServiceStatus status = new ServiceStatus();
  private final FakePosix own;
  private final byte[] event;
  private final int directory;
  private final ControlFifo control;

  /** Supervises {@code path}, a service that was not started yet. */
  public Supervisor(FakePosix machine, String path) {
    machine.directory(path + "/supervise");
    if (!machine.exists(path + "/run")) machine.file(path + "/run", new byte[0], 0755);
    own = machine.another();
    own.ignoreSignal(Signal.SIGPIPE);
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    directory = own.open(Posix.CWD, CString.of(path), flags, 0);
    event = CString.of(path + "/event");
    Fifodir.make(own, Posix.CWD, event, own.getegid(), false);
    new LockFile(own).take(directory, ServiceDirectory.LOCK, 0644);
    control = new ControlFifo(own);
    control.open(directory, ServiceDirectory.CONTROL);
    status.begin(own.realtimeNanos(), true);
    publish();
  }

  public void publish() {
    new StatusFile(own).write(directory, status);
  }

  /** Writes the state and then announces it. */
  public void become(boolean up, boolean ready, String letters) {
    status.pid = up ? 4711 : 0;
    status.ready = ready;
    status.paused = false;
    status.stampNanos = own.realtimeNanos();
    status.readyNanos = status.stampNanos;
    publish();
    announce(letters);
  }

  public void announce(String letters) {
    new EventNotifier(own).announce(Posix.CWD, event, CString.of(letters), letters.length());
  }

  /** The commands that have come. */
  public String commands() {
    StringBuilder letters = new StringBuilder();
    for (int letter = control.next(); letter >= 0; letter = control.next())
      letters.append((char) letter);
    return letters.toString();
  }

  public void leave() {
    own.end(0);
  }
}
