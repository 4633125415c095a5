package s6j.svc.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;
import s6j.posix.Spawn;
import s6j.svc.Called;
import s6j.svc.Supervisor;

/** The chainloaders that tell readiness, docs/specification/s6.md, A.1. */
class NotifyTest {
  private final FakePosix posix = Called.install(new FakePosix());

  private static boolean tells(String datagram) {
    DaemonWords words = new DaemonWords();
    words.read(CString.of(datagram), datagram.length());
    return words.isReady;
  }

  @Test
  void readinessIsALineOfItsOwn() {
    assertTrue(tells("READY=1\n"));
    assertTrue(tells("READY=1"));
    assertTrue(tells("STATUS=fine\nREADY=1\nMAINPID=5\n"));
    assertTrue(tells("STATUS=fine\nREADY=1"));
    assertFalse(tells("READY=0\n"));
    assertFalse(tells("READY=10\n"));
    assertFalse(tells("STATUS=READY=1\n"));
    assertFalse(tells("\n\n"));
    assertFalse(tells(""));
  }

  /** A pipe as supervisors give it: its ends are beyond what programs under test open. */
  private int[] pipe() {
    int[] ends = new int[2];
    posix.pipe(ends, OpenFlags.O_NONBLOCK);
    return ends;
  }

  private String told(int reading) {
    byte[] buffer = new byte[10];
    int length = posix.read(reading, buffer, 0, 10);
    return length < 0 ? "nothing" : CString.text(CString.slice(buffer, 0, length));
  }

  @Test
  void theCheckLoopTellsOnceTheCheckSucceeds() {
    new Supervisor(posix, "/a");
    posix.chdir(CString.of("/a"));
    int[] tries = new int[1];
    posix.program("/a/data/check", child -> child.exit(++tries[0] == 3 ? 0 : 1));
    int[] ready = pipe();
    int[] sync = pipe();
    CheckLoop loop = new CheckLoop(posix, messages(), new CheckLoop.Plan(), ready[1]);
    long start = posix.monotonicNanos();
    assertEquals(CheckLoop.READY, loop.run(sync[1]));
    assertEquals(2010, (posix.monotonicNanos() - start) / 1_000_000);
    assertEquals("\n", told(ready[0]));
    assertEquals(1, told(sync[0]).length());
    assertTrue(posix.names("/a/event").isEmpty());
  }

  @Test
  void theCheckLoopGivesUp() {
    new Supervisor(posix, "/a");
    posix.chdir(CString.of("/a"));
    posix.program("/a/data/check", child -> child.exit(1));
    int[] ready = pipe();
    CheckLoop loop = new CheckLoop(posix, messages(), new CheckLoop.Plan(), ready[1]);
    assertEquals(CheckLoop.TRIES_USED_UP, loop.run(pipe()[1]));
    assertEquals("nothing", told(ready[0]));
  }

  @Test
  void theCheckLoopNoticesTheServicesDeath() {
    Supervisor supervisor = new Supervisor(posix, "/a");
    posix.chdir(CString.of("/a"));
    posix.program("/a/data/check", child -> child.exit(1));
    posix.after(1500, () -> supervisor.announce("dD"));
    CheckLoop loop = new CheckLoop(posix, messages(), new CheckLoop.Plan(), pipe()[1]);
    assertEquals(CheckLoop.SERVICE_DIED, loop.run(pipe()[1]));
  }

  @Test
  void aCheckThatHangsIsEnded() {
    new Supervisor(posix, "/a");
    posix.chdir(CString.of("/a"));
    posix.program("/a/data/check", child -> {});
    CheckLoop.Plan plan = new CheckLoop.Plan();
    plan.localTimeoutMillis = 500;
    plan.globalTimeoutMillis = 5000;
    CheckLoop loop = new CheckLoop(posix, messages(), plan, pipe()[1]);
    long start = posix.monotonicNanos();
    assertEquals(CheckLoop.TOO_LATE, loop.run(pipe()[1]));
    assertEquals(5000, (posix.monotonicNanos() - start) / 1_000_000);
    assertEquals(4, posix.kills().size(), posix.kills().toString());
  }

