package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import s6j.cli.ExitCode;
import s6j.formats.talk.SupervisorHost;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** A directory of thousands in which no supervisor can begin is tried again, and told of once. */
class HostedComplaintTest {
  private static final String NO_DIRECTORY =
      "supervise a: fatal: event exists and is not a directory\n";
  private static final String NO_FIFO = "supervise a: fatal: supervise/control is not a FIFO\n";

  private final FakePosix posix = new FakePosix();
  private final HostedSupervisors host =
      new HostedSupervisors(posix, CString.of("svscan"), CString.of("supervise"), client -> {});

  private SupervisorHost.Hosted service(String name) {
    posix.directory("/" + name).file("/" + name + "/down", "");
    return host.supervisor(new HostedClient(CString.of(name)));
  }

  @BeforeEach
  void open() {
    assertEquals(0, host.open(true, null));
  }

  @Test
  void whatStaysWrongIsToldOnce() {
    SupervisorHost.Hosted one = service("a");
    posix.file("/a/event", "");
    for (int i = 0; i < 3; i++) assertEquals(ExitCode.USAGE, one.begin());
    assertEquals(NO_DIRECTORY, posix.errors());
    SupervisorHost.Hosted other = service("b");
    posix.file("/b/event", "");
    assertEquals(ExitCode.USAGE, other.begin());
    String ofOther = NO_DIRECTORY.replace(" a:", " b:");
    assertEquals(NO_DIRECTORY + ofOther, posix.errors());
    assertEquals(ExitCode.USAGE, one.begin());
    assertEquals(NO_DIRECTORY + ofOther, posix.errors());
    host.close();
  }

  @Test
  void whatIsWrongAnewIsTold() {
    SupervisorHost.Hosted one = service("a");
    posix.file("/a/event", "");
    assertEquals(ExitCode.USAGE, one.begin());
    posix.unlink(Posix.CWD, CString.of("/a/event"));
    posix.directory("/a/supervise").file("/a/supervise/control", "");
    for (int i = 0; i < 2; i++) assertEquals(ExitCode.USAGE, one.begin());
    assertEquals(NO_DIRECTORY + NO_FIFO, posix.errors());
    posix.unlink(Posix.CWD, CString.of("/a/supervise/control"));
    assertEquals(0, one.begin());
    host.close();
    assertEquals(NO_DIRECTORY + NO_FIFO, posix.errors());
  }

  /** Whoever has begun in between may complain of the same again. */
  @Test
  void afterABeginTheSameIsToldAgain() {
    SupervisorHost.Hosted one = service("a");
    posix.file("/a/event", "");
    assertEquals(ExitCode.USAGE, one.begin());
    posix.unlink(Posix.CWD, CString.of("/a/event"));
    assertEquals(0, one.begin());
    host.close();
    posix.rmdir(Posix.CWD, CString.of("/a/event"));
    posix.file("/a/event", "");
    assertEquals(0, host.open(true, null));
    assertEquals(ExitCode.USAGE, one.begin());
    assertEquals(NO_DIRECTORY + NO_DIRECTORY, posix.errors());
    host.close();
  }
}
