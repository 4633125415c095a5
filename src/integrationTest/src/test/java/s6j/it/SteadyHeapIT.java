package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A native daemon allocates nothing after its start. A piece of its heap hands out memory from both
 * ends, and every object starts with a word that is not 0, so the longest run of zeros in it is
 * what was never allocated: it must stay as long as it is, whatever the daemon is told to do.
 */
class SteadyHeapIT {
  private static final int LEAST_HEAP = 1 << 17;
  private static final int LETTERS = 3000;

  /** Letters that a service that is down has no use for: read, judged, and nothing to do. */
  private static final int IDLE_LETTERS = 10_000_000;

  /** Two pages, in kB, that a stack may touch later than at first. */
  private static final long SLACK = 8;

  private static final int SERVICES = 250;
  private static final int SCANS = 4000;
  private static final int LINES = 10_000_000;

  /** SIGQUIT is in no random sequence. */
  private static final String MARKER_ON_QUIT =
      "trap 'echo >quit' QUIT\nwhile :; do sleep 1 & wait; done";

  @BeforeEach
  void needsTheNativeBuild() {
    Assumptions.assumeTrue(Suite.NATIVE.isInstalled(), "no native build");
  }

  @Test
  void superviseObeysWithoutAllocating() throws Exception {
    try (World world = new World(Suite.NATIVE)) {
      Path service = world.service("busy", MARKER_ON_QUIT);
      world.script(service.resolve("finish"), "exit 0");
      long pid = world.start("s6-supervise", "busy").pid();
      world.awaitStatus("busy", "up", "true");
      command(world, "busy", letters("uodahkti12rUOKy", 100));
      world.awaitStatus("busy", "up", "false");
      long before = allocated(pid);
      long anonymous = anonymous(pid);
      command(world, "busy", letters("uodahkti12rUOKy", LETTERS));
      world.awaitStatus("busy", "up", "false");
      command(world, "busy", letters("abqhkti12yrlKZ", IDLE_LETTERS));
      world.awaitStatus("busy", "up", "false");
      assertEquals(before, allocated(pid));
      assertTrue(anonymous(pid) <= anonymous + SLACK, anonymous + " -> " + anonymous(pid));
    }
  }

  @Test
  void svscanScansWithoutAllocating() throws Exception {
    try (World world = new World(Suite.NATIVE)) {
      for (int i = 0; i < SERVICES; i++)
        world.write(world.service("scan/service" + i, "exec sleep 1000").resolve("down"), "");
      long pid = world.start("s6-svscan", "scan").pid();
      world.await("all are supervised", () -> world.children(pid).size() == SERVICES);
      Path control = world.directory.resolve("scan/.s6-svscan/control");
      scan(control, 30);
      long before = allocated(pid);
      long anonymous = anonymous(pid);
      scan(control, SCANS);
      assertTrue(World.isAlive(pid));
      assertEquals(before, allocated(pid));
      assertTrue(anonymous(pid) <= anonymous + SLACK, anonymous + " -> " + anonymous(pid));
    }
  }

  /** Asks for scans one by one, at a pace that a scan keeps up with, then for a moment's rest. */
  private static void scan(Path control, int scans) throws IOException {
    try (OutputStream stream = new FileOutputStream(control.toFile())) {
      for (int i = 0; i < scans; i++) {
        stream.write(i % 3 == 2 ? 'z' : 'a');
        LockSupport.parkNanos(2_000_000);
      }
    }
    for (int i = 0; i < 25; i++) World.pause();
  }

  @Test
  void logWritesWithoutAllocating() throws Exception {
    try (World world = new World(Suite.NATIVE)) {
      world.shell("mkfifo lines");
      String log = world.daemons.word("s6-log");
      Process process =
          world.startCommand(
              List.of("/bin/sh", "-c", "exec " + log + " t s16777216 n3 -x1 +x T ./dir <lines"));
      // Opened for both, lest the opening waits for a logger that did not start.
      Path fifo = world.directory.resolve("lines");
      try (RandomAccessFile lines = new RandomAccessFile(fifo.toFile(), "rw")) {
        // Enough to rotate and to delete old files, so that every buffer was in use before.
        for (int fed = 0; fed < LINES / 5; fed += 100_000) feed(lines, 100_000);
        Path current = world.directory.resolve("dir/current");
        world.await("first lines", () -> !world.read(current).isEmpty());
        long before = allocated(process.pid());
        long anonymous = anonymous(process.pid());
        for (int fed = 0; fed < LINES; fed += 100_000) feed(lines, 100_000);
        assertEquals(before, allocated(process.pid()));
        assertTrue(anonymous(process.pid()) <= anonymous + SLACK);
      }
      assertEquals(0, world.awaitEnd(process));
    }
  }

