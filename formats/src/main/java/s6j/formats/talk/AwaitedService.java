package s6j.formats.talk;

import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.LockFile;
import s6j.formats.files.StatusFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/**
 * A service that {@link WaitMachine} judges: its events, as one of the services of a {@link
 * WaitState}. First {@link #subscribe}, then {@link #observe}, so that no change is missed (spec
 * F.1); then commands may be sent.
 */
public final class AwaitedService {
  private final Posix posix;
  private final byte[] directory;
  private final WaitSettings settings;
  private final WaitState state;
  private final int place;
  private final EventListener listener;
  private boolean commandSent;

  /** Who is about to be sent the command: its pid; 0 if that cannot be told. */
  private int supervisor;

  /** The service in {@code directory}, number {@code place} of {@code state}. */
  public AwaitedService(
      Posix posix, byte[] directory, WaitSettings settings, WaitState state, int place) {
    this.posix = posix;
    this.directory = directory;
    this.settings = settings;
    this.state = state;
    this.place = place;
    listener = new EventListener(posix);
  }

  /** The descriptor to poll, or the negated errno. */
  public @Descriptor @OrErrno int subscribe() {
    byte[] fifodir = CString.path(directory, ServiceDirectory.EVENT);
    int answer = listener.subscribe(Posix.CWD, fifodir);
    if (answer != -Errno.ENOENT) return answer;
    Fifodir.make(posix, Posix.CWD, fifodir, posix.getegid(), false);
    return listener.subscribe(Posix.CWD, fifodir);
  }

  /** Reads the state that events change: 0, or the negated errno. */
  public @OrErrno int observe() {
    if (commandSent) supervisor = LockFile.supervisor(posix, directory);
    ServiceStatus status = new ServiceStatus();
    int answer = new StatusFile(posix).readOf(directory, status);
    if (answer < 0) return answer;
    WaitMachine.observe(settings, state, place, status.isUp(), status.ready);
    return 0;
  }

  /** What is waited for is the effect of a command, which a new supervisor does not know of. */
  public void expectEffect() {
    commandSent = true;
  }

  /** The descriptor to poll; -1 if not subscribed. */
  public @Descriptor int descriptor() {
    return listener.descriptor();
  }

  /** Takes what has come, through {@code letters}, and judges all the state after it. */
  public WaitResult take(byte[] letters) {
    WaitResult result = WaitResult.WAITING;
    int count = listener.read(letters);
    for (int i = 0; i < count && result == WaitResult.WAITING; i++)
      result = WaitMachine.step(settings, state, place, event(letters[i]));
    return result;
  }

  /** Ends the subscription, which no fifo may outlive. */
  public void end() {
    listener.unsubscribe();
  }

  private WaitEvent event(int letter) {
    return letter == 's' && commandSent ? replaced() : WaitEvent.of(letter);
  }

  /**
   * A new supervisor goes by the down file, whatever its predecessor was told: what is wanted comes
   * of that, or never. One that is heard to begin may be the one that has the command already: it
   * listens before it tells so.
   */
  private WaitEvent replaced() {
    if (supervisor > 0 && LockFile.supervisor(posix, directory) == supervisor)
      return WaitEvent.OTHER;
    byte[] file = CString.path(directory, ServiceDirectory.DOWN);
    boolean staysDown = posix.access(Posix.CWD, file, Posix.F_OK) >= 0;
    return staysDown == settings.goal().up ? WaitEvent.LEFT : WaitEvent.FULLY_DOWN;
  }
}
