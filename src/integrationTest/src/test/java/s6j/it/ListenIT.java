package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sockets that stay open while their services do not run. */
class ListenIT {
  private static final int CONNECTIONS = 1000;
  private static final int RESTARTS = 20;

  /** What is sent to somebody who connects, until the other end is closed. */
  private static String answer(Path socket) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      ByteBuffer buffer = ByteBuffer.allocate(64);
      while (channel.read(buffer) >= 0) {}
      return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void noConnectionIsLostInARestart(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      String bin = world.daemons.word("s6-");
      world.service("web-sockets", "exec " + bin + "listend -u ../web -l a=unix:../s");
      String server = bin + "ipcserverd -c 1000 echo hi";
      String run = "exec " + bin + "listenfds ../web-sockets sh -c 'exec " + server + " <&3 3<&-'";
      world.service("web", "echo run >>runs\n" + run);
      world.write(world.directory.resolve("web/down"), "");
      world.start("s6-supervise", "web");
      world.start("s6-supervise", "web-sockets");
      world.awaitStatus("web-sockets", "up", "true");
      Path socket = world.directory.resolve("s");
      world.await("it listens", () -> world.shell("test -S s").code() == 0);
      assertEquals("false", world.status("web", "up"));
      boolean isNative = suite.equals(Suite.NATIVE);
      int connections = isNative ? CONNECTIONS : 20;
      int restarts = isNative ? RESTARTS : 2;
      for (int i = 0; i < connections; i++) {
        if (i % (connections / restarts) == connections / restarts - 1)
          world.run("s6-svc", "-r", "web");
        assertEquals("hi\n", answer(socket), "connection " + i);
      }
      Path runs = world.directory.resolve("web/runs");
      world.await("all restarts", () -> world.read(runs).lines().count() >= restarts / 2);
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aProgramForEachConnectionOfTheInternet(Suite suite) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (World world = new World(suite)) {
      String where = "tcp:127.0.0.1:" + port;
      Process server =
          world.start("s6-listend", "-c", "2", "-l", where, "sh", "-c", "read a; echo $a");
      world.await("it listens", () -> "x\n".equals(echo(port)));
      assertEquals("x\n", echo(port));
      world.signal("TERM", server.pid());
      assertEquals(0, world.awaitEnd(server));
      world.start("s6-listend", "-l", where, "sh", "-c", "read a; echo $a");
      world.await("it listens at once again", () -> "x\n".equals(echo(port)));
    }
  }

  private static String echo(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("x\n".getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException nobodyListens) {
      return "";
    }
  }
}
