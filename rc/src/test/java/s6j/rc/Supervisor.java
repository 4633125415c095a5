package s6j.rc;

import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.LockFile;
import s6j.formats.files.StatusFile;
import s6j.formats.talk.EventNotifier;
import s6j.formats.talk.Fifodir;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * A supervisor played by the test, in a process that may play many: it knows the letters u, d, x, Q
 * and U, and its directory by the descriptor, wherever that is moved.
 */
public final class Supervisor {
  /** What becomes of a command. */
  public enum Manner {
    OBEYS,
    /** It wants what it is told, and nothing happens. */
    TRIES,
    /** The service gives up when told to start; told to stop, the supervisor leaves. */
    FAILS
  }

  private static final int PID = 77;
  private static final int HOLD = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_CLOEXEC;

  private final FakePosix own;
  private final int directory;
  private final int lock;
  private final Letters control;
  private final ServiceStatus status = new ServiceStatus();
  private final StringBuilder heard = new StringBuilder();
  public Manner manner = Manner.OBEYS;

  /** Supervises the service in an open directory. */
  private Supervisor(FakePosix own, int directory, boolean up) {
    this.own = own;
    this.directory = directory;
    own.ignoreSignal(Signal.SIGPIPE);
    own.mkdir(directory, ServiceDirectory.SUPERVISE, 0700);
    lock = new LockFile(own).take(directory, ServiceDirectory.LOCK, 0644);
    Fifodir.make(own, directory, ServiceDirectory.EVENT, own.getegid(), false);
    control = new Letters(own, directory, ServiceDirectory.CONTROL);
    status.begin(own.realtimeNanos(), up);
    become(up);
  }

  /** Starts a service that has no down file. */
  static Supervisor start(FakePosix own, int directory) {
    boolean up = own.access(directory, ServiceDirectory.DOWN, Posix.F_OK) < 0;
    return new Supervisor(own, directory, up);
  }

  /** A service that is down. */
  public static Supervisor of(FakePosix own, String service) {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    return new Supervisor(own, own.open(Posix.CWD, CString.of(service), flags, 0), false);
  }

  public boolean isUp() {
    return status.isUp();
  }

  public boolean wantsUp() {
    return status.wantUp;
  }

  /** The letters that have come. */
  public String heard() {
    return heard.toString();
  }

  /** Does what it was told since. */
  public void look() {
    for (int letter = control.next(); letter >= 0; letter = control.next()) {
      // What is no letter is passed over, as by any supervisor.
      if (letter != '\n') heard.append((char) letter);
      if (letter == 'Q' || letter == 'U') hold(letter == 'Q');
      if (letter == 'u' || letter == 'd' || letter == 'U') obey(letter != 'd');
    }
  }

  /** The down file is made or removed; Q lets the service run on, and restarts it no more. */
  private void hold(boolean down) {
    if (down) {
      own.close(own.open(directory, ServiceDirectory.DOWN, HOLD, 0666));
      status.wantUp = false;
      publish();
    } else own.unlink(directory, ServiceDirectory.DOWN);
  }

  private void obey(boolean up) {
    status.wantUp = up;
    switch (manner) {
      case OBEYS -> become(up);
      case TRIES -> publish();
      case FAILS -> announce(up ? "O" : "x");
    }
  }

  public void become(boolean up) {
    if (up == status.isUp()) {
      publish();
      return;
    }
    status.pid = up ? PID : 0;
    status.paused = false;
    status.ready = !up || own.access(directory, ServiceDirectory.NOTIFICATION_FD, Posix.F_OK) >= 0;
    status.stampNanos = own.realtimeNanos();
    publish();
    announce(!up ? "dD" : status.ready ? "uU" : "u");
  }

  private void publish() {
    new StatusFile(own).write(directory, status);
  }

  private void announce(String letters) {
    byte[] bytes = CString.of(letters);
    new EventNotifier(own).announce(directory, ServiceDirectory.EVENT, bytes, bytes.length);
  }

  /** As it does when it has ended. */
  public void leave() {
    control.close();
    own.close(lock);
    own.close(directory);
  }
}
