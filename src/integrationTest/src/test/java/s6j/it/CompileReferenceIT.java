package s6j.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.function.Executable;

/**
 * rc-compile beside the s6-rc-compile of s6-rc 0.7 in the directory {@code -Ds6j.reference}: the
 * same command lines on the same trees, and all that comes of it is compared.
 */
@EnabledIfSystemProperty(named = "s6j.reference", matches = ".+", disabledReason = "no reference")
class CompileReferenceIT {
  private static final int RANDOM_TREES = 600;
  private static final Suite REFERENCE =
      new Suite("reference", Path.of(System.getProperty("s6j.reference", "")));
  private static final Suite OURS = Suite.ours().findFirst().orElseThrow();

  /** Words are split at blanks; a word of two quotes is empty. */
  private static final List<String> COMMAND_LINES =
      List.of(
          "",
          "db",
          "db src",
          "-v0 db src",
          "-v1 db src",
          "-v 2 db src",
          "-v3 db src",
          "-v 007 db src",
          "-v x db src",
          "-v -1 db src",
          "-v '' db src",
          "-v 4294967296 db src",
          "-v",
          "-v -- db src",
          "--verbosity=2 db src",
          "--verbosity 2 db src",
          "--verbosity= db src",
          "--verbosity=2x db src",
          "-h nobody db src",
          "-hnobody db src",
          "-h '' db src",
          "-h no\"bo\\dy db src",
          "-h -- db src",
          "--fdholder-user=nobody db src",
          "--fdholder-user db src",
          "-b db src",
          "-bb db src",
          "--block db src",
          "--blo db src",
          "--block=1 db src",
          "--no-block db src",
          "-bv2 db src",
          "-v2b db src",
          "-bhnobody db src",
          "-D db src",
          "-x db src",
          "-bx db src",
          "--foo db src",
          "--foo=1 db src",
          "--=x db src",
          "-- db src",
          "-- -v2 src",
          "- src",
          "db -v2 src",
          "db -- src",
          "db src src",
          "db src more",
          "db more src",
          "db empty",
          "db empty src empty",
          "-v0 db empty",
          "db src/",
          "db ./src//",
          "db/ src",
          "db// src",
          "./db src",
          "sub/db src",
          "missing/db src",
          "file/db src",
          "db missing",
          "db src missing",
          "db file",
          "db ''",
          "'' src",
          ". src",
          ".. src",
          "/ src",
          "sub src",
          "file src",
          "dangling src",
          "tolink src",
          "db broken",
          "-v0 db broken",
          "-v3 db broken",
          "db links",
          "-v2 db twice",
          "-v1 db twice",
          "-v0 db twice");

  @Test
  void everyCommandLineDoesTheSame() throws IOException {
    try (World theirs = new World(REFERENCE);
        World own = new World(OURS)) {
      for (World world : List.of(theirs, own)) makeSources(world);
      List<Executable> lines = new ArrayList<>();
      String longest = "x".repeat(255);
      for (String line : COMMAND_LINES) lines.add(() -> compare(theirs, own, "022", line));
      lines.add(() -> compare(theirs, own, "022", longest + " src"));
      lines.add(() -> compare(theirs, own, "022", longest + "y src"));
      assertAll(lines);
    }
  }

  @Test
  void modesFollowTheUmask() throws IOException {
    try (World theirs = new World(REFERENCE);
        World own = new World(OURS)) {
      for (World world : List.of(theirs, own)) makeSources(world);
      assertAll(
          Stream.of("0", "022", "027", "077", "0277")
              .map(umask -> () -> compare(theirs, own, umask, "-b db rich")));
    }
  }

  @Test
  void randomTreesCompileToTheSame() throws IOException {
    int sound = 0;
    try (World theirs = new World(REFERENCE);
        World own = new World(OURS)) {
      for (long seed = 0; seed < RANDOM_TREES; seed++) {
        Path source = SourceTree.random(own.directory.resolve("src" + seed), seed).root;
        World.Answer expected = theirs.run("s6-rc-compile", "db" + seed, source.toString());
        World.Answer answer = own.run("s6-rc-compile", "db" + seed, source.toString());
        assertEquals(expected.code(), answer.code(), "seed " + seed + ": " + answer.err());
        assertEquals(firstLine(expected.err()), firstLine(answer.err()), "seed " + seed);
        if (expected.code() != 0) continue;
        sound++;
        assertSame(
            theirs.directory.resolve("db" + seed), own.directory.resolve("db" + seed), "" + seed);
      }
    }
    assertTrue(sound > RANDOM_TREES / 3, "only " + sound + " sound trees");
    assertTrue(sound < RANDOM_TREES * 9 / 10, "only " + (RANDOM_TREES - sound) + " broken trees");
  }

  private static void makeSources(World world) throws IOException {
    SourceTree tree = new SourceTree(world.directory.resolve("src"));
    BrokenSources.oneshot(tree, "net", "echo up");
    BrokenSources.longrun(tree, "web").write("web", "dependencies", "net\n");
    BrokenSources.bundle(tree, "all", "net\nweb\n");
    BrokenSources.oneshot(new SourceTree(world.directory.resolve("more")), "other", "");
    BrokenSources.oneshot(new SourceTree(world.directory.resolve("broken")), "a", "{");
    tree = new SourceTree(world.directory.resolve("twice"));
    BrokenSources.longrun(tree, "l").write("l", "dependencies", "o\no\n \t#\n\to");
    BrokenSources.oneshot(tree, "o", "").write("l", "pipeline-name", "p");
    BrokenSources.bundle(tree.write("l", "notification-fd", "2"), "b", "o\nl\no\nl");
    tree.write("l", "lock-fd", "1\nx");
    tree = new SourceTree(world.directory.resolve("links/real"));
    BrokenSources.oneshot(tree, "inner", "x");
    tree = new SourceTree(world.directory.resolve("links"));
    BrokenSources.link(tree, "alias", "real/inner");
    world.shell(
        "rm -r links/real/inner/type; echo bundle >links/real/type; : >links/real/contents");
    world.shell("echo oneshot >links/real/inner/type");
    world.shell("mkdir empty sub; : >file; ln -s nowhere dangling; ln -s sub tolink");
    makeRich(world);
  }

