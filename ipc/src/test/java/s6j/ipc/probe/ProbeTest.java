package s6j.ipc.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.cli.Family;
import s6j.formats.talk.ListenAddress;
import s6j.ipc.IpcPrograms;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/** Servers that are well, and others. */
class ProbeTest {
  private final FakePosix posix = new FakePosix();
  private String heard = "";

  private static int run(Posix machine, String line) {
    String[] words = ("s6-probe " + line).split(" ");
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) arguments[i] = CString.of(words[i]);
    return Family.run(machine, IpcPrograms.all((posix, spawn) -> false), arguments);
  }

  /** A server that answers so after a second, in two pieces; null: it never does. */
  private void serve(String where, String answer) {
    FakePosix server = posix.another();
    ListenAddress address = new ListenAddress();
    assertTrue(address.read(CString.of(where)));
    int listening = server.socket(address.address.family, Posix.SOCK_STREAM, 0);
    assertTrue(server.bind(listening, address.address) >= 0);
    assertEquals(0, server.listen(listening, 5));
    if (answer == null) return;
    posix.after(1000, () -> answer(server, listening, answer));
  }

  private void answer(FakePosix server, int listening, String answer) {
    int connection = server.accept(listening, new SocketAddress(), 0);
    byte[] request = new byte[1000];
    int length = server.read(connection, request, 0, request.length);
    heard = CString.text(CString.slice(request, 0, Math.max(length, 0)));
    byte[] bytes = CString.of(answer);
    int half = answer.length() / 2;
    server.write(connection, bytes, 0, half);
    posix.after(
        1000,
        () -> {
          server.write(connection, bytes, half, answer.length() - half);
          server.close(connection);
        });
  }

  private int asked(String line) {
    int code = run(posix, line);
    assertEquals("[]", posix.complaints().toString());
    return code;
  }

  @Test
  void aConnectionIsEnough() {
    serve("tcp:127.0.0.1:80", null);
    serve("tcp:[::1]:81", null);
    serve("unix:/sock", null);
    for (String line : List.of("tcp 127.0.0.1:80", "tcp [::1]:81", "unix /sock"))
      assertEquals(0, asked(line), line);
    for (String line : List.of("tcp localhost:80", "tcp localhost:81"))
      assertEquals(0, asked(line), line);
    assertEquals("", posix.errors());
  }

  @Test
  void nobodyIsThere() {
    posix.file("/file", "");
    for (String line : List.of("tcp 127.0.0.1:82", "unix /none", "http http://127.0.0.1:82/"))
      assertEquals(1, asked(line), line);
    assertEquals(
        "s6-probe: fatal: unable to reach 127.0.0.1:82: Connection refused\n"
            + "s6-probe: fatal: unable to reach /none: No such file or directory\n"
            + "s6-probe: fatal: unable to reach 127.0.0.1:82: Connection refused\n",
        posix.errors());
  }

  @Test
  void whatIsAsked() {
    serve("tcp:127.0.0.1:80", "HTTP/1.1 204 No Content\r\n\r\n");
    assertEquals(0, asked("-t 5000 http http://127.0.0.1/health?deep=1#top"));
    assertEquals(
        "GET /health?deep=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: s6-probe\r\n"
            + "Accept: */*\r\nConnection: close\r\n\r\n",
        heard);
  }

  @Test
  void aUnixSocketAndAnotherHost() {
    serve("unix:/sock", "HTTP/1.0 404 Not Found\r\n\r\n");
    assertEquals(0, asked("-c 404 -s /sock -H example.org http http://x?y"));
    assertTrue(heard.startsWith("GET /?y HTTP/1.1\r\nHost: example.org\r\n"), heard);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 500 x||http://127.0.0.1:80/ answers 500",
        "HTTP/1.1 200 x|-c 204,301-302 |http://127.0.0.1:80/ answers 200",
        "SSH-2.0-OpenSSH||http://127.0.0.1:80/ does not answer in HTTP",
        "HTTP/1.1 20||http://127.0.0.1:80/ does not answer in HTTP",
        "HTTP/1.1-200 x||http://127.0.0.1:80/ does not answer in HTTP",
      })
  void anotherAnswerIsNotWell(String answer, String options, String message) {
    serve("tcp:127.0.0.1:80", answer);
    String more = options == null ? "" : options + " ";
    assertEquals(1, asked(more + "http http://127.0.0.1:80/"));
    assertEquals("s6-probe: fatal: " + message + "\n", posix.errors());
  }

  @Test
  void noAnswerInTime() {
    serve("tcp:127.0.0.1:80", null);
    assertEquals(99, asked("-t 3000 http http://127.0.0.1/"));
    assertEquals("s6-probe: fatal: 127.0.0.1:80 does not answer in time\n", posix.errors());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tcp",
        "tcp 127.0.0.1",
        "tcp example.org:80",
        "tcp 127.0.0.1:0",
        "udp 127.0.0.1:53",
        "http https://127.0.0.1/",
        "http http:///x",
        "http http://a@b/",
        "http http://example.org/",
        "tcp 127.0.0.1:80 more",
        "-t x tcp 127.0.0.1:80",
        "-c 99 http http://127.0.0.1/",
        "-c 200- http http://127.0.0.1/",
        "-c 200,x http http://127.0.0.1/",
      })
  void wrongCalls(String line) {
    assertEquals(100, asked(line));
  }

  @Test
  void codes() {
    byte[] list = CString.of("200,301-303");
    assertTrue(HttpStatus.isList(list));
    for (int code : new int[] {200, 301, 302, 303}) assertTrue(HttpStatus.isWanted(list, code));
    for (int code : new int[] {-1, 199, 201, 300, 304})
      assertFalse(HttpStatus.isWanted(list, code));
  }

  @Test
  void aFailingCallIsNoGoodAnswer() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix machine = new FakePosix();
              int code = run(faulty.around(machine), "-t 100 unix /none");
              assertTrue(code == 1 || code == 99 || code == 100 || code == 111, "" + code);
            });
    assertTrue(calls > 2);
  }
}
