package s6j.rc.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import s6j.cli.Messages;
import s6j.formats.RcDatabase;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.Signal;

/** Each thing that s6-rc may say, and from which verbosity on it says it. */
class RcNarratorTest {
  private static final int MOST = 3;

  private final RcDatabase set = new Services().longrun("net").database();
  private final RcSettings settings = new RcSettings();

  /** Said from that verbosity on, and not below it. */
  private void from(int least, String message, Consumer<RcNarrator> told) {
    for (int verbosity = 0; verbosity <= MOST; verbosity++) {
      settings.verbosity = verbosity;
      FakePosix posix = new FakePosix();
      Messages messages = new Messages(posix, CString.of("s6-rc"));
      told.accept(new RcNarrator(messages, set, settings, null));
      String expected = verbosity < least ? "" : "s6-rc: " + message + "\n";
      assertEquals(expected, posix.errors(), message + " at " + verbosity);
    }
  }

  @Test
  void whatIsDone() {
    from(3, "info: bringing selected services up", narrator -> narrator.pass(true));
    from(3, "info: bringing selected services down", narrator -> narrator.pass(false));
    from(3, "info: service net: already up", narrator -> narrator.already(0, true));
    from(3, "info: service net: already down", narrator -> narrator.already(0, false));
    from(2, "info: service net: stopping", narrator -> narrator.begun(0, Transition.STOP));
    from(
        2,
        "info: service net successfully reloaded",
        narrator -> narrator.done(0, Transition.RELOAD));
    from(
        1,
        "warning: service net is marked as essential, not stopping it",
        narrator -> narrator.essential(0));
  }

  @Test
  void whatFails() {
    from(
        1,
        "warning: unable to start service net: command exited 7",
        narrator -> narrator.failed(0, Transition.START, 7 << 8));
    from(
        1,
        "warning: unable to stop service net: command crashed with signal 9",
        narrator -> narrator.failed(0, Transition.STOP, 9));
    from(
        1,
        "warning: unable to touch /x: Permission denied",
        narrator -> narrator.unableTo("touch ", CString.of("/x"), -Errno.EACCES));
    String end = ", aborting pending processes and exiting asap";
    from(2, "warning: received TERM" + end, narrator -> narrator.signal(Signal.SIGTERM));
    from(2, "warning: received INT" + end, narrator -> narrator.signal(Signal.SIGINT));
  }

  @Test
  void whatCannotBeSpawnedIsToldTwiceToWhoWantsAll() {
    settings.verbosity = 2;
    FakePosix posix = new FakePosix();
    Messages messages = new Messages(posix, CString.of("s6-rc"));
    new RcNarrator(messages, set, settings, null).notStarted(0, Transition.START, -Errno.EAGAIN);
    assertEquals(
        "s6-rc: warning: unable to spawn subprocess for net: Resource temporarily unavailable\n"
            + "s6-rc: info: service net: failed to start\n",
        posix.errors());
  }

  @Test
  void aDryRunIsCalledOne() {
    settings.dryRunMillis = 5;
    from(
        2, "info: dry run: service net: starting", narrator -> narrator.begun(0, Transition.START));
    from(
        1,
        "warning: unable to (dry run) start service net: command exited 1",
        narrator -> narrator.failed(0, Transition.START, 1 << 8));
  }

  @Test
  void whatEndsItIsAlwaysSaidAndHasItsCode() {
    from(0, "fatal: timed out", narrator -> assertEquals(2, narrator.timedOut()));
    from(
        0,
        "fatal: unable to write /live/state: No space left on device",
        narrator ->
            assertEquals(111, narrator.cannotWrite(CString.of("/live/state"), -Errno.ENOSPC)));
    from(
        0,
        "fatal: unable to poll: Invalid argument",
        narrator -> assertEquals(111, narrator.cannot("poll", -Errno.EINVAL)));
    from(
        0,
        "fatal: unable to send reload command to service net: Permission denied",
        narrator -> assertEquals(111, narrator.cannotReload(0, -Errno.EACCES)));
  }
}
