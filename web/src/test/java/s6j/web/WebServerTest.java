package s6j.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is answered to whom, on services without supervisors. */
@Timeout(60)
class WebServerTest {
  private static final String TOKEN = "a-token-of-the-test";
  private static final String BEARER = "Authorization: Bearer " + TOKEN + "\r\n";

  @TempDir Path directory;
  private WebServer server;
  private Contract contract;

  /** An answer as it came. */
  private record Answer(int status, String head, String body) {
    static Answer of(String text) {
      int end = text.indexOf("\r\n\r\n");
      assertTrue(end > 0, text);
      return new Answer(
          Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4));
    }

    String header(String name) {
      for (String line : head.split("\r\n"))
        if (line.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
          return line.substring(name.length() + 2);
      return "";
    }
  }

  @BeforeEach
  void start() throws Exception {
    for (String name : new String[] {"web", "<img src=x onerror=alert(1)>", "q\"'&"})
      Files.createDirectories(directory.resolve("scan").resolve(name));
    contract = new Contract();
    server = started(null, Set.of("localhost", "127.0.0.1"));
  }

  private WebServer started(Path socket, Set<String> hosts) throws Exception {
    InetSocketAddress address = socket == null ? new InetSocketAddress("127.0.0.1", 0) : null;
    WebServer made =
        new WebServer(
            new WebServer.Settings(
                directory.resolve("scan"),
                directory.resolve("live"),
                socket,
                0600,
                address,
                hosts,
                TOKEN));
    made.start();
    return made;
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private static String id(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private Answer ask(String line, String headers) throws IOException {
    return raw(line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n");
  }

  private Answer raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      byte[] answer = socket.getInputStream().readAllBytes();
      return Answer.of(new String(answer, StandardCharsets.UTF_8));
    }
  }

  private Answer checked(String line, String headers) throws IOException {
    Answer answer = ask(line, headers);
    String[] words = line.split(" ");
    contract.check(words[0], words[1], answer.status, answer.header("Content-Type"), answer.body);
    return answer;
  }

  @Test
  void everyPathOfTheContractAnswersAsItSays() throws IOException {
    for (String path : contract.paths().keySet()) {
      if (path.endsWith("events") || path.endsWith("/log-events")) continue;
      String method = contract.paths().getAsJsonObject(path).has("post") ? "POST" : "GET";
      boolean takesProgram = path.matches(".*/(why|graph|times)");
      if (takesProgram) continue;
      checked(method + " " + path.replace("{id}", id("web")), BEARER);
      if (path.contains("{id}"))
        assertEquals(404, checked(method + " " + path.replace("{id}", "none"), BEARER).status);
    }
  }

  @Test
  void namesAreTextAndNothingElse() throws IOException {
    Answer answer = checked("GET /api/services", "");
    List<String> names = new ArrayList<>();
    for (JsonElement one :
        JsonParser.parseString(answer.body).getAsJsonObject().getAsJsonArray("services"))
      names.add(one.getAsJsonObject().get("name").getAsString());
    assertEquals(List.of("<img src=x onerror=alert(1)>", "q\"'&", "web"), names);
    assertEquals("application/json", answer.header("Content-Type"));
    assertEquals("nosniff", answer.header("X-Content-Type-Options"));
    assertTrue(answer.header("Content-Security-Policy").startsWith("default-src 'none'"));
  }

  @Test
  void changesNeedTheToken() throws IOException {
    String line = "POST /api/services/" + id("web") + "/start";
    assertEquals(401, checked(line, "").status);
    assertEquals(401, checked(line, "Authorization: Bearer wrong\r\n").status);
    assertEquals(401, checked(line, "Authorization: Basic " + TOKEN + "\r\n").status);
    assertEquals(409, checked(line, BEARER).status);
  }

  @Test
  void otherOriginsChangeNothing() throws IOException {
    String line = "POST /api/services/" + id("web") + "/start";
    for (String header :
        new String[] {
          "Origin: http://evil.example",
          "Origin: null",
          "Origin: https://localhost:1",
          "Sec-Fetch-Site: cross-site",
          "Sec-Fetch-Site: same-site"
        }) assertEquals(403, checked(line, BEARER + header + "\r\n").status, header);
    String same = "Origin: http://localhost\r\nSec-Fetch-Site: same-origin\r\n";
    assertFalse(Set.of(401, 403).contains(checked(line, BEARER + same).status));
  }

  @Test
  void otherHostsAreNotServed() throws IOException {
    for (String host : new String[] {"evil.example", "127.0.0.1.evil.example", "10.0.0.1"}) {
      String request =
          "GET /api/services HTTP/1.1\r\nConnection: close\r\nHost: " + host + "\r\n\r\n";
      assertEquals(421, raw(request).status, host);
    }
  }

  @Test
  void nothingButThePageIsServed() throws IOException {
    for (String path :
        new String[] {
          "/../../etc/passwd", "/%2e%2e/etc/passwd", "/..%2fetc/passwd",
              "/page.js/..%2f..%2fetc/passwd",
          "/etc/passwd", "//etc/passwd", "/api/services/..%2f..%2fetc",
              "/api/services/../../etc/passwd",
          "/s6j/web/ServeCommand.class", "/api/services/%00", "/%c0%ae%c0%ae/"
        }) {
      int status = ask("GET " + path, "").status;
      assertTrue(status == 400 || status == 404, path + " " + status);
      assertTrue(ask("GET " + path, "").body.startsWith("{\"error\":"), path);
    }
    assertEquals(200, ask("GET /", "").status);
    assertEquals(200, ask("HEAD /page.js", "").status);
    assertEquals(405, ask("DELETE /", BEARER).status);
    assertEquals(404, ask("POST /", BEARER).status);
  }

  @Test
  void bodiesAndLongHeadsAreRefused() throws IOException {
    String line = "POST /api/services/" + id("web") + "/stop";
    assertEquals(413, ask(line, BEARER + "Content-Length: 99999999999\r\n").status);
    assertEquals(413, ask(line, BEARER + "Transfer-Encoding: chunked\r\n").status);
    assertEquals(431, ask("GET /", "X: " + "x".repeat(20_000) + "\r\n").status);
  }

  @Test
  void aUnixSocketKnowsItsPeer() throws Exception {
    Path socket = directory.resolve("s");
    WebServer local = started(socket, Set.of());
    try {
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
      String line =
          "POST /api/services/" + id("web") + "/start HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
      assertFalse(Set.of(401, 403).contains(local(socket, line + "\r\n").status));
      assertEquals(401, local(socket, line + "X-Forwarded-For: 1.2.3.4\r\n\r\n").status);
      assertEquals(401, local(socket, line + "Origin: http://x\r\n\r\n").status);
      assertEquals(401, local(socket, line + "Authorization: Bearer wrong\r\n\r\n").status);
    } finally {
      local.stop();
    }
    assertFalse(Files.exists(socket));
    Files.writeString(socket, "precious");
    assertThrows(IOException.class, () -> started(socket, Set.of()));
    assertEquals("precious", Files.readString(socket));
  }

  private static Answer local(Path socket, String request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      byte[] answer = Channels.newInputStream(channel).readAllBytes();
      return Answer.of(new String(answer, StandardCharsets.UTF_8));
    }
  }

