package s6j.it;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** How a command gets process numbers of its own, so that nothing of it is left behind. */
final class Seclusion {
  private static final List<String> NUMBERS =
      List.of("--pid", "--fork", "--mount-proc", "--kill-child");
  private static final List<String> LINE = find();

  private Seclusion() {}

  /** The words before the command; none where namespaces are not allowed. */
  static List<String> line() {
    return LINE;
  }

  /** Whether users can be changed. */
  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static List<String> find() {
    for (List<String> as : List.of(List.<String>of(), List.of("--user", "--map-root-user"))) {
      List<String> line = new ArrayList<>(List.of("unshare"));
      line.addAll(as);
      line.addAll(NUMBERS);
      if (works(line)) return List.copyOf(line);
    }
    return List.of();
  }

  private static boolean works(List<String> line) {
    List<String> whole = new ArrayList<>(line);
    whole.add("true");
    try (World world = new World(Suite.JVM)) {
      return world.runCommand(whole).code() == 0;
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
