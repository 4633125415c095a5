package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers of local services with clients of every suite, and with clients that mean no good. */
class IpcIT {
  private static final String FULL_RIGHTS =
      "STORE_REGEX=^ RETRIEVE_REGEX=^ LIST=1 GETDUMP=1 SETDUMP=1";

  /** A kernel takes a quarter of the stack limit for arguments and environment. */
  private static final String LOW_STACK = "ulimit -s 512; exec s6-ipcserver -1 t s6-sudod true";

  /** Starts a server that tells its readiness on standard output. */
  private static Process serve(World world, String socket, String program, String... arguments) {
    String told = world.read(world.out());
    Process server = world.start(program, arguments);
    world.await(socket + " is served", () -> world.read(world.out()).length() > told.length());
    return server;
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#pairings")
  void aConnectionRunsAProgramThatKnowsItsClient(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      String tell = "echo $PROTO $IPCREMOTEEUID $IPCREMOTEEGID; cat";
      Process server = serve(world, "s", "s6-ipcserver", "-1", "-a", "0600", "s", "sh", "-c", tell);
      assertEquals("600", world.mode(world.directory.resolve("s")));
      String ask = "echo hello >&7; read a <&6; read b <&6; echo \"$a, $b\"";
      String ids = world.shell("echo $(id -u) $(id -g)").line();
      assertEquals(
          "IPC " + ids + ", hello", world.run("s6-ipcclient", "s", "sh", "-c", ask).line());
      assertEquals(111, world.run("s6-ipcclient", "nowhere", "true").code());
      world.signal("TERM", server.pid());
      assertEquals(0, world.awaitEnd(server));
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#pairings")
  void sudoPassesArgumentsStreamsAndExitCode(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      String script = "echo \"$1 $2\"; cat; echo error >&2; exit 7";
      serve(world, "s", "s6-ipcserver", "-1", "s", "s6-sudod", "sh", "-c", script, "run");
      String sudo = world.commands.word("s6-sudo");
      World.Answer answer = world.shell("echo input | " + sudo + " s 'one  two' three");
      assertEquals("one  two three\ninput\n", answer.out());
      assertEquals("error\n", answer.err());
      assertEquals(7, answer.code());
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#pairings")
  void sudoRunsNothingForADeniedClient(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      world.write(world.directory.resolve("rules/uid/default/deny"), "");
      serve(
          world,
          "s",
          "s6-ipcserver",
          "-1",
          "s",
          "s6-ipcserver-access",
          "-i",
          "rules",
          "s6-sudod",
          "touch",
          "ran");
      World.Answer answer = world.run("s6-sudo", "s");
      assertEquals(111, answer.code());
      assertTrue(answer.err().contains("check that you have appropriate permissions"));
      assertTrue(Files.notExists(world.directory.resolve("ran")));
      world.write(world.directory.resolve("rules/uid/default/allow"), "");
      assertEquals(0, world.run("s6-sudo", "s").code());
      assertTrue(Files.exists(world.directory.resolve("ran")));
    }
  }

  private static void grant(World world, String rights) {
    Path rule = world.directory.resolve("rules/uid/default");
    world.write(rule.resolve("allow"), "");
    for (String right : rights.split(" ")) {
      String[] parts = right.split("=");
      world.write(rule.resolve("env/S6_FDHOLDER_" + parts[0]), parts[1] + "\n");
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#pairings")
  void descriptorsAreKeptGivenBackAndForgotten(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      grant(world, FULL_RIGHTS);
      Process holder = serve(world, "s", "s6-fdholder-daemon", "-1", "-i", "rules", "s");
      world.write(world.directory.resolve("file"), "content");
      String store = world.commands.word("s6-fdholder-store");
      assertEquals(0, world.shell(store + " s one < file").code());
      assertEquals(1, world.shell(store + " s one < file").code());
      assertEquals(0, world.shell(store + " -d 5 s 'tw\to' 5< file").code());
      assertEquals(
          List.of("one", "tw\\to"),
          world.run("s6-fdholder-list", "s").out().lines().sorted().toList());
      assertEquals("content", world.run("s6-fdholder-retrieve", "s", "one", "cat").out());
      assertEquals(0, world.run("s6-fdholder-retrieve", "-D", "s", "one", "true").code());
      assertEquals(1, world.run("s6-fdholder-retrieve", "s", "one", "cat").code());
      assertEquals(0, world.run("s6-fdholder-delete", "s", "tw\to").code());
      assertEquals("", world.run("s6-fdholder-list", "s").out());
      assertEquals(111, world.run("s6-fdholder-list", "nowhere").code());
      world.signal("TERM", holder.pid());
      assertEquals(0, world.awaitEnd(holder));
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#pairings")
  void aDumpMovesFromOneHolderToAnother(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      grant(world, FULL_RIGHTS);
      serve(world, "a", "s6-fdholder-daemon", "-1", "-i", "rules", "a");
      serve(world, "b", "s6-fdholder-daemon", "-1", "-i", "rules", "b");
      String store = world.commands.word("s6-fdholder-store");
      world.shell("for i in 1 2 3; do " + store + " a id$i </dev/null; done");
      world.shell(store + " -T 3600000 a limited </dev/null");
      String names = world.run("s6-fdholder-list", "a").out().lines().sorted().toList().toString();
      assertEquals("[id1, id2, id3, limited]", names);
      List<String> told =
          world.run("s6-fdholder-getdump", "a", "env").out().lines().sorted().toList();
      assertEquals(4, told.stream().filter(line -> line.startsWith("S6_FDID_")).count());
      assertEquals(1, told.stream().filter(line -> line.startsWith("S6_FDLIMIT_")).count());
      assertTrue(told.contains("S6_FD#=4"));
      String setdump = world.commands.program("s6-fdholder-setdump");
      assertEquals(0, world.run("s6-fdholder-getdump", "a", setdump, "b").code());
      String one = "exec env 'S6_FD#=1' S6_FD_0=x " + setdump;
      assertEquals(100, world.shell(one + " b").code());
      assertEquals(111, world.shell(one + " nowhere").code());
      assertEquals(0, world.run("s6-fdholder-delete", "b", "id2").code());
      assertEquals(0, world.run("s6-fdholder-transferdump", "a", "b").code());
      assertEquals(
          names, world.run("s6-fdholder-list", "b").out().lines().sorted().toList().toString());
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#pairings")
  void rightsAreThoseOfTheRule(Suite.Pairing pairing) {
    try (World world = new World(pairing)) {
      grant(world, "STORE_REGEX=^mine RETRIEVE_REGEX=^theirs");
      world.run("s6-accessrules-cdb-from-fs", "rules.cdb", "rules");
      serve(world, "s", "s6-fdholder-daemon", "-1", "-x", "rules.cdb", "s");
      assertEquals(0, world.run("s6-fdholder-store", "s", "mine1").code());
      assertEquals(1, world.run("s6-fdholder-store", "s", "theirs1").code());
      assertEquals(1, world.run("s6-fdholder-retrieve", "s", "mine1", "true").code());
      assertEquals(1, world.run("s6-fdholder-list", "s").code());
      assertEquals(1, world.run("s6-fdholder-getdump", "s", "true").code());
    }
  }

  /** Half messages, wrong lengths and thousands of connections: served again after, none leaked. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void hostileClientsDoNotHarmTheHolder(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      grant(world, FULL_RIGHTS);
      Process holder = serve(world, "s", "s6-fdholder-daemon", "-1", "-i", "rules", "s");
      assertEquals(0, world.run("s6-fdholder-store", "s", "kept").code());
      long before = descriptors(holder);
      Random random = new Random(7);
      for (int i = 0; i < 300; i++) {
        byte[] bytes = new byte[1 + random.nextInt(300)];
        random.nextBytes(bytes);
        if (i % 2 == 0) bytes[0] = 0;
        SocketChannel client = connect(world, "s");
        if (client == null) continue;
        write(client, bytes);
        client.close();
      }
      List<SocketChannel> crowd = new ArrayList<>();
      for (int i = 0; i < 3000; i++) {
        SocketChannel client = connect(world, "s");
        if (client != null) crowd.add(client);
      }
      for (SocketChannel client : crowd) client.close();
      world.await("all are gone", () -> descriptors(holder) == before);
      assertEquals("kept\n", world.run("s6-fdholder-list", "s").out());
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aCrowdGetsItsTurnAtTheServer(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      Process server = serve(world, "s", "s6-ipcserver", "-1", "-c", "5", "s", "cat");
      assertEquals(0, world.run("s6-ipcclient", "s", "true").code());
      world.await("the first has left", () -> world.children(server.pid()).isEmpty());
      long before = descriptors(server);
      List<SocketChannel> crowd = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        SocketChannel client = connect(world, "s");
        if (client != null) crowd.add(client);
      }
      world.await("five are served", () -> world.children(server.pid()).size() == 5);
      for (SocketChannel client : crowd) client.close();
      world.await(
          "nobody is left",
          () -> world.children(server.pid()).isEmpty() && descriptors(server) == before);
      assertEquals(0, world.run("s6-ipcclient", "s", "true").code());
    }
  }

  /** Who breaks the rules of sudo, or says nothing, gets no program, and leaves nothing behind. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void hostileClientsGetNothingFromSudo(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      String[] line = "-1 -c 8 -C 8 s s6-sudod -t 1000 touch ran".split(" ");
      Process server = serve(world, "s", "s6-ipcserver", line);
      long before = descriptors(server);
      Random random = new Random(11);
      List<SocketChannel> silent = new ArrayList<>();
      for (int i = 0; i < (suite == Suite.NATIVE ? 200 : 24); i++) {
        SocketChannel client = connect(world, "s");
        if (client == null) continue;
        write(client, hostileRequest(random, i % 4));
        if (i % 3 == 0) silent.add(client);
        else client.close();
      }
      world.await(
          "all are hung up on",
          () -> world.children(server.pid()).isEmpty() && descriptors(server) == before);
      for (SocketChannel client : silent) client.close();
      assertTrue(Files.notExists(world.directory.resolve("ran")));
      assertEquals(0, world.run("s6-sudo", "s", "also").code());
      assertTrue(Files.exists(world.directory.resolve("also")));
    }
  }

  /** Nothing, noise, a length that never comes, a request without its descriptors. */
  private static byte[] hostileRequest(Random random, int kind) {
    byte[] noise = new byte[kind == 0 ? 0 : 60];
    random.nextBytes(noise);
    if (kind >= 2) System.arraycopy(new byte[] {0, 0, 0, 40, 0, 3}, 0, noise, 0, 6);
    if (kind == 2) noise[1] = 127;
    return noise;
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void argumentsOverTheLimitsAreToldOf(Suite suite) {
    try (World world = new World(suite)) {
      serve(world, "s", "s6-ipcserver", "-1", "s", "s6-sudod", "true");
      String sudo = world.commands.word("s6-sudo");
      String many = "$(head -c 100000 /dev/zero | tr '\\0' x)";
      World.Answer fits = world.shell(sudo + " s " + many);
      assertEquals(0, fits.code(), fits.err());
      serve(world, "t", "/bin/sh", "-c", LOW_STACK);
      World.Answer over = world.shell(sudo + " t " + many + " " + many);
      assertEquals(111, over.code());
      assertTrue(over.err().contains("Argument list too long"), over.err());
    }
  }

  /** A connection that does not block, or null if the queue is full. */
  private static SocketChannel connect(World world, String socket) throws IOException {
    SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
    client.configureBlocking(false);
    try {
      if (client.connect(UnixDomainSocketAddress.of(world.directory.resolve(socket))))
        return client;
    } catch (IOException full) {
      client.close();
      return null;
    }
    client.close();
    return null;
  }

  private static void write(SocketChannel client, byte[] bytes) {
    try {
      client.write(ByteBuffer.wrap(bytes));
    } catch (IOException hungUp) {
      // As it should be.
    }
  }

  private static long descriptors(Process process) {
    try (var listed = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return listed.count();
    } catch (IOException e) {
      return -1;
    }
  }
}
