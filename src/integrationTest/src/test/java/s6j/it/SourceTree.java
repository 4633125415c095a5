package s6j.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes source definition directories; random ones are the same for the same seed. */
final class SourceTree {
  private static final String[] WORDS = {
    "echo",
    "a",
    "\"b c\"",
    "{ x }",
    "if { true }",
    "# comment\n",
    "\"\\x\"",
    "\\\\y",
    "''",
    "\"\\65\""
  };

  final Path root;

  SourceTree(Path root) {
    this.root = root;
  }

  /** A tree that may have every kind of definition; sometimes a broken one. */
  static SourceTree random(Path root, long seed) {
    SourceTree tree = new SourceTree(root);
    Random random = new Random(seed);
    List<String> names = new ArrayList<>();
    int count = 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) names.add(name(random, i));
    for (int i = 0; i < count; i++) tree.randomDefinition(random, names, i);
    tree.randomPipeline(random);
    return tree;
  }

  private static String name(Random random, int i) {
    String[] stems = {"s", "Web", "_x", "a b", "z-", "é"};
    return stems[random.nextInt(stems.length)] + i;
  }

  private void randomDefinition(Random random, List<String> names, int i) {
    String name = names.get(i);
    switch (random.nextInt(5)) {
      case 0, 1 -> oneshot(random, name);
      case 2, 3 -> longrun(random, name);
      default -> {
        write(name, "type", "bundle\n");
        write(name, "contents", someOf(random, names.subList(0, i)));
        if (random.nextInt(4) == 0) write(name, "flag-essential", "");
        return;
      }
    }
    write(name, "dependencies", someOf(random, names.subList(0, i)));
    if (random.nextInt(4) == 0) write(name, "timeout-up", random.nextInt(9999) + "\n");
    if (random.nextInt(4) == 0) write(name, "flag-recommended", "");
    if (random.nextInt(60) == 0) write(name, "dependencies", "undefined\n");
    if (random.nextInt(60) == 0) write(name, "dependencies", someOf(random, names));
  }

  private void oneshot(Random random, String name) {
    write(name, "type", "oneshot\n");
    write(name, "up", script(random));
    if (random.nextBoolean()) write(name, "down", script(random));
    if (random.nextInt(4) == 0) write(name, "reload", script(random));
  }

  private void longrun(Random random, String name) {
    write(name, "type", random.nextBoolean() ? "longrun" : "longrun\n");
    write(name, "run", "#!/bin/sh\nexec sleep 1000\n");
    if (random.nextInt(3) == 0) write(name, "finish", "#!/bin/sh\n");
    if (random.nextInt(3) == 0) write(name, "notification-fd", (3 + random.nextInt(3)) + "\n");
    if (random.nextInt(6) == 0) write(name, "down-signal", "INT\n");
  }

  private void randomPipeline(Random random) {
    int producers = random.nextInt(4);
    if (producers == 0) return;
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < producers; i++) {
      String name = "p" + i;
      write(name, "type", "longrun\n");
      write(name, "run", "#!/bin/sh\n");
      write(name, "producer-for", "sink\n");
      list.append(name).append('\n');
    }
    write("sink", "type", "longrun\n");
    write("sink", "run", "#!/bin/sh\n");
    write("sink", "consumer-for", list.toString());
    if (random.nextBoolean()) write("sink", "pipeline-name", "pipe\n");
  }

  private static String script(Random random) {
    StringBuilder script = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--)
      script.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
    return script.toString();
  }

  private static String someOf(Random random, List<String> names) {
    StringBuilder list = new StringBuilder();
    for (String name : names) if (random.nextInt(3) == 0) list.append(name).append('\n');
    return list.toString();
  }

  SourceTree write(String definition, String file, String content) {
    try {
      Path directory = Files.createDirectories(root.resolve(definition));
      Files.writeString(directory.resolve(file), content, StandardCharsets.UTF_8);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
