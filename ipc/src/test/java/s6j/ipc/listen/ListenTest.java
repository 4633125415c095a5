package s6j.ipc.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.cli.Family;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.StatusFile;
import s6j.formats.talk.ControlFifo;
import s6j.formats.talk.ListenAddress;
import s6j.ipc.IpcPrograms;
import s6j.posix.CString;
import s6j.posix.DescriptorSet;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.SocketAddress;

/** Stories of sockets that are kept. */
class ListenTest {
  private final FakePosix posix = new FakePosix();

  private static int run(Posix machine, String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) arguments[i] = CString.of(words[i]);
    return Family.run(machine, IpcPrograms.all((posix, spawn) -> false), arguments);
  }

  private static void prepare(FakePosix machine) {
    machine.directory("/self/supervise");
    machine.chdir(CString.of("/self"));
  }

  private int serve(long millis, String line) {
    prepare(posix);
    posix.after(millis, () -> posix.signal(Signal.SIGTERM));
    int code = run(posix, line.split(" "));
    assertEquals("[]", posix.complaints().toString());
    return code;
  }

  private static int connect(FakePosix client, String path) {
    SocketAddress address = new SocketAddress();
    address.unix(CString.of(path), path.length());
    int fd = client.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, 0);
    int answer = client.connect(fd, address);
    return answer < 0 ? answer : fd;
  }

  @Test
  void socketsAreHandedOver() {
    DescriptorSet received = new DescriptorSet();
    byte[] names = new byte[100];
    FakePosix service = posix.another();
    int[] connection = new int[1];
    posix.after(1000, () -> connection[0] = connect(service, "/self/supervise/listen"));
    posix.after(
        2000,
        () -> {
          int length = service.receiveWithDescriptors(connection[0], names, 0, 100, received);
          assertEquals("front:unknown", CString.text(CString.slice(names, 0, length)));
          assertEquals(
              "/run/a /run/b", path(service, received, 0) + " " + path(service, received, 1));
        });
    posix.directory("/run");
    assertEquals(0, serve(5000, "s6-listend -a 600 -l front=unix:/run/a -l unix:/run/b"));
    assertEquals(2, received.count);
  }

  private static String path(FakePosix machine, DescriptorSet set, int place) {
    SocketAddress own = new SocketAddress();
    assertTrue(machine.localAddress(set.descriptors[place], own) >= 0);
    return CString.text(own.path);
  }

  @Test
  void aProgramHasThemFromDescriptorThreeOn() {
    aDaemonHandsOverTwo();
    String became = "";
    try {
      run(posix, "s6-listenfds", "/self", "/bin/daemon", "-x");
    } catch (FakePosix.Executed next) {
      became = next.line();
      for (String one :
          List.of("LISTEN_FDS=2", "LISTEN_FDNAMES=x:y", "LISTEN_PID=" + posix.getpid()))
        became += has(next.environment, one) ? " " + one.substring(0, 9) : "";
    }
    assertEquals("/bin/daemon -x LISTEN_FD LISTEN_FD LISTEN_PI", became, posix.errors());
    SocketAddress own = new SocketAddress();
    assertTrue(posix.localAddress(3, own) >= 0);
    assertEquals("/a", CString.text(own.path));
    assertTrue(posix.localAddress(4, own) >= 0);
    assertEquals("/b", CString.text(own.path));
    posix.close(3);
    posix.close(4);
  }

  /** FastCGI programs take their socket as standard input, and look at no variable. */
  @Test
  void orHasTheFirstAsStandardInput() {
    aDaemonHandsOverTwo();
    boolean isTold = true;
    try {
      run(posix, "s6-listenfds", "-0", "/self", "/bin/daemon");
    } catch (FakePosix.Executed next) {
      isTold = has(next.environment, "LISTEN_FDS=2");
    }
    assertFalse(isTold, posix.errors());
    SocketAddress own = new SocketAddress();
    assertTrue(posix.localAddress(0, own) >= 0);
    assertEquals("/a", CString.text(own.path));
    assertTrue(posix.localAddress(3, own) < 0);
  }

  /** Sockets at /a and /b, called x and y, to whoever asks for those of /self. */
  private void aDaemonHandsOverTwo() {
    posix.directory("/self/supervise");
    posix.program("/bin/daemon", child -> child.exit(0));
    FakePosix daemon = posix.another();
    DescriptorSet sent = new DescriptorSet();
    for (String path : List.of("/a", "/b", "/self/supervise/listen"))
      sent.descriptors[sent.count++] = bound(daemon, path);
    sent.count = 2;
    daemon.listen(sent.descriptors[2], 5);
    posix.after(
        10,
        () -> {
          int connection = daemon.accept(sent.descriptors[2], new SocketAddress(), 0);
          daemon.sendWithDescriptors(connection, CString.of("x:y"), 0, 3, sent);
          daemon.close(connection);
        });
  }

  private static int bound(FakePosix machine, String path) {
    SocketAddress address = new SocketAddress();
    address.unix(CString.of(path), path.length());
    int fd = machine.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, 0);
    assertTrue(machine.bind(fd, address) >= 0);
    return fd;
  }

  private static boolean has(byte[][] environment, String variable) {
    for (byte[] one : environment) if (one != null && CString.is(one, variable)) return true;
    return false;
  }

  @Test
  void withoutADaemonThereAreNone() {
    posix.directory("/none/supervise");
    assertEquals(111, run(posix, "s6-listenfds", "/none", "true"));
    assertTrue(posix.errors().contains("unable to get sockets from /none/supervise/listen"));
  }

  /** A supervisor, played: it starts the service for a time. */
  private static final class Supervisor {
    final List<Long> starts = new ArrayList<>();
    private final FakePosix machine;
    private final FakePosix own;
    private final int directory;
    private final ControlFifo control;
    private final ServiceStatus status = new ServiceStatus();

    Supervisor(FakePosix machine) {
      this.machine = machine;
      machine.directory("/web/supervise");
      own = machine.another();
      int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
      directory = own.open(Posix.CWD, CString.of("/web"), flags, 0);
      control = new ControlFifo(own);
      control.open(directory, ServiceDirectory.CONTROL);
      status.begin(own.realtimeNanos(), false);
      new StatusFile(own).write(directory, status);
      machine.after(10, this::look);
    }

    private void look() {
      if (control.next() == 'u') {
        starts.add(own.monotonicNanos() / 1_000_000_000);
        change(4711);
        machine.after(3000, () -> change(0));
      }
      machine.after(10, this::look);
    }

    private void change(int pid) {
      status.pid = pid;
      status.wantUp = pid != 0;
      status.paused = false;
      status.stampNanos = own.realtimeNanos();
      new StatusFile(own).write(directory, status);
    }
  }

  @Test
  void aServiceIsStartedAtTheFirstConnection() {
    posix.directory("/run");
    Supervisor web = new Supervisor(posix);
    posix.after(4000, () -> assertEquals(0, web.starts.size()));
    posix.after(5000, () -> assertTrue(connect(posix.another(), "/run/a") >= 0));
    posix.after(6000, () -> assertEquals(1, web.starts.size()));
    assertEquals(0, serve(20_000, "s6-listend -u /web -l unix:/run/a"));
    // Nobody takes the connection, so it is started again each time that it is down.
    assertEquals(4, web.starts.size(), 1.0);
  }

  @Test
  void aProgramRunsForEachConnection() {
    posix.directory("/run");
    List<String> runs = new ArrayList<>();
    posix.program(
        "/bin/hello",
        child -> {
          runs.add(String.valueOf(child.localAddress(0, new SocketAddress()) >= 0));
          child.after(5000, () -> child.exit(0));
        });
    for (int i = 0; i < 3; i++)
      posix.after(1000 + i, () -> assertTrue(connect(posix.another(), "/run/a") >= 0));
    posix.after(3000, () -> assertEquals(2, runs.size()));
    assertEquals(0, serve(20_000, "s6-listend -c 2 -l unix:/run/a /bin/hello"));
    assertEquals("[true, true, true]", runs.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s6-listend",
        "s6-listend x",
        "s6-listend -l tcp:",
        "s6-listend -l tcp:0",
        "s6-listend -l x:1",
        "s6-listend -l tcp:1.2.3:80",
        "s6-listend -l tcp:1.2.3.256:80",
        "s6-listend -l tcp:[::1:80",
        "s6-listend -l tcp:[1::2::3]:80",
        "s6-listend -l tcp:[1:2]:80",
        "s6-listend -l unix:",
        "s6-listend -l a:b=tcp:1",
        "s6-listend -u /x -l tcp:1 prog",
        "s6-listend -c 0 -l tcp:1",
        "s6-listend -d 3 -l tcp:1",
        "s6-listenfds",
        "s6-listenfds /x"
      })
  void whatIsWrongUse(String line) {
    prepare(posix);
    assertEquals(100, run(posix, line.split(" ")), line);
    assertFalse(posix.errors().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "tcp:1.2.3.4:80, 16909060, 80",
    "udp:53, 0, 53",
  })
  void addressesOfTheInternet(String word, int ip, int port) {
    ListenAddress where = new ListenAddress();
    assertTrue(where.read(CString.of(word)));
    assertEquals(ip, where.address.ip);
    assertEquals(port, where.address.port);
  }

  @ParameterizedTest
  @CsvSource({
    "a=tcp:[::1]:80, 0, 1",
    "tcp:[1:2:3:4:5:6:7:8]:80, 1000200030004, 5000600070008",
    "tcp:[fe80::a]:80, fe80000000000000, a",
    "tcp:[::]:80, 0, 0",
    "tcp:[1::]:80, 1000000000000, 0",
  })
  void addressesOfIpv6(String word, String high, String low) {
    ListenAddress where = new ListenAddress();
    assertTrue(where.read(CString.of(word)));
    assertEquals(Long.parseUnsignedLong(high, 16), where.address.high);
    assertEquals(Long.parseUnsignedLong(low, 16), where.address.low);
  }

  /** Either it says why it cannot begin, or it starts the service. */
  @Test
  void noFailingCallEndsIt() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix machine = new FakePosix();
              prepare(machine);
              machine.directory("/run");
              Supervisor web = new Supervisor(machine);
              for (int i = 1; i < 8; i++) machine.after(5000 * i, () -> connectQuietly(machine));
              machine.after(60_000, () -> machine.signal(Signal.SIGTERM));
              int code =
                  run(faulty.around(machine), "s6-listend", "-u", "/web", "-l", "unix:/run/a");
              if (code == 0) assertTrue(web.starts.size() > 0, machine.errors());
              else assertFalse(machine.errors().isEmpty());
            });
    assertTrue(calls > 30, calls + " calls");
  }

  private static void connectQuietly(FakePosix machine) {
    connect(machine.another(), "/run/a");
  }
}