  /** Every file that a longrun may have, with modes of all sorts. */
  private static void makeRich(World world) {
    SourceTree tree = new SourceTree(world.directory.resolve("rich"));
    for (String name : List.of("l", "producer", "middle", "last")) {
      BrokenSources.longrun(tree, name).write(name, "finish", "#!/bin/sh\n");
      tree.write(name, "notification-fd", "007\n").write(name, "lock-fd", "5\njunk");
      tree.write(name, "timeout-kill", "0").write(name, "timeout-finish", "12\n");
      tree.write(name, "max-death-tally", "100\n").write(name, "down-signal", "INT\n");
      tree.write(name, "reload-signal", "USR1").write(name, "flag-timeout-killpg", "x");
      tree.write(name, "flag-newpidns", "").write(name, "down", "").write(name, "README", "x");
      tree.write(name + "/data", "file", "text").write(name + "/data/sub/deep", "x", "y");
      tree.write(name + "/env", "VAR", "value\n").write(name + "/template", "run", "#!/bin/sh\n");
      tree.write(name + "/instance", "i", "").write(name + "/instances/i", "run", "");
      tree.write(name + "/log", "run", "").write(name + "/template/data", "x", "");
    }
    tree.write("producer", "producer-for", "middle").write("middle", "consumer-for", "producer");
    tree.write("middle", "producer-for", "last").write("last", "consumer-for", "middle");
    tree.write("last", "pipeline-name", "line");
    BrokenSources.longrun(tree, "no finish").write("no finish/data", "x", "");
    world.shell(
        "cd rich/l && chmod 600 run && chmod 4750 data/file && chmod 1711 data/sub && mkfifo -m 622"
            + " data/fifo && ln -s nowhere data/link && chmod 000 data/sub/deep/x && chmod 444"
            + " finish && chmod 2770 env && chmod 500 template && mkdir -m 700 data/none");
    world.shell("cd rich/last && chmod 0 timeout-kill && chmod 711 run; chmod 751 data");
    world.shell("cd rich/l && chown 12:34 data/sub data/sub/deep/x data/file");
  }

  private static void compare(World theirs, World own, String umask, String line)
      throws IOException {
    String what = "umask " + umask + ": " + line;
    World.Answer expected = compile(theirs, REFERENCE, umask, line);
    World.Answer answer = compile(own, OURS, umask, line);
    assertEquals(expected.code(), answer.code(), what + ": " + answer.err());
    assertEquals(expected.out(), answer.out(), what);
    if (expected.code() == 0 || expected.code() == 100)
      assertEquals(untraced(expected.err()), answer.err(), what);
    else assertEquals(lines(expected.err(), 1), lines(answer.err(), 1), what);
    try {
      assertSame(theirs.directory, own.directory, what);
    } finally {
      for (World world : List.of(theirs, own)) world.shell("rm -rf db sub/db ./- xxxxx*");
    }
  }

  private static World.Answer compile(World world, Suite suite, String umask, String line) {
    String quoted = line.replace("\"", "\\\"").replace("\\d", "\\\\d");
    return world.shell("umask " + umask + "; exec " + suite.word("s6-rc-compile") + " " + quoted);
  }

  /** Its tracing at -v4 is not copied: it names functions of its own. */
  private static String untraced(String text) {
    return text.replaceAll("(?m)^s6-rc-compile: tracing: .*\\n", "");
  }

  private static String lines(String text, int count) {
    return String.join("\n", text.lines().limit(count).toList());
  }

  private static String firstLine(String text) {
    return lines(text, 1);
  }

  /** Both trees: names, kinds, modes, owners, links and contents, but for the programs' places. */
  private static void assertSame(Path theirs, Path own, String what) throws IOException {
    Map<String, String> expected = listing(theirs);
    Map<String, String> found = listing(own);
    assertEquals(expected.keySet(), found.keySet(), what);
    for (String name : expected.keySet()) {
      assertEquals(expected.get(name), found.get(name), what + ", " + name);
      if (!found.get(name).startsWith("-")) continue;
      assertArrayEquals(content(theirs.resolve(name)), content(own.resolve(name)), name + what);
    }
  }

  private static byte[] content(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (!file.getFileName().toString().matches("run|finish")) return bytes;
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    text = text.replaceAll("^#!\\S*/execlineb", "#!execlineb");
    text = text.replaceAll("(?m)^( *)/\\S+/(s6-rc-[a-z-]+) ", "$1$2 ");
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** By path: kind, modes, owner and where a link leads. */
  private static Map<String, String> listing(Path root) throws IOException {
    Map<String, String> listing = new TreeMap<>();
    List<Path> all = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(root)) {
      paths.filter(path -> !path.equals(root)).forEach(all::add);
    }
    for (Path path : all) listing.put(root.relativize(path).toString(), description(path));
    return listing;
  }

  private static String description(Path path) throws IOException {
    Map<String, Object> stat =
        Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) stat.get("mode");
    String kind = Files.isSymbolicLink(path) ? "l" : Files.isRegularFile(path) ? "-" : "d";
    String text =
        kind + " " + Integer.toOctalString(mode) + " " + stat.get("uid") + ":" + stat.get("gid");
    return kind.equals("l") ? text + " " + Files.readSymbolicLink(path) : text;
  }
}
