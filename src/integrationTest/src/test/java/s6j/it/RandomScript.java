package s6j.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random script of execline whose programs and their children are looked at by {@code ./probe},
 * which is told its parent by the kernel. What it prints does not depend on chance once it runs.
 */
final class RandomScript {
  private static final int DEEPEST = 3;

  private final Random random;
  private int variables;

  RandomScript(long seed) {
    random = new Random(seed);
  }

  String text() {
    return chain(0, 4 + random.nextInt(10));
  }

  private String chain(int depth, int steps) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < steps; i++) words.add(step(depth));
    words.add(end());
    return String.join("\n", words);
  }

  private String end() {
    return switch (random.nextInt(4)) {
      case 0 -> "exit " + random.nextInt(4);
      case 1 -> "./probe";
      case 2 -> "foreground { ./probe } exit";
      default -> "foreground { ./probe } nowhere-" + random.nextInt(9);
    };
  }

  private String step(int depth) {
    return depth < DEEPEST && random.nextInt(3) == 0 ? nested(depth) : plain();
  }

  private String plain() {
    int fd = 3 + random.nextInt(5);
    return switch (random.nextInt(24)) {
      case 0 -> "export V" + variables++ + " \"" + "x".repeat(random.nextInt(300)) + "\"";
      case 1 -> "unexport V" + random.nextInt(4);
      case 2 -> "umask 0" + random.nextInt(8) + "2";
      case 3 -> "cd ./in";
      case 4 -> "cd ../in";
      case 5 -> "redirfd -r " + fd + " /dev/null";
      case 6 -> "redirfd -a " + fd + " ../in/file";
      case 7 -> "fdmove -c " + fd + " 1";
      case 8 -> "fdclose " + fd;
      case 9 -> "piperw " + fd + " " + (fd + 7);
      case 10 -> "fdblock -n 1 fdblock 1";
      case 11 -> "s6-setsid -g";
      case 12 -> "s6-setsid -q";
      case 13 -> "s6-envdir env";
      case 14 -> "s6-setlock -n lock" + fd;
      case 15 -> "s6-softlimit -c " + random.nextInt(100);
      case 16 -> "exec -a renamed";
      case 17 -> "define W" + fd + " \"a b\"";
      case 18 -> "importas -D none I V" + random.nextInt(3);
      case 19 -> "multisubstitute { define A b elgetpositionals }";
      case 20 -> "getpid -E P";
      case 21 -> "elglob G *";
      case 22 -> "emptyenv -c";
      default -> "foreground { ./probe }";
    };
  }

  private String nested(int depth) {
    String inner = "{ " + chain(depth + 1, random.nextInt(4)) + " }";
    return switch (random.nextInt(10)) {
      case 0 -> "foreground " + inner;
      case 1 -> "if -n " + inner;
      case 2 -> "ifelse " + inner + " " + inner;
      case 3 -> "ifte " + inner + " { true } " + inner + " foreground { true }";
      case 4 -> "backtick -D none -n B" + depth + " " + inner;
      case 5 ->
          "pipeline { foreground " + inner + " true } foreground { cat } redirfd -r 0 /dev/null";
      case 6 -> "background { foreground " + inner + " true } wait { }";
      case 7 -> "forx F { 1 2 } foreground " + inner + " importas -i f F";
      case 8 -> "heredoc 0 \"text $HOME\" foreground " + inner;
      default -> "trap { } foreground " + inner;
    };
  }
}
