package s6j.machine.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import s6j.machine.Called;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** Process 1 until it is s6-svscan, and the child that becomes rc.init. */
class InitTest {
  private static final String BASE = "/etc/s6-linux-init/current/";
  private static final String FIFO = "/run/service/s6-svscan-log/fifo";
  private static final String SCANNER = "exec /usr/bin/s6-svscan ";

  /** A machine with all that there should be. */
  private static FakePosix machine() {
    FakePosix posix = new FakePosix().become(0, 0).seeingPid(1).forksAnswer(7);
    posix.directory("/run").directory(BASE + "run-image/service/s6-svscan-log");
    posix.mkfifo(Posix.CWD, CString.of(BASE + "run-image/service/s6-svscan-log/fifo"), 0600);
    posix.file(BASE + "env/LANG", "C\n").file(BASE + "env/TERM", "").file(BASE + "env/.x", "y");
    posix.file(BASE + "env/TWO", "a\nb\n").file("/dev/console", "");
    return posix
        .setEnvironment("TERM=linux", "root=/dev/sda", "EMPTY=", "/x=y", "none")
        .setOwnPath("/usr/bin/s6-linux-init")
        .program("/usr/bin/s6-linux-init", child -> child.exit(0))
        .program("/usr/bin/s6-svscan", child -> child.exit(0))
        .program("/bin/sh", child -> child.after(1000, () -> child.end(0)))
        .program(BASE + "scripts/rc.init", child -> child.exit(0));
  }

  /** One in a namespace of its own may end. */
  private static FakePosix inNamespace(FakePosix posix) {
    return posix.inPidNamespace();
  }

  private static String init(Posix posix, String... options) {
    List<String> words = new ArrayList<>(List.of("s6-linux-init"));
    words.addAll(List.of(options));
    return Called.as(posix, words.toArray(new String[0]));
  }

  @Test
  void aMachineBegins() {
    FakePosix posix = machine();
    assertEquals(SCANNER + "-X3 -- /run/service", init(posix, "-s", "/run/kernel", "--", "quiet"));
    assertEquals("\n  s6-linux-init version 1.2.0.2\n\n", posix.output());
    assertEquals(List.of("tmpfs /run tmpfs 6 mode=0755"), posix.mounted());
    assertEquals(List.of("EMPTY", "TERM", "root"), posix.names("/run/kernel"));
    assertEquals("linux\n", posix.text("/run/kernel/TERM"));
    assertEquals("\n", posix.text("/run/kernel/EMPTY"));
    assertEquals(0700, posix.permissions("/run/kernel"));
    assertEquals(List.of(Posix.RB_DISABLE_CAD), posix.reboots());
    assertEquals("", posix.errors());
    assertEquals(List.of(), posix.complaints());
  }

  @Test
  void theEnvironmentIsPathAndWhatIsToldOf() {
    FakePosix posix = machine();
    FakePosix.Executed scanner = executed(posix, "s6-linux-init", "-p", "/usr/bin:/x");
    List<String> variables = new ArrayList<>();
    for (byte[] variable : scanner.environment)
      if (variable != null) variables.add(CString.text(variable));
    assertEquals(
        List.of("LANG=C", "PATH=/usr/bin:/x", "TWO=a\nb"), variables.stream().sorted().toList());
  }

  private static FakePosix.Executed executed(Posix posix, String... words) {
    byte[][] arguments = Stream.of(words).map(CString::of).toArray(byte[][]::new);
    try {
      throw new AssertionError(Init.run(posix, Init.declaration(), arguments));
    } catch (FakePosix.Executed next) {
      return next;
    }
  }

  @Test
  void theOptionsOfRun() {
    String remounted = "tmpfs /run tmpfs 26 mode=0755";
    assertEquals(List.of(remounted), mounts("-n"));
    assertEquals(List.of(remounted), mounts("--hands-off-slashrun", "-n"));
    assertEquals(List.of(), mounts("-n", "-N"));
  }

  private static List<String> mounts(String... options) {
    FakePosix posix = machine();
    init(posix, options);
    return posix.mounted();
  }

  @Test
  void theRunlevelIsTheFirstWordThatIsOne() {
    for (String[] told :
        new String[][] {
          {"default quiet 9", "quiet", "9"},
          {"3 quiet 3 4", "quiet", "3", "4"},
          {"default ro default", "ro", "default"}
        }) assertEquals("exec " + BASE + "scripts/rc.init " + told[0], child(told));
    assertEquals("exec " + BASE + "scripts/rc.init 5", child("", "-D", "5"));
    assertEquals("exec " + BASE + "scripts/rc.init 5 3", child("", "-C", "-D", "5", "3"));
  }