  @Test
  void theDaemonsProcessBecomesTheDaemon() {
    new Supervisor(posix, "/a");
    posix.file("/a/notification-fd", "9\n").chdir(CString.of("/a"));
    posix.program("/a/data/check", child -> child.exit(0));
    posix.program("/usr/bin/daemon", child -> child.exit(0));
    int[] ready = pipe();
    posix.dup2(ready[1], 9);
    posix.close(ready[1]);
    FakePosix.Executed executed =
        assertThrows(
            FakePosix.Executed.class,
            () -> Called.run(posix, "s6-notifyoncheck", "-s", "0", "daemon", "-x"));
    assertEquals("/usr/bin/daemon -x", executed.line());
    assertEquals("\n", told(ready[0]));
    assertTrue(posix.descriptorFlags(9) < 0, "the daemon does not get the descriptor");
  }

  @Test
  void whatNotifyoncheckNeeds() {
    posix.directory("/a").chdir(CString.of("/a"));
    assertEquals(111, Called.run(posix, "s6-notifyoncheck", "true"));
    posix.file("/a/notification-fd", "x\n");
    assertEquals(100, Called.run(posix, "s6-notifyoncheck", "true"));
    assertEquals(111, Called.run(posix, "s6-notifyoncheck", "-3", "9", "true"));
    assertEquals(100, Called.run(posix, "s6-notifyoncheck", "-3", "2", "true"));
    assertTrue(posix.errors().contains("s6-supervise not running"));
    assertEquals(100, Called.run(posix, "s6-notifyoncheck"));
    assertEquals(100, Called.run(posix, "s6-notifyoncheck", "-3", "2", "-w", "x", "true"));
    assertEquals(100, Called.run(posix, "s6-notifyoncheck", "--nosuch", "true"));
    assertTrue(posix.errors().contains("waiting-time must be an unsigned integer"));
  }

  @Test
  void withoutANotifySocketThereIsNothingToPassOn() {
    posix.program("/usr/bin/daemon", child -> child.exit(0));
    FakePosix.Executed executed =
        assertThrows(
            FakePosix.Executed.class,
            () -> Called.run(posix, "s6-notify-socket-from-fd", "-d", "3", "daemon"));
    assertEquals("/usr/bin/daemon", executed.line());
    assertTrue(posix.others().isEmpty());
    assertEquals(100, Called.run(posix, "s6-notify-socket-from-fd", "-d", "x", "daemon"));
    assertEquals(100, Called.run(posix, "s6-notify-socket-from-fd"));
    assertEquals(100, Called.run(posix, "s6-notify-fd-from-socket"));
    assertEquals(111, Called.run(posix, "s6-notify-fd-from-socket", "-3", "9", "daemon"));
  }

  /** Lets a daemon say something to a helper that watches it, from one second on. */
  private long endOfWatch(String... said) {
    return endOfWatch(helper -> helper, 1500, said);
  }

  private long endOfWatch(UnaryOperator<NotifyHelper> made, long watchdog, String... said) {
    SocketAddress address = new SocketAddress();
    address.unix(CString.of("\0notify"), 7);
    int socket = posix.socket(Posix.AF_UNIX, Posix.SOCK_DGRAM, 0);
    assertEquals(0, posix.bind(socket, address));
    int[] ends = new int[2];
    posix.pipe(ends, 0);
    FakePosix daemon = posix.another();
    int sending = daemon.socket(Posix.AF_UNIX, Posix.SOCK_DGRAM, 0);
    for (int i = 0; i < said.length; i++) {
      byte[] text = CString.of(said[i]);
      posix.after(1000 * (i + 1), () -> daemon.sendTo(sending, text, 0, text.length, address));
    }
    posix.after(60_000, () -> daemon.endWith(0));
    int process = posix.openProcess(daemon.getpid());
    long begin = posix.monotonicNanos();
    NotifyHelper helper = made.apply(new NotifyHelper(posix, messages(), socket, ends[1], process));
    assertEquals(0, helper.forward(0, watchdog));
    boolean isTold = String.join("\n", said).contains("READY=1");
    byte[] newline = new byte[2];
    assertEquals(isTold ? 1 : 0, posix.read(ends[0], newline, 0, 2));
    for (int fd : new int[] {socket, ends[0], process}) posix.close(fd);
    if (!isTold) posix.close(ends[1]);
    return (posix.monotonicNanos() - begin) / 1_000_000;
  }

  @Test
  void aDaemonThatDoesNotTellThatItLivesIsEnded() {
    posix.directory("/supervise");
    assertEquals(2500, endOfWatch("READY=1"), 20);
    assertEquals("", posix.text("/supervise/watchdog"));
    assertTrue(posix.errors().contains("the daemon does not tell that it lives"));
  }

