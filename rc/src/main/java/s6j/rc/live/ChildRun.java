package s6j.rc.live;

import org.jspecify.annotations.Nullable;
import s6j.formats.files.NameList;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;
import s6j.posix.Turn;
import s6j.posix.WaitStatus;
import s6j.posix.meaning.ExitStatus;
import s6j.posix.meaning.OrErrno;

/** Runs a program of this suite and waits for it; a signal to end is passed on to it. */
public final class ChildRun implements Turn.Children {
  private static final long SIGNALS =
      Signal.bit(Signal.SIGCHLD) | Signal.bit(Signal.SIGTERM) | Signal.bit(Signal.SIGINT);

  /** Longest wait between looks: a JVM's other threads may take SIGCHLD. */
  private static final int LOOK_MILLIS = 1000;

  private static final int NOTHING = -1;

  private final Posix posix;
  private final byte[] calledAs;
  private byte @Nullable [][] environment;
  private Turn turn;
  private Turn.Timer look;
  private int pid;
  private @ExitStatus @OrErrno int code;

  public ChildRun(Posix posix, byte[] calledAs) {
    this.posix = posix;
    this.calledAs = calledAs;
  }

  /** Programs are run with another environment than the present one. */
  public ChildRun in(Environment other) {
    environment = other.variables();
    return this;
  }

  /** Runs a program that gets no descriptor of this one. */
  public @ExitStatus @OrErrno int run(NameList words) {
    return run(words, NOTHING);
  }

  /**
   * Runs {@code words[0]}, looked for beside this program first: its exit code, 128 + signal if it
   * was killed, or the negated errno if it could not be started. {@code shared} is a descriptor
   * that it gets under the same number, or negative.
   */
  public @ExitStatus @OrErrno int run(NameList words, int shared) {
    int signals = posix.signals(SIGNALS);
    if (signals < 0) return signals;
    int started = start(words, shared);
    if (started < 0) code = started;
    else await(signals, started);
    posix.close(signals);
    return code;
  }

  private int start(NameList words, int shared) {
    Spawn spawn = new Spawn();
    spawn.arguments = words.toArray();
    spawn.environment = environment;
    spawn.file = Executable.companion(posix, calledAs, spawn.arguments[0]);
    if (shared >= 0) spawn.move(shared, shared);
    return posix.spawn(spawn);
  }

  private void await(int signals, int started) {
    pid = started;
    turn = new Turn(posix, (what, error) -> {}, 1);
    turn.onSignal(signals, this::pass);
    turn.onChild(this);
    look = turn.timer(this::look);
    look();
    turn.run();
  }

  private void look() {
    look.after(LOOK_MILLIS);
    turn.collect();
  }

  private void pass(int signal) {
    if (pid > 1) posix.kill(pid, signal);
  }

  @Override
  public void ended(int dead, int rawStatus) {
    if (dead != pid) return;
    code = WaitStatus.shellCode(rawStatus);
    turn.leave();
  }

  /** Somebody else has collected it, so that its exit code is not known. */
  @Override
  public boolean noneLeft() {
    code = -Errno.ECHILD;
    turn.leave();
    return false;
  }
}