  private static String child(String... told) {
    return childOf(machine(), told);
  }

  /** The child goes on where the fork answers 0. Somebody has to read the log. */
  private static String childOf(FakePosix posix, String... told) {
    posix.forksAnswer(0);
    posix.directory("/run/service/s6-svscan-log");
    posix.mkfifo(Posix.CWD, CString.of(FIFO), 0600);
    posix.another().open(Posix.CWD, CString.of(FIFO), OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK, 0);
    String[] options = new String[told.length - 1];
    System.arraycopy(told, 1, options, 0, options.length);
    return init(posix, options);
  }

  @Test
  void whoIsNotProcessOneAsksForARunlevel() {
    FakePosix posix = machine().seeingPid(55);
    posix.program("/usr/bin/s6-linux-init-telinit", child -> child.exit(0));
    assertEquals("exec /usr/bin/s6-linux-init-telinit -v 1 3", init(posix, "-v", "1", "3"));
    assertEquals("exit 127", init(new FakePosix(), "3"));
  }

  @Test
  void devicesThatAreThereAlreadyAreTaken() {
    FakePosix posix = machine();
    assertEquals(SCANNER + "-X3 -- /run/service", init(posix, "-d", "/dev"));
    assertEquals("dev /dev devtmpfs a", posix.mounted().get(0));
    FaultyPosix busy = new FaultyPosix().failCall("mount", 1, Errno.EBUSY);
    assertEquals(SCANNER + "-X3 -- /run/service", init(busy.around(machine()), "-d", "/dev"));
  }

  @Test
  void withoutConsoleAndDevicesItBegins() {
    FakePosix posix = machine();
    for (int fd = 0; fd < 3; fd++) posix.close(fd);
    posix.unlink(Posix.CWD, CString.of("/dev/console"));
    posix.unlink(Posix.CWD, CString.of("/dev/null"));
    String begun = init(posix);
    assertTrue(begun.startsWith(SCANNER + "-X"), begun);
    assertEquals("dev /dev devtmpfs a", posix.mounted().get(0));
  }

  @Test
  void aParentIsWaitedFor() {
    FakePosix posix = machine();
    int[] ends = new int[2];
    posix.pipe(ends, 0);
    posix.write(ends[1], CString.of("x"), 0, 1);
    assertTrue(init(posix, "-W", String.valueOf(ends[0])).startsWith(SCANNER));
    assertTrue(posix.errors().contains(": warning: parent wrote to readiness fd!\n"));
    assertTrue(init(machine(), "-W", "77").startsWith(SCANNER));
    assertEquals("exit 100", init(inNamespace(machine()), "-W", "2"));
    assertEquals("exit 100", init(inNamespace(machine()), "--umask=9"));
    assertEquals("exit 100", init(inNamespace(machine()), "-z"));
  }

  /** The scanner's newline stands for the logger there. */
  @Test
  void aContainerWithoutLogger() {
    assertEquals(SCANNER + "-d4 -- /run/service", init(machine(), "-C", "-B"));
    FakePosix posix = machine().forksAnswer(0);
    assertEquals("exec " + BASE + "scripts/rc.init default", init(posix, "-C", "-B"));
    assertTrue(posix.errors().contains("s6-svscan failed to send a notification byte!"));
    assertEquals(List.of(), posix.reboots());
  }

  @Test
  void inANamespaceWhatFailsIsTheEnd() {
    FakePosix posix = inNamespace(machine());
    assertEquals("exit 111", init(posix, "-c", "/nosuch"));
    assertEquals(
        "s6-linux-init: fatal: unable to copy /nosuch/run-image to /run: No such file or directory\n",
        posix.errors());
    posix.unlink(Posix.CWD, CString.of("/usr/bin/s6-svscan"));
    assertEquals("exit 127", init(posix));
    assertTrue(
        posix.errors().endsWith(": fatal: unable to exec s6-svscan: No such file or directory\n"));
  }