  @Test
  void whatTellsThatItLivesGoesOn() {
    assertEquals(4500, endOfWatch("READY=1", "WATCHDOG=1", "STATUS=x\nWATCHDOG=1"), 20);
  }

  @Test
  void whatStopsMayTakeItsTime() {
    assertEquals(60_000, endOfWatch("READY=1", "STOPPING=1"), 20);
  }

  @Test
  void aTriggerIsEnough() {
    assertEquals(2000, endOfWatch("READY=1", "WATCHDOG=trigger"), 20);
  }

  /** What a daemon says of itself is written down, and removed at its end. */
  @Test
  void whatItSaysIsKept() {
    posix.directory("/supervise");
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < 6; i++)
      posix.after(1000 * i + 1500, () -> seen.append(posix.text("/supervise/told")));
    long end =
        endOfWatch(
            helper -> helper.keepingTold(77),
            0,
            "STATUS=loading\nMAINPID=5",
            "READY=1\nSTATUS=serves 5",
            "RELOADING=1",
            "READY=1",
            "STATUS=\n",
            "STATUS=bye\nSTOPPING=1");
    assertEquals(60_000, end, 20);
    assertEquals(
        "77 starting loading\n77 ready serves 5\n77 reloading serves 5\n77 ready serves 5\n"
            + "77 ready \n77 stopping bye\n",
        seen.toString());
    assertEquals(List.of(), posix.names("/supervise"));
  }

  @Test
  void theDaemonChoosesHowOftenItTells() {
    assertEquals(7000, endOfWatch(helper -> helper, 1500, "READY=1", "WATCHDOG_USEC=5000000"), 20);
    assertEquals(60_000, endOfWatch(helper -> helper, 1500, "READY=1", "WATCHDOG_USEC=0"), 20);
  }

  private static int spawn(FakePosix from) {
    Spawn spawn = new Spawn();
    spawn.file = CString.of("/bin/any");
    spawn.arguments = new byte[][] {spawn.file};
    return from.spawn(spawn);
  }

  /** It must be one that s6-tree will be told the end of; of others it is said, once each. */
  @Test
  void theDaemonNamesItsMainProcess() {
    posix.directory("/supervise");
    List<FakePosix> born = new ArrayList<>();
    posix.program("/bin/any", born::add);
    FakePosix tree = posix.another();
    spawn(tree);
    FakePosix daemon = born.get(0);
    spawn(daemon);
    FakePosix next = born.get(1);
    SocketAddress address = new SocketAddress();
    address.unix(CString.of("\0notify"), 7);
    int socket = posix.socket(Posix.AF_UNIX, Posix.SOCK_DGRAM, 0);
    assertEquals(0, posix.bind(socket, address));
    int sending = daemon.socket(Posix.AF_UNIX, Posix.SOCK_DGRAM, 0);
    StringBuilder seen = new StringBuilder();
    int[] named = {daemon.getpid(), posix.another().getpid(), next.getpid(), next.getpid()};
    for (int i = 0; i < named.length; i++) {
      byte[] text = CString.of("READY=1\nMAINPID=" + named[i]);
      posix.after(1000 * (i + 1), () -> daemon.sendTo(sending, text, 0, text.length, address));
      posix.after(1000 * (i + 1) + 500, () -> seen.append(posix.names("/supervise").size()));
    }
    posix.after(4600, () -> seen.append(' ').append(posix.text("/supervise/main")));
    posix.after(5000, () -> daemon.endWith(0));
    posix.after(7000, () -> next.endWith(0));
    int process = posix.openProcess(daemon.getpid());
    NotifyHelper helper =
        new NotifyHelper(posix, messages(), socket, NotifyHelper.NONE, process)
            .following(new MainProcess(posix, daemon.getpid(), tree.getpid()));
    long begin = posix.monotonicNanos();
    assertEquals(0, helper.forward(0, 0));
    assertEquals(7000, (posix.monotonicNanos() - begin) / 1_000_000, 20);
    assertEquals("0011 " + next.getpid() + "\n", seen.toString());
    assertFalse(posix.exists("/supervise/main"));
    assertEquals(1, posix.errors().split("unable to follow MAINPID", -1).length - 1);
    posix.close(socket);
    posix.close(process);
  }

  private s6j.cli.Messages messages() {
    return new s6j.cli.Messages(posix, CString.of("check"));
  }
}
