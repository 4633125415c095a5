package s6j.rc;

import s6j.formats.ControlFifo;
import s6j.formats.LockFile;
import s6j.formats.ScanDirectory;
import s6j.formats.ServiceDirectory;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** A scanner played by the test: told to scan, it has every linked service supervised. */
final class Scanner {
  private static final int LOOK_EVERY = 20;
  private static final int LOOKS = 200;
  private final FakePosix machine;
  private final FakePosix own;
  private final ControlFifo control;
  private final int directory;
  private final String path;

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
    if (looks < LOOKS) machine.after(LOOK_EVERY, () -> look(looks + 1));
  }

  private void supervise(String name) {
    if (name.startsWith(".")) return;
    byte[] service = CString.path(CString.of(path), CString.of(name));
    own.mkdir(Posix.CWD, CString.path(service, ServiceDirectory.SUPERVISE), 0700);
    new LockFile(own).take(Posix.CWD, CString.path(service, ServiceDirectory.LOCK), 0644);
  }
}
