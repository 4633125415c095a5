package s6j.timer;

import s6j.cli.Messages;
import s6j.formats.timer.TimerFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.Pid;
import s6j.posix.meaning.RawStatus;

/** Starts what one timer is for, and knows whether it goes on. Allocates nothing once made. */
final class Job {
  /** How far a start has come. */
  private enum Phase {
    IDLE,
    /** s6-rc brings up what is needed. */
    NEEDS,
    /** s6-rc brings the oneshot down. */
    DOWN,
    /** s6-rc brings the oneshot up. */
    UP,
    /** The supervisor has been told. */
    RUNS
  }

  private final Posix posix;
  private final Messages messages;
  private final TimerFile file;
  private final byte[] name;
  private final TimedService service;
  private final byte[][] needs;
  private final byte[][] down;
  private final byte[][] up;
  private final Spawn spawn = new Spawn();
  private Phase phase = Phase.IDLE;
  private int pid;

  /** {@code rc} is the command line of s6-rc without its direction and what follows. */
  Job(Posix posix, Messages messages, byte[] name, TimerFile file, byte[][] rc) {
    this.posix = posix;
    this.messages = messages;
    this.file = file;
    this.name = name;
    service = new TimedService(posix, file.service, file.way);
    byte[][] oneshot = {file.service};
    needs = line(rc, "-u", file.needs);
    down = line(rc, "-d", oneshot);
    up = line(rc, "-u", oneshot);
  }

  private static byte[][] line(byte[][] rc, String direction, byte[][] names) {
    byte[][] line = new byte[rc.length + 2 + names.length][];
    System.arraycopy(rc, 0, line, 0, rc.length);
    line[rc.length] = CString.of(direction);
    line[rc.length + 1] = CString.of("change");
    System.arraycopy(names, 0, line, rc.length + 2, names.length);
    return line;
  }

  private boolean isOfSupervisor() {
    return file.way != TimerFile.Way.RC;
  }

  boolean isBusy() {
    return phase != Phase.IDLE;
  }

  /** Whether nobody tells when it is over, so that it must be looked at. */
  boolean mustBeLookedAt() {
    return phase == Phase.RUNS && !service.isWatched();
  }

  /** Notices a service that somebody else has started. */
  void notice(@Descriptor int watch, long mono) {
    if (phase == Phase.IDLE && isOfSupervisor() && service.runsAlready(watch, mono))
      phase = Phase.RUNS;
  }

  /** Starts it; whether that went well so far. */
  boolean start(@Descriptor int watch, long mono) {
    if (file.needs.length > 0) return run(Phase.NEEDS, needs);
    return act(watch, mono);
  }

  private boolean act(int watch, long mono) {
    if (!isOfSupervisor()) return run(Phase.DOWN, down);
    int answer = service.start(watch, mono);
    if (answer < 0) return fails(answer);
    phase = Phase.RUNS;
    return true;
  }

  private boolean run(Phase next, byte[][] line) {
    spawn.reset();
    spawn.file = line[0];
    spawn.arguments = line;
    int child = posix.spawn(spawn);
    if (child < 0) return fails(child);
    pid = child;
    phase = next;
    return true;
  }

  private boolean fails(int error) {
    phase = Phase.IDLE;
    messages.warning().unableTo("start ").bytes(name);
    if (error == -Errno.ENXIO || error == -Errno.ENOENT) messages.text(": no supervisor").end();
    else messages.end(error);
    return false;
  }

  boolean isOf(@Pid int child) {
    return pid != 0 && pid == child;
  }

  boolean hasChild() {
    return pid != 0;
  }

  /** The child, s6-rc, has ended; whether the job is over. */
  boolean ended(@RawStatus int rawStatus, @Descriptor int watch, long mono) {
    Phase was = phase;
    pid = 0;
    phase = Phase.IDLE;
    if (rawStatus != 0) {
      messages.warning().bytes(name).text(": s6-rc failed");
      messages.text(was == Phase.NEEDS ? " to bring up what it needs" : "").end();
      return true;
    }
    return switch (was) {
      case NEEDS -> !act(watch, mono);
      case DOWN -> !run(Phase.UP, up);
      case IDLE, UP, RUNS -> true;
    };
  }

  /** Looks at a service that was started; whether it is over now. */
  boolean isOver(long mono) {
    if (phase != Phase.RUNS || !service.hasEnded(mono)) return false;
    phase = Phase.IDLE;
    return true;
  }
}
