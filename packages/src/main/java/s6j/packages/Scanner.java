package s6j.packages;

import static s6j.posix.OpenFlags.*;

import s6j.formats.ScanDirectory;
import s6j.formats.files.FileTree;
import s6j.formats.talk.ControlFifo;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Pause;
import s6j.posix.Posix;
import s6j.posix.Spawn;

/** The s6-svscan that all packages of a root share. */
final class Scanner {
  private static final int LOOK_MILLIS = 10;
  private static final int LOOKS = 1000;

  private final PackageCall call;
  private final Posix posix;
  private final Places places;
  private final Companion companion;

  Scanner(PackageCall call, Companion companion) {
    this.call = call;
    this.posix = call.posix;
    this.places = call.places;
    this.companion = companion;
  }

  boolean isRunning() {
    return send("") == 0;
  }

  /** Sends letters: 0, {@code -ENXIO} if nobody listens, or another negated errno. */
  int send(String letters) {
    byte[] fifo = CString.path(places.scanDirectory(), ScanDirectory.CONTROL);
    return new ControlFifo(posix).send(Posix.CWD, fifo, CString.of(letters), letters.length());
  }

  /**
   * Starts s6-svscan unless it runs: 0, or 1 when that has failed and been said. Of two commands
   * that do so at once the second finds it running. What a run before a reboot has left goes first,
   * if {@code afresh}.
   */
  int ensure(boolean afresh) {
    FileTree files = new FileTree(posix);
    int error = files.makeDirectories(places.storage(), 0777);
    int lock = error < 0 ? error : lock();
    error = lock;
    if (error >= 0) error = send("");
    if (error == -Errno.ENXIO || error == -Errno.ENOENT) error = start(files, afresh);
    if (lock >= 0) posix.close(lock);
    if (error >= 0) return 0;
    call.notices.begin("Fatal").text("unable to start s6-svscan on ");
    call.notices.bytes(places.scanDirectory()).end(error);
    return 1;
  }

  private int lock() {
    int fd = posix.open(Posix.CWD, places.startLock(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return fd;
    int locked = posix.lock(fd, true, true);
    if (locked >= 0) return fd;
    posix.close(fd);
    return locked;
  }

  private int start(FileTree files, boolean afresh) {
    if (afresh) files.remove(places.volatiles);
    int error = files.makeDirectories(places.scanDirectory(), 0777);
    if (error >= 0) error = files.makeDirectories(places.serviceDirectories(), 0777);
    if (error >= 0) error = spawn();
    return error < 0 ? error : await(true);
  }

  /** Waits until it runs, or runs no more: 0, or {@code -ETIMEDOUT}. */
  int await(boolean running) {
    for (int i = 0; i < LOOKS; i++) {
      if (isRunning() == running) return 0;
      Pause.millis(posix, LOOK_MILLIS);
    }
    return -Errno.ETIMEDOUT;
  }

  /** In a session of its own, so that it outlives the terminal of the command. */
  private int spawn() {
    int nothing = posix.open(Posix.CWD, CString.of("/dev/null"), O_RDONLY | O_CLOEXEC, 0);
    if (nothing < 0) return nothing;
    int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;
    int log = posix.open(Posix.CWD, places.scannerLog(), flags, 0666);
    int pid = log < 0 ? log : spawn(nothing, log);
    posix.close(nothing);
    if (log >= 0) posix.close(log);
    return pid;
  }

  private int spawn(int nothing, int log) {
    Spawn spawn = new Spawn();
    spawn.file = companion.path("s6-svscan");
    spawn.arguments = new byte[][] {CString.of("s6-svscan"), places.scanDirectory()};
    spawn.newSession = true;
    return posix.spawn(spawn.move(nothing, 0).move(log, 1).move(log, 2));
  }
}
