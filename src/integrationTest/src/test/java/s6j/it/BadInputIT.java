package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Bad command lines, and rc-compile and rc-db on what no file system should hold. Mostly the native
 * build's: there a slip is no exception but a crash. World lets no command run for long.
 */
class BadInputIT {
  /** Some thousand starts, one behind the other. */
  private static final Duration LONG = Duration.ofMinutes(10);

  private static final Suite OURS = Suite.ours().findFirst().orElseThrow();
  private static final String[] ONESHOT = {
    "type", "up", "down", "reload", "dependencies", "dependencies.d", "timeout-up",
  };
  private static final String[] LONGRUN = {
    "type",
    "run",
    "finish",
    "notification-fd",
    "timeout-kill",
    "down-signal",
    "flag-newpidns",
    "producer-for",
    "consumer-for",
    "pipeline-name",
    "data",
    "data/inside",
    "template",
  };

  @Test
  void fifosAndSocketsHoldNobodyUp() throws IOException {
    try (World world = new World(OURS)) {
      for (String file : ONESHOT) compileWith(world, "oneshot", file);
      for (String file : LONGRUN) compileWith(world, "longrun", file);
      for (String file : new String[] {"contents", "contents.d"})
        compileWith(world, "bundle", file);
    }
  }

  /**
   * A slip in the handling of options ends a native program by a signal. Programs that boot or end
   * a machine are left out.
   */
  @Test
  void noCommandLineCrashesAProgram() {
    Assumptions.assumeTrue(OURS == Suite.NATIVE);
    try (World world = new World(OURS)) {
      World.Answer answer =
          world.shell(
              """
              for program in %s/*; do
                name=${program##*/}
                case $name in s6j | *-boot | *-shutdown | s6-linux-init* | *svscanboot) continue ;; esac
                for words in "" -Z --bogus --bogus=1 "-v x" "-t x" "-Z a b c" "a b c d e f" "-l" "--"; do
                  timeout 0.3 "$program" $words >output 2>&1
                  code=$?
                  if [ $code -ge 128 -a $code -lt 192 ] || grep -q Exception output; then echo "$name $words: $code"; fi
                done
              done"""
                  .formatted(OURS.word("")),
              LONG);
      assertEquals("", answer.out(), answer.err());
    }
  }

  private static void compileWith(World world, String type, String file) throws IOException {
    for (String kind : new String[] {"fifo", "socket"}) {
      SourceTree tree = new SourceTree(world.directory.resolve("src"));
      tree.write("a", "type", type).write("a", "up", "").write("a", "run", "");
      if (type.equals("bundle") && file.equals("contents.d")) tree.write("a", "contents", "");
      Path place = tree.root.resolve("a").resolve(file);
      Files.createDirectories(place.getParent());
      Files.deleteIfExists(place);
      if (kind.equals("fifo")) world.shell("mkfifo 'src/a/" + file + "'");
      else bind(place);
      World.Answer answer = world.run("s6-rc-compile", "db", "src");
      String what = kind + " " + file + ": " + answer.err();
      assertTrue(Set.of(0, 1, 111).contains(answer.code()), what);
      assertEquals(answer.code() == 0, Files.exists(world.directory.resolve("db")), what);
      if (answer.code() != 0)
        assertTrue(
            answer.err().startsWith("s6-rc-compile: fatal: ")
                && answer.err().contains("src/a/" + file),
            what);
      world.shell("rm -rf src db");
    }
  }

