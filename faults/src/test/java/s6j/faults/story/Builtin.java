package s6j.faults.story;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Commands of stories that are no programs of the suite. */
enum Builtin {
  CAT(1, 1),
  LOG(1, 1),
  LS(1, 1),
  SIZE(1, 1),
  MODE(1, 1),
  MKDIR(1, 1),
  LINK(2, 2),
  RM(1, 1),
  KILL(2, 9),
  WAIT(1, 9),
  LISTEN(1, 1),
  HEARD(1, 1),
  STDOUT(0, 0),
  STDERR(0, 0);

  /** They go where there is another than what was there, so that asking again is no answer. */
  private static final Set<Builtin> ACTS = Set.of(MKDIR, LINK, RM, KILL, LISTEN);

  private final int fewest;
  private final int most;

  Builtin(int fewest, int most) {
    this.fewest = fewest;
    this.most = most;
  }

  /** The one of that name, or null. */
  static Builtin of(String name) {
    for (Builtin one : values()) if (one.name().toLowerCase().equals(name)) return one;
    return null;
  }

  /** Throws if the words can be no command. */
  static void check(List<String> words, boolean again, Function<String, BadStory> problem) {
    String name = words.get(0);
    Builtin one = of(name);
    if (one == null) {
      if (!name.startsWith("s6-")) throw problem.apply(unknown(name));
      return;
    }
    int count = words.size() - 1;
    if (count < one.fewest || count > one.most)
      throw problem.apply("expected another number of words behind " + name);
    if (again && ACTS.contains(one))
      throw problem.apply("expected something to wait for, found \"" + name + "\"");
    if (one == KILL && !Signals.isName(words.get(1)))
      throw problem.apply("expected a signal, found \"" + words.get(1) + "\"");
  }

  private static String unknown(String name) {
    String all = Arrays.toString(values()).toLowerCase();
    return "expected a program of the suite or one of " + all + ", found \"" + name + "\"";
  }
}
