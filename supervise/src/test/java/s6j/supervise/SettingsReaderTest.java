package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.cli.Messages;
import s6j.formats.files.KnobReader;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** The numbers of the servicedir page, and what is said of those that are none. */
class SettingsReaderTest {
  private final FakePosix posix = new FakePosix().directory("/a");
  private final Meddler meddler = new Meddler(posix);
  private final Settings settings = new Settings();
  private final SuperviseState up = Story.of("timer", "started").state;

  private void read(SuperviseEvent event) {
    Posix kernel = meddler.kernel();
    int directory = posix.open(Posix.CWD, CString.of("/a"), OpenFlags.O_RDONLY, 0);
    Messages messages = new Messages(kernel, CString.of("supervise a"));
    new SettingsReader(messages, new KnobReader(kernel)).in(directory).read(event, up, settings);
    posix.close(directory);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "2147483646, 2147483646",
    "2147483647, 2147483647",
    "2147483648, 0",
    "4294967295, 0",
    "soon, 0",
    "'', 0"
  })
  void aTimeToKill(String text, int millis) {
    posix.file("/a/timeout-kill", text);
    read(SuperviseEvent.DOWN);
    assertEquals(millis, settings.killTimeoutMillis);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1000 2 60000 10000",
    "5, 5 2 60000 10000",
    "5 3, 5 3 60000 10000",
    "5 1001 7, 5 1000 7 10000",
    "0 0 0 0, 1000 2 60000 10000",
    "1 1 1 4294967295, 1 1 1 2147483647"
  })
  void pauses(String text, String expected) {
    posix.file("/a/restart-backoff", text);
    read(SuperviseEvent.CHILD_EXITED);
    assertEquals(
        expected,
        settings.firstPauseMillis
            + (" " + settings.pauseFactor)
            + (" " + settings.longestPauseMillis)
            + (" " + settings.resetAfterMillis));
  }

  /** What the file said before is forgotten. */
  @Test
  void aFileThatGotShorterIsReadAnew() {
    int directory = posix.open(Posix.CWD, CString.of("/a"), OpenFlags.O_RDONLY, 0);
    Messages messages = new Messages(posix, CString.of("supervise a"));
    SettingsReader reader = new SettingsReader(messages, new KnobReader(posix)).in(directory);
    posix.file("/a/restart-backoff", "5 6 7 8");
    reader.read(SuperviseEvent.CHILD_EXITED, up, settings);
    posix.file("/a/restart-backoff", "4");
    reader.read(SuperviseEvent.CHILD_EXITED_125, up, settings);
    posix.close(directory);
    assertEquals(4, settings.firstPauseMillis);
    assertEquals(2, settings.pauseFactor);
    assertEquals(60_000, settings.longestPauseMillis);
    assertEquals(10_000, settings.resetAfterMillis);
  }

  @Test
  void noFileIsNoReasonToSpeak() {
    read(SuperviseEvent.DOWN);
    read(SuperviseEvent.CHILD_EXITED);
    read(SuperviseEvent.RELOAD);
    read(SuperviseEvent.FINISH_STARTED);
    assertEquals("", posix.errors());
    assertEquals(Settings.DEFAULT_FINISH_TIMEOUT_MILLIS, settings.finishTimeoutMillis);
  }

  @Test
  void aFileThatCannotBeReadIsToldOfAndCountsAsAbsent() {
    posix.file("/a/down-signal", "INT");
    meddler.refuse("open down-signal", Errno.EACCES);
    meddler.refuse("access flag-no-cont", Errno.EIO);
    read(SuperviseEvent.DOWN);
    assertEquals(s6j.posix.Signal.SIGTERM, settings.downSignal);
    assertEquals(
        "supervise a: warning: unable to access flag-no-cont: Input/output error\n"
            + "supervise a: warning: unable to open down-signal: Permission denied\n",
        posix.errors());
  }

  @Test
  void aSignalThatIsNoneIsToldOf() {
    posix.file("/a/down-signal", "NOBODY");
    read(SuperviseEvent.RESTART);
    assertEquals(s6j.posix.Signal.SIGTERM, settings.downSignal);
    assertEquals("supervise a: warning: invalid down-signal\n", posix.errors());
  }
}