  @Test
  void ipcserverdServesWithoutAllocating() throws Exception {
    try (World world = new World(Suite.NATIVE)) {
      Process server = world.start("s6-ipcserver", "-1", "-v", "s", "echo", "hello");
      world.await("served", () -> world.run("s6-ipcclient", "s", "true").code() == 0);
      String client = world.commands.word("s6-ipcclient");
      String answered = "for i in $(seq 200); do " + client + " s sh -c 'read line <&6'; done";
      world.shell(answered);
      awaitNoConnection(world);
      long before = allocated(server.pid());
      world.shell(answered);
      awaitNoConnection(world);
      assertEquals(before, allocated(server.pid()));
    }
  }

  /** What the server says of the last end is the last that it does. */
  private static void awaitNoConnection(World world) {
    world.await("no connection", () -> world.read(world.err()).endsWith("status: 0/40\n"));
  }

  @Test
  void fdholderdHoldsWithoutAllocating() throws Exception {
    try (World world = new World(Suite.NATIVE)) {
      Path rule = world.directory.resolve("rules/uid/self");
      world.write(rule.resolve("allow"), "");
      for (String right : List.of("STORE_REGEX", "RETRIEVE_REGEX", "LIST", "GETDUMP", "SETDUMP"))
        world.write(rule.resolve("env/S6_FDHOLDER_" + right), "^\n");
      Process holder = world.start("s6-fdholder-daemon", "-1", "-i", "rules", "s");
      world.await("served", () -> world.run("s6-fdholder-store", "s", "first").code() == 0);
      long before = allocated(holder.pid());
      String bin = world.commands.word("s6-fdholder-");
      world.shell(
          "for i in $(seq 60); do "
              + (bin + "store s id; " + bin + "list s; " + bin + "getdump s " + bin + "setdump s; ")
              + (bin + "retrieve s id true; " + bin + "delete s id; done"));
      assertEquals("first\n", world.run("s6-fdholder-list", "s").out());
      assertEquals(before, allocated(holder.pid()));
    }
  }

  @Test
  void svwatchWatchesWithoutAllocating() throws Exception {
    try (World world = new World(Suite.NATIVE)) {
      Path file = world.write(world.directory.resolve("etc/deep/file"), "");
      String[] line = {"-q", "20", "web", "etc", "etc/deep/file", "etc/not/yet"};
      long pid = world.start("s6-svwatch", line).pid();
      world.service("web", "trap : HUP\nwhile :; do sleep 1 & wait; done");
      world.start("s6-supervise", "web");
      world.awaitStatus("web", "up", "true");
      change(world, file, 3);
      long before = allocated(pid);
      change(world, file, 12);
      assertEquals(before, allocated(pid));
    }
  }

  @Test
  void listendListensWithoutAllocating() throws Exception {
    try (World world = new World(Suite.NATIVE)) {
      world.write(world.directory.resolve("supervise/.keep"), "");
      String bin = world.commands.word("s6-");
      long accepting = world.start("s6-listend", "-l", "unix:a", "true").pid();
      long keeping = world.start("s6-listend", "-l", "unix:b").pid();
      String connect = bin + "ipcclient a true && " + bin + "listenfds . true";
      world.await("served", () -> world.shell(connect).code() == 0);
      long before = allocated(accepting) + allocated(keeping);
      assertEquals(0, world.shell("for i in $(seq 60); do " + connect + " || exit; done").code());
      assertEquals(before, allocated(accepting) + allocated(keeping));
    }
  }

  @Test
  void timerdStartsWithoutAllocating() throws Exception {
    try (World world = new World(Suite.NATIVE)) {
      world.service("job", "echo >>runs");
      world.write(world.directory.resolve("job/down"), "");
      world.start("s6-supervise", "job");
      world.write(world.directory.resolve("t/job"), "calendar *:*:*\nonce job\n");
      world.write(world.directory.resolve("t/rc"), "every 300ms\nrc nothing\n");
      String[] line = {"-l", "none", "-f", "status", "t"};
      long pid = world.start("s6-timerd", line).pid();
      Path runs = world.directory.resolve("job/runs");
      world.await("first runs", () -> world.read(runs).length() > 1);
      long before = allocated(pid);
      world.await("more runs", () -> world.read(runs).length() > 6);
      assertEquals(before, allocated(pid));
    }
  }

  /** To a receiver that is away at times, over rotations. */
  @Test
  void logshipSendsWithoutAllocating() throws Exception {
    try (World world = new World(Suite.NATIVE);
        LogReceiver receiver = new LogReceiver("gelf", null)) {
      world.shell("mkfifo lines");
      String log = world.daemons.word("s6-log");
      world.startCommand(List.of("/bin/sh", "-c", "exec " + log + " t s65536 n1000 ./dir <lines"));
      Path fifo = world.directory.resolve("lines");
      try (RandomAccessFile lines = new RandomAccessFile(fifo.toFile(), "rw")) {
        feed(lines, 5000);
        world.await("a log", () -> Files.exists(world.directory.resolve("dir/current")));
        String to = "tcp:127.0.0.1:" + receiver.port();
        long pid = world.start("s6-logship", "-w", "10", "gelf", to, "dir").pid();
        world.await("first lines", () -> receiver.lines.size() >= 5000);
        long before = allocated(pid);
        for (int i = 0; i < 5; i++) {
          receiver.goAway();
          feed(lines, 5000);
          receiver.comeBack();
          int wanted = 5000 * (i + 2);
          world.await("more lines", () -> receiver.lines.size() >= wanted);
        }
        // A buffer beside what was never allocated may end with zeros now, or before.
        assertEquals(before, allocated(pid), 8.0);
      }
    }
  }