  private static void bind(Path place) throws IOException {
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(place));
    }
  }

  @Test
  void whatMayNotBeReadIsNamed() {
    try (World world = new World(OURS)) {
      SourceTree tree = new SourceTree(world.directory.resolve("src"));
      BrokenSources.oneshot(tree, "a", "x").write("a/dependencies.d", "b", "");
      BrokenSources.longrun(BrokenSources.oneshot(tree, "b", ""), "l").write("l/data", "x", "");
      World.Answer root = world.shell("chmod 755 . && mkdir -m 777 out && id -u");
      Assumptions.assumeTrue(root.line().equals("0"), "needs root");
      String[][] cases = {
        {"a/up", "unable to open src/a/up"},
        {"a/type", "unable to read src/a/type"},
        {"a/dependencies.d", "unable to opendir src/a/dependencies.d"},
        {"a", "unable to open src/a"},
        {"l/run", "unable to open src/l/run"},
        {"", "unable to opendir src"},
      };
      for (String[] one : cases) {
        world.shell("chmod 0 src/" + one[0]);
        World.Answer answer = asNobody(world);
        assertEquals("s6-rc-compile: fatal: " + one[1] + ": Permission denied", first(answer));
        assertEquals(111, answer.code());
        world.shell("chmod 755 src/" + one[0]);
      }
      world.shell("chmod 0 src/l/data/x");
      assertEquals(0, asNobody(world).code());
      assertFalse(Files.exists(world.directory.resolve("out/db/servicedirs/l/data/x")));
      world.shell("rm -rf out/*; chmod 555 out");
      World.Answer answer = asNobody(world);
      assertEquals(
          "s6-rc-compile: fatal: unable to mkdir out/db: Permission denied", first(answer));
    }
  }

  private static World.Answer asNobody(World world) {
    return world.run("s6-setuidgid", "nobody", OURS.program("s6-rc-compile"), "out/db", "src");
  }

  private static String first(World.Answer answer) {
    return answer.err().lines().findFirst().orElse("");
  }

  @Test
  void loopsOfLinksAreToldAndNotFollowed() {
    try (World world = new World(OURS)) {
      SourceTree tree = new SourceTree(world.directory.resolve("src"));
      BrokenSources.longrun(tree, "l").write("l/data", "x", "");
      BrokenSources.link(tree, "l/data/loop", "loop");
      BrokenSources.link(tree, "l/data/up", "..");
      assertEquals(0, world.run("s6-rc-compile", "db", "src").code());
      assertTrue(Files.isSymbolicLink(world.directory.resolve("db/servicedirs/l/data/up")));
      for (String file : new String[] {"run", "finish", "data", "type", "dependencies"}) {
        world.shell("rm -rf db2 src/l/" + file + "; ln -s " + file + " src/l/" + file);
        World.Answer answer = world.run("s6-rc-compile", "db2", "src");
        boolean leftOut = file.equals("finish");
        assertEquals(leftOut ? 0 : 111, answer.code(), file + ": " + answer.err());
        if (!leftOut)
          assertTrue(first(answer).contains("src/l/" + file + ": Too many"), first(answer));
        world.shell(
            "rm src/l/" + file + "; mkdir src/l/data; echo longrun >src/l/type; : >src/l/run");
      }
    }
  }

  @Test
  void namesOf255BytesAndFilesOf100Megabytes() throws IOException {
    try (World world = new World(OURS)) {
      SourceTree tree = new SourceTree(world.directory.resolve("src"));
      String name = "n".repeat(255);
      BrokenSources.longrun(tree, name).write(name, "consumer-for", "small");
      BrokenSources.longrun(tree, "small").write("small", "producer-for", name);
      BrokenSources.bundle(tree, "b".repeat(255), name);
      grow(tree.root.resolve("small/run"));
      grow(tree.root.resolve("small/type"), "longrun\n");
      assertEquals(0, world.run("s6-rc-compile", "db", "src").code());
      assertEquals(
          100_000_000, Files.size(world.directory.resolve("db/servicedirs/small/run.user")));
      assertEquals(name, world.run("s6-rc-db", "-c", "db", "contents", "b".repeat(255)).line());
      world.shell("rm -r db src/small");
      BrokenSources.longrun(tree, "small").write("small", "producer-for", name);
      for (String file : new String[] {"dependencies", "producer-for"}) {
        grow(tree.root.resolve("small").resolve(file));
        World.Answer answer = world.run("s6-rc-compile", "db", "src");
        assertEquals(
            "s6-rc-compile: fatal: unable to open src/small/" + file + ": File too large",
            first(answer));
        assertEquals(111, answer.code());
        world.shell("rm src/small/" + file);
        if (file.equals("dependencies")) tree.write("small", "producer-for", name);
      }
    }
  }

  /** Sparse, so that it costs no disk. */
  private static void grow(Path file) throws IOException {
    grow(file, "");
  }

  private static void grow(Path file, String start) throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.writeBytes(start);
      sparse.setLength(100_000_000);
    }
  }

  @Test
  void aFullFileSystemLeavesNoHalfDatabase() throws IOException {
    try (World world = new World(OURS)) {
      SourceTree tree = new SourceTree(world.directory.resolve("src"));
      for (int i = 0; i < 40; i++)
        BrokenSources.longrun(tree, "l" + i)
            .write("l" + i, "run", "#!/bin/sh\n" + "x".repeat(5000));
      String program = OURS.word("s6-rc-compile");
      World.Answer answer =
          world.shell(
              "mkdir small; unshare -m sh -c 'mount -t tmpfs -o size=256k,nr_inodes=2000 none small"
                  + " || exit 77; "
                  + program
                  + " small/db src; code=$?; ls -A small; exit $code'");
      Assumptions.assumeFalse(
          answer.code() == 77 || answer.err().contains("unshare"), answer.err());
      assertEquals(111, answer.code(), answer.err());
      assertEquals("", answer.out());
      assertTrue(answer.err().contains("No space left on device"), answer.err());
    }
  }

  /** The unit tests flip more; here it is the native image that may not crash. */
  @Test
  void noFlippedByteCrashesTheProgram() throws IOException {
    Assumptions.assumeTrue(OURS == Suite.NATIVE, "no native build; a JVM a byte takes too long");
    try (World world = new World(OURS)) {
      SourceTree tree = new SourceTree(world.directory.resolve("src"));
      BrokenSources.oneshot(tree, "a", "x \"y z\" { w }");
      BrokenSources.longrun(tree, "l").write("l", "dependencies", "a\n");
      BrokenSources.longrun(tree, "p").write("p", "producer-for", "c");
      BrokenSources.longrun(tree, "c").write("c", "consumer-for", "p");
      BrokenSources.bundle(tree, "b", "a\nl\n");
      assertEquals(0, world.run("s6-rc-compile", "db", "src").code());
      Set<Integer> codes = new TreeSet<>();
      codes.addAll(flip(world, "n", 1, "check", "script a"));
      codes.addAll(flip(world, "db", 1, "list services", "pipeline c"));
      codes.addAll(flip(world, "resolve.cdb", 5, "list all", "contents b"));
      assertTrue(Set.of(0, 3, 4, 5, 111).containsAll(codes), "exit codes " + codes);
      assertTrue(codes.containsAll(Set.of(0, 4, 111)), "only " + codes);
    }
  }

  /** One shell for all bytes of a file, as starting a process from here is slow. */
  private static Set<Integer> flip(World world, String file, int step, String... commands)
      throws IOException {
    byte[] bytes = Files.readAllBytes(world.directory.resolve("db").resolve(file));
    Path flipped = Files.createDirectories(world.directory.resolve("flipped-" + file));
    int count = 0;
    for (int i = 0; i < bytes.length; i += bytes[i] == 0 ? step : 1) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= (byte) 0xff;
      Files.write(flipped.resolve("" + count++), damaged);
    }
    StringBuilder script = new StringBuilder("for i in flipped-" + file + "/*; do\n");
    script.append("  cp $i db/").append(file).append('\n');
    for (String command : commands)
      script
          .append("  timeout 10 ")
          .append(OURS.word("s6-rc-db"))
          .append(" -c db ")
          .append(command)
          .append(" >out 2>err; code=$?; echo $code\n")
          .append(
              "  [ $code -eq 0 ] || [ $code -eq 5 ] || grep -q '^s6-rc-db: fatal: .*db' err || echo 99\n");
    script.append("done | sort -u");
    World.Answer answer = world.shell(script.toString(), LONG);
    Files.write(world.directory.resolve("db").resolve(file), bytes);
    Set<Integer> codes = new TreeSet<>();
    answer.out().lines().forEach(line -> codes.add(Integer.valueOf(line)));
    return codes;
  }
}
