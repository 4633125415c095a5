package s6j.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Fills a source tree with definitions of every kind: nested bundles, chains and funnels of
 * pipelines, all files that a definition may have, odd names; about a third is broken somewhere.
 */
final class RandomSources {
  private static final String[] WORDS = {
    "echo", "a", "\"b c\"", "{ x }", "if { true }", "# comment\n", "\"\\x\"", "\\\\y", "''",
    "\"\\65\"", "{ { } }", "\"\\0x41\\n\"", "x\"y z\"w", "\\{", "\"{\"", "a\\ b", "{ \"\" }", "\t\r"
  };

  private static final String[] BROKEN_WORDS = {"{", "}", "\"open", "{ x } }", "{a", "a} {"};

  private static final String[] STEMS = {
    "s",
    "Web",
    "_x",
    "a b",
    "z-",
    "é",
    "-v",
    "#c",
    "=",
    "a\tb",
    "\"q\"",
    "back\\",
    "'s",
    "$x",
    "~",
    "%",
    "s6rc",
    "s6-r",
    "\u0001",
    "x".repeat(200)
  };

  private static final String[] FLAGS = {
    "flag-timeout-killpg", "flag-newpidns", "down", "nosetsid", "README", "unknown"
  };

  private static final String[] NUMBERS = {
    "notification-fd", "lock-fd", "timeout-kill", "timeout-finish", "max-death-tally"
  };

  private final SourceTree tree;
  private final Random random;
  private final List<String> names = new ArrayList<>();

  /** Of this tree, how many definitions in a thousand get something wrong. */
  private final int wrongness;

  RandomSources(SourceTree tree, Random random) {
    this.tree = tree;
    this.random = random;
    wrongness = random.nextInt(3) == 0 ? 80 : 0;
  }

  SourceTree write() {
    int count = 1 + random.nextInt(14);
    for (int i = 0; i < count; i++) names.add(STEMS[random.nextInt(STEMS.length)] + i);
    for (int i = 0; i < count; i++) definition(i);
    for (int i = random.nextInt(3); i > 0; i--) pipelines("t" + i);
    return tree;
  }

  private void definition(int i) {
    String name = names.get(i);
    switch (random.nextInt(6)) {
      case 0, 1 -> oneshot(name);
      case 2, 3 -> longrun(name);
      default -> {
        bundle(name, i);
        return;
      }
    }
    service(name, i);
  }

  private void bundle(String name, int i) {
    tree.write(name, "type", oneIn(9) ? "bundle" : "bundle\n");
    list(name, "contents", names.subList(0, i));
    flags(name);
    if (isWrong()) list(name, "contents", names);
    if (isWrong()) tree.write(name, "contents", "nothing\n" + name + "\n");
  }

  private void service(String name, int i) {
    if (!oneIn(4)) list(name, "dependencies", names.subList(0, i));
    if (oneIn(4)) tree.write(name, "timeout-up", random.nextInt(9999) + "\n");
    if (oneIn(4)) tree.write(name, "timeout-down", "00" + random.nextInt(9999) + "\n\n");
    flags(name);
    if (isWrong()) tree.write(name, "timeout-up", "soon");
    if (isWrong()) tree.write(name, "dependencies", "nothing\n");
    if (isWrong()) list(name, "dependencies", names);
    if (isWrong()) tree.write(name, "type", "Longrun");
    if (isWrong()) tree.write(name, "dependencies", "s6rc-fdholder\n");
  }

  private void flags(String name) {
    if (oneIn(5)) tree.write(name, "flag-recommended", "");
    if (oneIn(5)) tree.write(name, "flag-essential", "text");
  }

  private void oneshot(String name) {
    tree.write(name, "type", oneIn(9) ? "oneshot\nx" : "oneshot\n");
    tree.write(name, "up", script());
    if (random.nextBoolean()) tree.write(name, "down", script());
    if (oneIn(4)) tree.write(name, "reload", script());
    if (oneIn(9)) tree.write(name, "run", "").write(name, "producer-for", "x\ny\n");
    if (isWrong()) tree.write(name, "down", script() + BROKEN_WORDS[random.nextInt(6)] + "\n");
  }