  /** Changes a file so often, each time until that is told. */
  private static void change(World world, Path file, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      long told = world.read(world.err()).lines().count();
      Files.delete(file);
      world.write(file, "content " + told + "\n");
      world.await("told", () -> world.read(world.err()).lines().count() > told);
    }
  }

  @Test
  void shutdowndTakesOrdersWithoutAllocating() throws Exception {
    try (World world = new World(Suite.NATIVE)) {
      world.script(world.directory.resolve("base/scripts/rc.shutdown"), "echo >>done; exit 1");
      world.shell("mkfifo fifo");
      String base = world.directory.resolve("base").toString();
      long pid = world.start("s6-linux-init-shutdownd", "-C", "-c", base).pid();
      order(world, 3);
      long before = allocated(pid);
      order(world, 20);
      assertEquals(before, allocated(pid));
    }
  }

  /** Orders that end nothing: to run the script now, and to forget what was ordered. */
  private static void order(World world, int times) throws IOException {
    Path fifo = world.directory.resolve("fifo");
    Path done = world.directory.resolve("done");
    byte[] script = new byte[17];
    script[0] = 'S';
    for (int i = 0; i < times; i++) {
      int before = world.read(done).length();
      write(fifo, "c".repeat(50_000).concat("x").getBytes(StandardCharsets.ISO_8859_1));
      write(fifo, script);
      world.await("done", () -> world.read(done).length() > before);
    }
  }

  @Test
  void svhealthChecksWithoutAllocating() throws Exception {
    try (World world = new World(Suite.NATIVE)) {
      world.service("web", "exec sleep 1000");
      world.start("s6-supervise", "web");
      String check = "echo >>checks; exit $(($(wc -l <checks) % 3))";
      String[] line = {"-e", "5", "-n", "2", "web", "/bin/sh", "-c", check};
      long pid = world.start("s6-svhealth", line).pid();
      Path checks = world.directory.resolve("checks");
      world.await("first checks", () -> world.read(checks).length() > 12);
      long before = allocated(pid);
      world.await("more checks", () -> world.read(checks).length() > 90);
      assertEquals(before, allocated(pid));
    }
  }

  private static void feed(RandomAccessFile lines, int count) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) text.append("x line number ").append(i).append('\n');
    lines.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Random letters, the same in every run. */
  private static byte[] letters(String alphabet, int count) {
    Random random = new Random(count);
    byte[] letters = new byte[count];
    for (int i = 0; i < count; i++)
      letters[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
    return letters;
  }

  /** Sends letters and waits until all are obeyed: what comes last in the fifo was seen. */
  private static void command(World world, String service, byte[] letters) throws IOException {
    Path directory = world.directory.resolve(service);
    Path marker = directory.resolve("quit");
    Files.deleteIfExists(marker);
    write(directory.resolve("supervise/control"), letters);
    world.await(
        "SIGQUIT sent last",
        () -> {
          world.run("s6-svc", "-uq", service);
          return Files.exists(marker);
        });
    world.run("s6-svc", "-d", service);
  }

  private static void write(Path fifo, byte[] bytes) throws IOException {
    try (OutputStream stream = new FileOutputStream(fifo.toFile())) {
      stream.write(bytes);
    }
  }

  /** Private memory, kB. */
  private static long anonymous(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")))
      if (line.startsWith("Anonymous:")) return Long.parseLong(line.replaceAll("[^0-9]", ""));
    throw new IOException("no Anonymous of " + pid);
  }

  /**
   * Bytes of each piece of the process's heap but its longest run of zeros, and the sizes of the
   * pieces, so that a new one shows even if nothing is in it.
   */
  private static long allocated(long pid) throws IOException {
    long allocated = 0;
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/maps"))) {
      String[] fields = line.trim().split(" +");
      String[] range = fields[0].split("-");
      long from = Long.parseUnsignedLong(range[0], 16);
      long to = Long.parseUnsignedLong(range[1], 16);
      if (fields.length == 5 && fields[1].startsWith("rw") && to - from >= LEAST_HEAP)
        allocated += 2 * (to - from) - longestRunOfZeros(pid, from, to);
    }
    if (allocated == 0) throw new IOException("no heap in process " + pid);
    return allocated;
  }

  private static long longestRunOfZeros(long pid, long from, long to) throws IOException {
    byte[] heap = new byte[(int) (to - from)];
    try (RandomAccessFile memory = new RandomAccessFile("/proc/" + pid + "/mem", "r")) {
      memory.seek(from);
      memory.readFully(heap);
    }
    int longest = 0;
    int run = 0;
    for (byte one : heap) {
      run = one == 0 ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
