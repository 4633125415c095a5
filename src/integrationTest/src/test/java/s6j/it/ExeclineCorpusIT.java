package s6j.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The native execlineb reads the scripts of a corpus and what chance makes of them. All is words of
 * one printf, so that nothing else can be run. Where an execlineb of C is installed, it has to read
 * them alike; none may end by a signal.
 */
class ExeclineCorpusIT {
  private static final int MUTANTS = Integer.getInteger("s6j.execline.mutants", 40);
  private static final long SEED = Long.getLong("s6j.execline.seed", 1);
  private static final Path CORPUS =
      Suite.ROOT.resolve("src/integrationTest/src/test/resources/s6j/it/execline");
  private static final Path OF_C = Path.of("/usr/bin/execlineb");
  private static final Charset LATIN = StandardCharsets.ISO_8859_1;
  private static final byte[] BEFORE = "/usr/bin/printf \"[%s]\\n\" -- ".getBytes();
  private static final byte[] LIKELY = "{}\"\\ \n#$0x\t\0a".getBytes();

  @Test
  void scriptsAreReadAlike() throws IOException {
    Assumptions.assumeTrue(Suite.NATIVE.isInstalled(), "no native build");
    try (World world = new World(Suite.NATIVE)) {
      List<Path> scripts = write(world, Files.createDirectory(world.directory.resolve("scripts")));
      read(world, Suite.TREE.resolve("bin/execlineb"), "ours");
      for (Path script : scripts) {
        String end = Files.readString(Path.of(script + ".ours.code")).strip();
        assertTrue(Integer.parseInt(end) < 128, script + " ends with " + end);
      }
      Assumptions.assumeTrue(Files.isExecutable(OF_C), "no execlineb of C");
      read(world, OF_C, "theirs");
      for (Path script : scripts) assertAlike(script);
    }
  }

  private static List<Path> write(World world, Path directory) throws IOException {
    List<Path> corpus;
    try (Stream<Path> files = Files.list(CORPUS)) {
      corpus = files.sorted().toList();
    }
    assertTrue(corpus.size() >= 12, "the corpus is in " + CORPUS);
    List<Path> scripts = new ArrayList<>();
    Random random = new Random(SEED);
    for (Path file : corpus)
      for (int i = 0; i <= MUTANTS; i++) {
        byte[] body = Files.readAllBytes(file);
        for (int change = 0; change < Math.min(i, 3); change++) body = mutant(body, random);
        ByteArrayOutputStream script = new ByteArrayOutputStream();
        script.writeBytes(BEFORE);
        script.writeBytes(body);
        String name = file.getFileName().toString().replace(".el", "-" + i);
        scripts.add(Files.write(directory.resolve(name), script.toByteArray()));
      }
    return scripts;
  }

  /** A byte is left out, doubled, put in or another. */
  private static byte[] mutant(byte[] body, Random random) {
    ByteArrayOutputStream mutant = new ByteArrayOutputStream();
    int at = random.nextInt(body.length + 1);
    mutant.write(body, 0, at);
    int kind = random.nextInt(4);
    if (kind == 0 && at < body.length) mutant.write(body[at]);
    if (kind >= 2) mutant.write(LIKELY[random.nextInt(LIKELY.length)]);
    int from = Math.min(body.length, kind == 1 || kind == 3 ? at + 1 : at);
    mutant.write(body, from, body.length - from);
    return mutant.toByteArray();
  }

  private static void read(World world, Path execlineb, String who) {
    String one = "'" + execlineb + "' $s >$s." + who + " 2>/dev/null; echo $? >$s." + who + ".code";
    World.Answer answer =
        world.shell(
            "cd "
                + world.directory
                + "/scripts && for s in *; do case $s in *.*) ;; *) "
                + one
                + " ;; esac; done");
    assertEquals(0, answer.code(), answer.err());
  }

  /** A brace and a backslash are read differently on purpose (docs/differences.md). */
  private static void assertAlike(Path script) throws IOException {
    String text = script.getFileName() + ": " + readable(bytes(script, ""));
    if (text.contains("{\\") || text.contains("}\\")) return;
    assertEquals(
        new String(bytes(script, ".theirs.code"), LATIN),
        new String(bytes(script, ".ours.code"), LATIN),
        text);
    assertArrayEquals(bytes(script, ".theirs"), bytes(script, ".ours"), text);
  }

  private static String readable(byte[] text) {
    StringBuilder readable = new StringBuilder();
    for (byte b : text)
      readable.append(b >= ' ' && b < 127 ? "" + (char) b : String.format("\\x%02x", b));
    return readable.toString();
  }

  private static byte[] bytes(Path script, String ending) throws IOException {
    return Files.readAllBytes(Path.of(script + ending));
  }
}