  private void longrun(String name) {
    tree.write(name, "type", oneIn(4) ? "longrun" : oneIn(4) ? "longrun\nx" : "longrun\n");
    tree.write(name, "run", oneIn(5) ? "" : "#!/bin/sh\nexec sleep 1000\n");
    if (oneIn(3)) tree.write(name, "finish", "#!/bin/sh\n");
    for (String file : NUMBERS)
      if (oneIn(5)) tree.write(name, file, (random.nextInt(7) == 0 ? "" : "0") + number(file));
    for (String flag : FLAGS) if (oneIn(8)) tree.write(name, flag, oneIn(2) ? "" : "x\n");
    if (oneIn(6)) tree.write(name, "down-signal", "INT\n");
    if (oneIn(6)) tree.write(name, "reload-signal", "SIGUSR1");
    directories(name);
    if (oneIn(20)) tree.write(name, "pipeline-name", "ignored\n");
    if (isWrong()) tree.write(name, NUMBERS[random.nextInt(NUMBERS.length)], "-1\n");
    if (isWrong()) tree.write(name, "data.", "").write(name, "producer-for", oneOf(names));
    if (isWrong()) tree.write(name, "consumer-for", oneOf(names) + "\nnothing");
  }

  /** Different for the two descriptors, which must not be the same. */
  private String number(String file) {
    int number = file.equals("lock-fd") ? 8 + random.nextInt(2) : random.nextInt(8);
    return number + (oneIn(3) ? "\n" : oneIn(3) ? "\njunk\n" : "");
  }

  private void directories(String name) {
    if (oneIn(4)) tree.write(name + "/data", "file", "text").write(name + "/data/d/e", "x", "");
    if (oneIn(4)) tree.write(name + "/env", "VARIABLE", "value\n");
    if (oneIn(6)) tree.write(name + "/template", "run", "#!/bin/sh\n");
    if (oneIn(6)) tree.write(name + "/instance/i", "run", "");
    if (oneIn(6)) tree.write(name + "/log", "run", "").write(name + "/.hidden", "x", "");
  }

  /** A tree of longruns that flows together: each level feeds the one before it. */
  private void pipelines(String stem) {
    int count = 2 + random.nextInt(5);
    StringBuilder[] producers = new StringBuilder[count];
    for (int i = 0; i < count; i++) producers[i] = new StringBuilder();
    for (int i = 1; i < count; i++) {
      int consumer = random.nextInt(i);
      tree.write(stem + i, "producer-for", "  " + stem + consumer + (oneIn(2) ? "\n" : ""));
      producers[consumer].append(isWrong() ? "nothing" : stem + i).append('\n');
    }
    for (int i = 0; i < count; i++) {
      longrun(stem + i);
      service(stem + i, names.size());
      if (producers[i].length() > 0) tree.write(stem + i, "consumer-for", producers[i].toString());
    }
    if (oneIn(2)) tree.write(stem + 0, "pipeline-name", stem + "-pipeline\n");
    if (isWrong()) tree.write(stem + 0, "pipeline-name", oneOf(names) + "\n");
  }

  /** As a directory or as a file with all that a file may have. */
  private void list(String name, String list, List<String> from) {
    if (oneIn(3)) {
      tree.write(name + "/" + list + ".d", ".hidden", "");
      for (String each : from) if (oneIn(3)) tree.write(name + "/" + list + ".d", each, "x");
      return;
    }
    StringBuilder lines = new StringBuilder();
    for (String each : from)
      if (oneIn(3) && !each.startsWith("#"))
        lines.append(oneIn(4) ? " \t" : "").append(each).append('\n');
    if (oneIn(4)) lines.append("# comment\n\n  \n").append(lines);
    if (oneIn(4) && lines.length() > 0) lines.setLength(lines.length() - 1);
    tree.write(name, list, lines.toString());
  }

  private String script() {
    StringBuilder script = new StringBuilder(oneIn(5) ? "#!/bin/execlineb -P\n" : "");
    for (int i = random.nextInt(6); i > 0; i--)
      script.append(WORDS[random.nextInt(WORDS.length)]).append(oneIn(5) ? "\n" : " ");
    return script.toString();
  }

  private String oneOf(List<String> some) {
    return some.get(random.nextInt(some.size()));
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private boolean isWrong() {
    return random.nextInt(1000) < wrongness;
  }
}