  @Test
  void onAMachineAShellIsOfferedAndItBeginsAnew() {
    FakePosix posix = machine();
    assertEquals("exec /usr/bin/s6-linux-init -c /nosuch", init(posix, "-c", "/nosuch"));
    String console = posix.text("/dev/console");
    assertTrue(console.contains("here is a shell; init is tried again when it ends\n"), console);
    posix = machine();
    posix.unlink(Posix.CWD, CString.of("/bin/sh"));
    long before = posix.monotonicNanos();
    assertEquals("exec /usr/bin/s6-linux-init -z", init(posix, "-z"));
    assertEquals(60, (posix.monotonicNanos() - before) / 1_000_000_000);
    assertTrue(
        posix.text("/dev/console").contains("there is no shell; init is tried again in a minute"));
  }

  @Test
  void aMachineWithoutRcInitOffersAShell() {
    FakePosix posix = machine();
    posix.unlink(Posix.CWD, CString.of(BASE + "scripts/rc.init"));
    assertEquals("exec /bin/sh", childOf(posix, ""));
    String told =
        "s6-linux-init (child): fatal: unable to exec " + BASE + "scripts/rc.init: No such";
    assertTrue(posix.text("/dev/console").startsWith(told), posix.text("/dev/console"));
    posix = inNamespace(machine());
    posix.unlink(Posix.CWD, CString.of(BASE + "scripts/rc.init"));
    assertEquals("exit 127", childOf(posix, ""));
  }

  /** Process 1 of a machine becomes s6-svscan, or begins anew; it never comes to an end. */
  @Test
  void noFailingCallEndsProcessOne() {
    for (String[] options :
        new String[][] {{"-v1"}, {"-d", "/dev"}, {"-B"}, {"-n", "-s", "/run/k"}}) {
      int calls =
          FaultyPosix.sweep(
              faulty -> {
                FakePosix kernel = machine();
                String end = init(faulty.around(kernel), options);
                boolean isScanner = end.startsWith(SCANNER);
                assertTrue(isScanner || end.startsWith("exec /usr/bin/s6-linux-init"), end);
                String said = kernel.errors() + kernel.text("/dev/console");
                // A console that is a file is written over by who opens it later.
                boolean isTold = !isScanner && !options[0].equals("-d");
                if (isTold) assertTrue(said.contains("fatal: unable to"), said);
              });
      assertTrue(calls > 50, "only " + calls + " calls");
    }
  }

  /** Nor does one that fails while there is nothing to boot from. */
  @Test
  void noFailingCallEndsTheRescue() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              String end = init(faulty.around(machine()), "-c", "/nosuch");
              assertEquals("exec /usr/bin/s6-linux-init -c /nosuch", end);
            });
    assertTrue(calls > 20, "only " + calls + " calls");
  }

  @Test
  void telinit() {
    FakePosix posix = new FakePosix().program("/usr/bin/s6-sudo", child -> child.exit(0));
    posix.program("/usr/bin/s6-linux-init-hpr", child -> child.exit(0));
    String sudo = "-e -T 3600000 -- /run/service/s6-linux-init-runleveld/s ";
    String[] line = {"s6-linux-init-telinit", "-v", "1", "-c", "/x", "-nNCB", "-W", "5", "3", "4"};
    assertEquals("exec /usr/bin/s6-sudo " + sudo + "3", Called.as(posix, line));
    assertEquals("exec /usr/bin/s6-linux-init-hpr -p", Called.as(posix, "telinit", "0"));
    assertEquals("exec /usr/bin/s6-linux-init-hpr -r", Called.as(posix, "telinit", "6"));
    posix.program("/usr/bin/s6-sudo", child -> child.exit(7));
    assertEquals("exit 7", Called.as(posix, "telinit", "6"));
    posix.program("/usr/bin/s6-sudo", child -> child.kill(child.getpid(), Signal.SIGKILL));
    assertEquals("exit 9", Called.as(posix, "telinit", "6"));
    assertEquals("exit 100", Called.as(posix, "telinit"));
    assertEquals("exit 100", Called.as(posix, "/sbin/init", "-z"));
    assertEquals(
        List.of(
            "s6-linux-init-telinit: fatal: s6-sudo died with exitcode 7",
            "s6-linux-init-telinit: fatal: s6-sudo crashed with signal 9",
            "s6-linux-init-telinit: usage: s6-linux-init-telinit runlevel"),
        posix.errors().lines().limit(3).toList());
    assertTrue(posix.errors().contains("s6-linux-init: usage: (as pid 1) s6-linux-init ["));
    assertFalse(posix.errors().contains("warning"));
  }
}
