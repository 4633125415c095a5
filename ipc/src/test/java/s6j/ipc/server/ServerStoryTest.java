package s6j.ipc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.SocketAddress;

/** Stories of a server of local connections, and what it does when calls fail. */
class ServerStoryTest {
  private static final int LEAST_CALLS = 40;

  /** A server at /s on a fake machine; each client is served for 100 ms. */
  private static final class Server {
    final FakePosix posix = new FakePosix();
    final List<FakePosix> served = new ArrayList<>();
    final List<Integer> descriptors = new ArrayList<>();
    final SocketAddress address = new SocketAddress();
    int serving;
    int mostServed;

    Server() {
      address.unix(CString.of("/s"), 2);
      int socket = posix.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, OpenFlags.O_NONBLOCK);
      posix.bind(socket, address);
      posix.listen(socket, 20_000);
      posix.inherit(socket, 0);
      posix.program("/bin/serve", this::serve);
    }

    private void serve(FakePosix program) {
      served.add(program);
      mostServed = Math.max(mostServed, ++serving);
      program.after(100, () -> end(program));
    }

    private void end(FakePosix program) {
      serving--;
      program.end(0);
    }

    void connectAt(int millis) {
      FakePosix client = posix.another();
      posix.after(millis, () -> connect(client));
    }

    void connect(FakePosix client) {
      int fd = client.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, OpenFlags.O_NONBLOCK);
      client.connect(fd, address);
    }

    void countAt(int millis) {
      posix.after(millis, () -> descriptors.add(posix.openDescriptors().size()));
    }

    int runOn(Posix kernel, int millis, String... options) {
      posix.after(millis, () -> posix.signal(Signal.SIGTERM));
      byte[][] arguments = new byte[options.length + 2][];
      arguments[0] = CString.of("s6-ipcserverd");
      for (int i = 0; i < options.length; i++) arguments[i + 1] = CString.of(options[i]);
      arguments[options.length + 1] = CString.of("serve");
      return Ipcserverd.run(kernel, Ipcserverd.declaration(), arguments);
    }
  }

  /** One client may be lost to the failure, no more; and no descriptor stays behind. */
  @Test
  void noSingleFailingCallEndsTheServer() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              Server server = new Server();
              server.countAt(5);
              for (int i = 0; i < 5; i++) server.connectAt(10 + 3000 * i);
              server.countAt(29_000);
              int code = server.runOn(faulty.around(server.posix), 30_000, "-v", "2");
              if (code == 111 && server.served.isEmpty()) return;
              assertEquals(0, code, server.posix::errors);
              assertTrue(server.served.size() >= 4, () -> "served " + server.served.size());
              assertEquals(server.descriptors.get(0), server.descriptors.get(1));
              assertEquals(List.of(), server.posix.complaints());
            });
    assertTrue(calls > LEAST_CALLS, "only " + calls + " calls");
  }

  @Test
  void aCrowdIsServedInTurnAndNeverMoreThanAllowed() {
    Server server = new Server();
    server.countAt(5);
    for (int i = 0; i < 2000; i++) server.connectAt(10);
    server.countAt(99_000);
    assertEquals(0, server.runOn(server.posix, 100_000, "-v0", "-c", "30", "-C", "30"));
    assertEquals(2000, server.served.size());
    assertEquals(30, server.mostServed);
    assertEquals(server.descriptors.get(0), server.descriptors.get(1));
    assertEquals(List.of(), server.posix.complaints());
  }

  @Test
  void aUserWithTooManyConnectionsIsHungUpOn() {
    Server server = new Server();
    for (int i = 0; i < 5; i++) server.connectAt(10);
    assertEquals(0, server.runOn(server.posix, 1000, "-C", "2"));
    assertEquals(2, server.served.size());
    assertEquals(4, server.posix.errors().split(": info: deny ", -1).length);
  }

  /** What is short for a moment is waited for, once a second and not in a busy loop. */
  @Test
  void withoutDescriptorsItPausesAndServesLater() {
    Server server = new Server();
    server.connectAt(10);
    FaultyPosix faulty = new FaultyPosix().failCall("accept", 1, s6j.posix.Errno.EMFILE);
    assertEquals(0, server.runOn(faulty.around(server.posix), 5000));
    assertEquals(1, server.served.size());
    assertTrue(server.posix.errors().contains("unable to accept: "));
    assertTrue(faulty.calls().stream().filter("poll"::equals).count() < 10);
  }
}
