package s6j.svc;

import s6j.formats.ScanDirectory;
import s6j.formats.files.LockFile;
import s6j.formats.talk.ControlFifo;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** What a scanner of a scan directory shows to clients, played by the test. */
public final class Scanner {
  private static final int LOOK_EVERY = 20;

  private final FakePosix machine;
  private final FakePosix own;
  private final ControlFifo control;
  private final StringBuilder told = new StringBuilder();
  public Supervisor supervisor;

  public Scanner(FakePosix machine, String path) {
    this.machine = machine;
    machine.directory(path + "/.s6-svscan");
    own = machine.another();
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    int directory = own.open(Posix.CWD, CString.of(path), flags, 0);
    new LockFile(own).take(directory, ScanDirectory.LOCK, 0600);
    control = new ControlFifo(own);
    control.open(directory, ScanDirectory.CONTROL);
  }

  /** The commands that have come. */
  public String commands() {
    for (int letter = control.next(); letter >= 0; letter = control.next())
      told.append((char) letter);
    return told.toString();
  }

  /** Starts a supervisor on {@code service} once it is told to scan. */
  public void superviseWhenTold(String service) {
    when("a", 0, () -> (supervisor = new Supervisor(machine, service)).announce("s"));
  }

  /** Does something once {@code letters} have come; looks for a second. */
  public void when(String letters, int looks, Runnable action) {
    if (commands().contains(letters)) action.run();
    else if (looks < 50) machine.after(LOOK_EVERY, () -> when(letters, looks + 1, action));
  }

  public void leave() {
    own.end(0);
  }
}
