package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.cli.ExitCode;
import s6j.formats.talk.SupervisorHost;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;

/** What a host needs to open, and where a supervisor may not begin. */
class HostedOpeningTest {
  private final FakePosix posix = new FakePosix();

  private static HostedSupervisors host(Posix posix) {
    return new HostedSupervisors(
        posix, CString.of("svscan"), CString.of("supervise"), client -> {});
  }

  @ParameterizedTest
  @CsvSource({
    "getLimit, raise the limit of descriptors",
    "setLimit, raise the limit of descriptors",
    "openPollSet, open a set of descriptors",
    "open, open /dev/null"
  })
  void whatCannotBeHadIsTold(String call, String what) {
    FaultyPosix faults = new FaultyPosix().failCall(call, 1, Errno.ENOMEM);
    HostedSupervisors host = host(faults.around(posix));
    assertEquals(ExitCode.SYSTEM, host.open(true, null));
    host.close();
    assertEquals(
        "supervise: fatal: unable to " + what + ": Cannot allocate memory\n", posix.errors());
  }

  private int begin(boolean isHere) {
    HostedSupervisors host = host(posix);
    assertEquals(0, host.open(true, null));
    int code = host.supervisor(new HostedClient(CString.of("a"), isHere)).begin();
    host.close();
    return code;
  }

  @Test
  void aDirectoryThatIsNotThereIsToldOfUnderTheHostsName() {
    assertEquals(ExitCode.SYSTEM, begin(true));
    assertEquals(
        "supervise: fatal: unable to chdir to a: No such file or directory\n", posix.errors());
  }

  @Test
  void anotherDirectoryOfThatNameIsLeftAlone() {
    posix.directory("/a").file("/a/down", "");
    assertEquals(SupervisorHost.ELSEWHERE, begin(false));
    assertTrue(!posix.exists("/a/supervise"));
    assertEquals("", posix.errors());
  }

  @Test
  void nearTheLimitOfDescriptorsNobodyBegins() {
    posix.directory("/a").file("/a/down", "");
    posix.setLimit(Posix.RLIMIT_NOFILE, 8, 8);
    assertEquals(SupervisorHost.FULL, begin(true));
    assertTrue(!posix.exists("/a/supervise"));
  }

  @Test
  void oneThatBeganHasItsFifo() {
    posix.directory("/a").file("/a/down", "");
    assertEquals(0, begin(true));
    assertTrue(posix.exists("/a/supervise/control"));
  }

  @Test
  void aServiceMayGetALongerName() {
    byte[] name = new byte[256];
    name[0] = 'a';
    posix.directory("/a").directory("/" + "b".repeat(200));
    HostedSupervisors host = host(posix);
    assertEquals(0, host.open(true, null));
    SupervisorHost.Hosted one = host.supervisor(new HostedClient(name, false));
    assertEquals(SupervisorHost.ELSEWHERE, one.begin());
    Arrays.fill(name, 0, 200, (byte) 'b');
    assertEquals(SupervisorHost.ELSEWHERE, one.begin());
    host.close();
  }
}
