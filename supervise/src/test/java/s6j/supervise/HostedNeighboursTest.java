package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.posix.OpenFlags.O_NONBLOCK;
import static s6j.posix.OpenFlags.O_WRONLY;
import static s6j.posix.Signal.SIGCHLD;
import static s6j.posix.Signal.SIGTERM;
import static s6j.posix.Signal.bit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import s6j.cli.Messages;
import s6j.formats.ServiceStatus;
import s6j.formats.files.StatusFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.posix.Turn;

/** What goes wrong in one service directory of a host is felt by the supervisor of that alone. */
class HostedNeighboursTest {
  private final FakePosix posix = new FakePosix();
  private final FakePosix client = posix.another();
  private final Posix troubled =
      (Posix)
          Proxy.newProxyInstance(
              Posix.class.getClassLoader(), new Class<?>[] {Posix.class}, this::call);
  private final HostedSupervisors host =
      new HostedSupervisors(troubled, CString.of("svscan"), CString.of("supervise"), one -> {});
  private final Turn turn = new Turn(posix, new Messages(posix, CString.of("svscan"), 200), 1);
  private final Map<String, Integer> starts = new HashMap<>();

  /** The descriptor of a, once it is open; calls on it fail while there is trouble. */
  private int directory = -1;

  private boolean isTrouble;

  /** A disk that is gone: all that is asked of this directory, by its descriptor, fails. */
  private Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
    boolean meant =
        isTrouble
            && method.getReturnType() == int.class
            && arguments != null
            && Integer.valueOf(directory).equals(arguments[0])
            && !method.getName().equals("close");
    if (meant) return -Errno.EIO;
    try {
      Object answer = method.invoke(posix, arguments);
      boolean isOpened = method.getName().equals("open");
      if (isOpened && CString.is((byte[]) arguments[1], "a")) directory = (Integer) answer;
      return answer;
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private void begin(String name) {
    posix.directory("/" + name);
    posix.program("/" + name + "/run", child -> starts.merge(name, 1, Integer::sum));
    assertEquals(0, host.supervisor(new HostedClient(CString.of(name))).begin());
  }

  private void open() {
    assertEquals(0, host.open(true, null));
    posix.defaultSignal(SIGCHLD);
    int signals = posix.signals(bit(SIGCHLD) | bit(SIGTERM));
    turn.onSignal(signals, signal -> turn.leave());
    turn.onChild(host::ended);
    turn.onGroup(host);
    begin("a");
    begin("b");
  }

  private void send(String service, String letters) {
    byte[] fifo = CString.of("/" + service + "/supervise/control");
    int fd = client.open(Posix.CWD, fifo, O_WRONLY | O_NONBLOCK, 0);
    assertTrue(fd >= 0, "nobody listens in " + service);
    client.write(fd, CString.of(letters), 0, letters.length());
    client.close(fd);
  }

  private ServiceStatus status(String service) {
    ServiceStatus status = new ServiceStatus();
    byte[] file = CString.of("/" + service + "/supervise/status");
    assertEquals(0, new StatusFile(client).read(Posix.CWD, file, status));
    return status;
  }

  private void at(long millis, Runnable action) {
    posix.after(millis, action);
  }

  private void runUntil(long millis) {
    at(millis, () -> client.kill(posix.getpid(), SIGTERM));
    turn.run();
    host.close();
  }

  @Test
  void aDiskThatIsGoneStopsOneServiceOnly() {
    open();
    at(2000, () -> isTrouble = true);
    at(2010, () -> send("a", "t"));
    at(2010, () -> send("b", "t"));
    at(4000, () -> assertEquals(2, starts.get("b")));
    at(4000, () -> assertTrue(status("b").pid > 0));
    at(4010, () -> send("b", "d"));
    at(5000, () -> assertFalse(status("b").wantUp));
    at(5000, () -> assertEquals(0, status("b").pid));
    at(5010, () -> isTrouble = false);
    at(90_000, () -> assertTrue(status("a").pid > 0));
    runUntil(90_010);
    assertEquals(2, starts.get("a"));
    assertTrue(posix.errors().contains("supervise a: warning: "), posix.errors());
    assertFalse(posix.errors().contains("supervise b:"), posix.errors());
  }

  /** 32 letters of each are taken in a turn: the other is not kept waiting for thousands. */
  @Test
  void aFloodOfLettersKeepsNobodyWaiting() {
    open();
    at(2000, () -> send("a", "c".repeat(4000)));
    at(2000, () -> send("b", "d"));
    at(2001, () -> assertFalse(status("b").wantUp));
    runUntil(3000);
    assertEquals("", posix.errors());
  }
}
