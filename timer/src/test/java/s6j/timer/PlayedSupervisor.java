package s6j.timer;

import java.util.ArrayList;
import java.util.List;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.LockFile;
import s6j.formats.files.StatusFile;
import s6j.formats.talk.ControlFifo;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** A supervisor, played by the test: it looks at its fifo every 10 ms, and a run takes its time. */
final class PlayedSupervisor {
  private static final int STEP = 10;

  /** Seconds at which runs began, on the wall. */
  final List<Long> starts = new ArrayList<>();

  private final FakePosix machine;
  private final FakePosix own;
  private final int directory;
  private final ControlFifo control;
  private final ServiceStatus status = new ServiceStatus();
  private final long runMillis;

  PlayedSupervisor(FakePosix machine, String path, long runMillis) {
    this.machine = machine;
    this.runMillis = runMillis;
    machine.directory(path + "/supervise");
    own = machine.another();
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    directory = own.open(Posix.CWD, CString.of(path), flags, 0);
    new LockFile(own).take(directory, ServiceDirectory.LOCK, 0644);
    control = new ControlFifo(own);
    control.open(directory, ServiceDirectory.CONTROL);
    status.begin(own.realtimeNanos(), false);
    publish();
    machine.after(STEP, this::look);
  }

  private void look() {
    for (int letter = control.next(); letter >= 0; letter = control.next())
      if ((letter == 'o' || letter == 'u') && status.pid == 0) begin();
    machine.after(STEP, this::look);
  }

  void begin() {
    starts.add(own.realtimeNanos() / 1_000_000_000);
    change(4711);
    machine.after(runMillis, () -> change(0));
  }

  private void change(int pid) {
    status.pid = pid;
    status.paused = false;
    status.stampNanos = own.realtimeNanos();
    publish();
  }

  private void publish() {
    new StatusFile(own).write(directory, status);
  }
}
