package s6j.supervise;

import static s6j.posix.Signal.*;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.ScanDirectory;
import s6j.formats.talk.SupervisorHost;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Turn;

/**
 * A scanner with one service, whose supervisor it has in its own process: it ends when that does,
 * with the exit code that a supervisor with a process of its own would have had.
 */
final class OneHosted implements SupervisorHost.Client, Turn.Children {
  private static final byte[] BLANK = {' '};

  private final Posix posix;
  private final byte[] name;
  private final HostedSupervisors host;
  private final Turn turn;

  private OneHosted(Posix posix, byte[] calledAs, byte[] name) {
    this.posix = posix;
    this.name = name;
    this.host =
        new HostedSupervisors(posix, calledAs, CString.baseName(calledAs), client -> leave());
    byte[] program = CString.concat(CString.baseName(calledAs), CString.concat(BLANK, name));
    this.turn = new Turn(posix, new Messages(posix, program, 512).neverWaiting(), 1);
  }

  static int run(Posix posix, byte[][] words) {
    return new OneHosted(posix, words[0], words[1]).run();
  }

  private int run() {
    boolean adopts = posix.access(Posix.CWD, ScanDirectory.NO_ADOPT, Posix.F_OK) < 0;
    int code = host.open(adopts, null);
    if (code == 0) code = turn();
    host.close();
    return code;
  }

  private int turn() {
    posix.defaultSignal(SIGCHLD);
    int signals =
        posix.signals(bit(SIGCHLD) | bit(SIGTERM) | bit(SIGHUP) | bit(SIGQUIT) | bit(SIGINT));
    // A scanner without its signals ends before it has a supervisor.
    if (signals < 0)
      return new Messages(posix, CString.of("s6-svscan"))
          .fatal()
          .unableTo("trap signals")
          .exit(ExitCode.SYSTEM, signals);
    posix.ignoreSignal(SIGPIPE);
    SupervisorHost.Hosted hosted = host.supervisor(this);
    turn.onSignal(signals, hosted::signal);
    turn.onChild(this);
    turn.onGroup(host);
    int begun = hosted.begin();
    while (begun == SupervisorHost.BUSY) {
      s6j.posix.Pause.millis(posix, 10);
      begun = hosted.begin();
    }
    if (begun == 0) turn.run();
    posix.close(signals);
    return begun == -Errno.EMFILE ? 111 : begun;
  }

  private void leave() {
    turn.leave();
  }

  @Override
  public void ended(int pid, int rawStatus) {
    host.ended(pid, rawStatus);
  }

  @Override
  public boolean noneLeft() {
    return host.noneLeft();
  }

  @Override
  public byte[] name() {
    return name;
  }

  @Override
  public boolean isAt(long device, long inode) {
    return true;
  }

  @Override
  public int input() {
    return -1;
  }

  @Override
  public int output() {
    return -1;
  }

  @Override
  public int errors() {
    return -1;
  }
}