  /** Readers that take nothing, and one that gets what happens meanwhile. */
  @Test
  void aThousandStreamsAndSlowReaders() throws Exception {
    int before = Thread.activeCount();
    List<Socket> streams = new ArrayList<>();
    try {
      for (int i = 0; i < 1000; i++) streams.add(stream());
      InputStream last = stream().getInputStream();
      Files.createDirectories(directory.resolve("scan/new"));
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      StringBuilder text = new StringBuilder();
      byte[] piece = new byte[4096];
      while (text.indexOf("\"new\"") < 0 && System.nanoTime() < end)
        text.append(new String(piece, 0, Math.max(0, last.read(piece)), StandardCharsets.UTF_8));
      assertTrue(text.indexOf("\"new\"") > 0, text.toString());
      assertTrue(Thread.activeCount() - before < 20, Thread.activeCount() + " threads");
      assertEquals(200, ask("GET /api/services", "").status);
    } finally {
      for (Socket one : streams) one.close();
    }
  }

  private Socket stream() throws IOException {
    Socket socket = new Socket("127.0.0.1", server.port());
    OutputStream out = socket.getOutputStream();
    out.write(
        "GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void tokensAreKeptForTheirOwnerAndNotTooShort() throws IOException {
    Path file = directory.resolve("token");
    String made = ServeCommand.token(file);
    assertTrue(made.length() >= 32, made);
    assertEquals(made, ServeCommand.token(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Files.writeString(file, "short\n");
    assertThrows(IOException.class, () -> ServeCommand.token(file));
  }

  @Test
  void namesAreShownAlikeByNoTwo() {
    assertEquals("\\xff", ServiceText.shown("\udcff"));
    assertEquals("\\x5cxff", ServiceText.shown("\\xff"));
    assertEquals("a\\x0ab", ServiceText.shown("a\nb"));
    assertEquals("_w", new ServiceText("\udcff").id());
  }
}
