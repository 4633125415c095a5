package s6j.client;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import s6j.formats.ServiceStatus;
import s6j.formats.Tai64n;

/**
 * What the supervisor of a service last wrote about it.
 *
 * @param state where the service is
 * @param pid the process of {@code run}, or of {@code finish} while that is at work
 * @param since when it last went up or down
 * @param ready since when it is ready or, if it is down, fully down
 * @param exitCode how {@code run} ended, if it is not up, ran before and exited by itself
 * @param signal the signal that ended {@code run} instead, by its number
 * @param wantedUp whether the supervisor starts it again when it ends
 * @param paused whether it was stopped by a signal and has not gone on
 */
public record Status(
    State state,
    OptionalLong pid,
    Instant since,
    Optional<Instant> ready,
    OptionalInt exitCode,
    OptionalInt signal,
    boolean wantedUp,
    boolean paused) {
  private static final long SECOND = 1_000_000_000;

  /** Reads the bytes of {@code file}, of which there are {@code length}. */
  static Status decode(Path file, byte[] bytes, int length) {
    if (length < ServiceStatus.SIZE)
      throw new MalformedException(
          file, "has " + length + " bytes, expected " + ServiceStatus.SIZE);
    ServiceStatus read = new ServiceStatus();
    read.decode(bytes, 0);
    if (read.stampNanos == Tai64n.INVALID || read.readyNanos == Tai64n.INVALID)
      throw new MalformedException(file, "has a stamp that is no moment, expected TAI64N");
    if (read.pid < 0)
      throw new MalformedException(file, "has " + read.pid + " for a process, expected a number");
    return new Status(
        state(read),
        read.pid == 0 ? OptionalLong.empty() : OptionalLong.of(read.pid),
        instant(read.stampNanos),
        read.ready ? Optional.of(instant(read.readyNanos)) : Optional.empty(),
        read.exitCode() < 0 ? OptionalInt.empty() : OptionalInt.of(read.exitCode()),
        read.signal() == 0 ? OptionalInt.empty() : OptionalInt.of(read.signal()),
        read.wantUp,
        read.paused && read.pid != 0);
  }

  private static State state(ServiceStatus read) {
    if (read.isUp()) return read.ready ? State.READY : State.UP;
    return read.ready ? State.DOWN : State.FINISHING;
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
  }

  /** In words, as in {@code UP (pid 12) since 2026-11-30T12:00:00Z}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(state);
    if (pid.isPresent()) text.append(" (pid ").append(pid.getAsLong()).append(')');
    if (exitCode.isPresent()) text.append(" (exit code ").append(exitCode.getAsInt()).append(')');
    if (signal.isPresent()) text.append(" (signal ").append(signal.getAsInt()).append(')');
    return text.append(" since ").append(since).toString();
  }
}
