package s6j.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A set of services under the service manager: longruns, two pipelines and oneshots, in two
 * versions between which the live directory is updated.
 */
final class RcSet {
  private static final int LONGRUNS = 6;
  private static final int PIPELINES = 2;
  private static final int ONESHOTS = 4;

  /** What a call may take, in milliseconds. */
  private static final String PATIENCE = "40000";

  private final Tree tree;
  final Path live;

  RcSet(Tree tree) throws IOException {
    this.tree = tree;
    live = tree.root.resolve("live");
    for (String version : List.of("a", "b")) {
      source(tree.root.resolve("source-" + version), version);
      int code =
          tree.shell.run(
              "s6-rc-compile", database(version), tree.root.resolve("source-" + version));
      if (code != 0) throw new IllegalStateException("s6-rc-compile: " + code);
    }
  }

  private Path database(String version) {
    return tree.root.resolve("db-" + version);
  }

  private void source(Path source, String version) throws IOException {
    for (int i = 0; i < LONGRUNS; i++) longrun(source, "r" + i, i == 0 ? "" : "o" + i % ONESHOTS);
    longrun(source, "only-" + version, "");
    for (int i = 0; i < PIPELINES; i++) pipeline(source, "p" + i);
    for (int i = 0; i < ONESHOTS; i++) {
      Path oneshot = source.resolve("o" + i);
      Tree.write(oneshot.resolve("type"), "oneshot\n");
      Tree.write(oneshot.resolve("up"), "/bin/sleep 0.05\n");
      Tree.write(oneshot.resolve("down"), "/bin/sleep 0.05\n");
    }
    bundle(source, version);
  }

  private void longrun(Path source, String name, String needed) throws IOException {
    Tree.write(source.resolve(name).resolve("type"), "longrun\n");
    Tree.script(
        source.resolve(name).resolve("run"), tree.head(name) + "exec sleep " + Tree.LONG + "\n");
    if (!needed.isEmpty()) Tree.write(source.resolve(name + "/dependencies"), needed + "\n");
  }

  private void pipeline(Path source, String name) throws IOException {
    Path writer = source.resolve(name);
    Tree.write(writer.resolve("type"), "longrun\n");
    Tree.script(writer.resolve("run"), tree.head(name) + Tree.lines());
    Tree.write(writer.resolve("producer-for"), name + "-log\n");
    Path logger = source.resolve(name + "-log");
    Tree.write(logger.resolve("type"), "longrun\n");
    Tree.script(logger.resolve("run"), tree.logger(name));
    Tree.write(logger.resolve("consumer-for"), name + "\n");
    if (!tree.writers.contains(name)) tree.writers.add(name);
  }

  private void bundle(Path source, String version) throws IOException {
    StringBuilder names = new StringBuilder("only-" + version + "\n");
    for (int i = 0; i < LONGRUNS; i++) names.append("r").append(i).append('\n');
    for (int i = 0; i < PIPELINES; i++) names.append("p").append(i).append('\n');
    Tree.write(source.resolve("all/type"), "bundle\n");
    Tree.write(source.resolve("all/contents"), names.toString());
  }

  /** Makes the live directory and brings everything up; the exit code that is not 0, or 0. */
  int begin() {
    int code = tree.shell.run("s6-rc-init", "-c", database("a"), "-l", live, tree.scan);
    return code != 0 ? code : up();
  }

  int up() {
    return tree.shell.run("s6-rc", "-l", live, "-b", "-t", PATIENCE, "-u", "change", "all");
  }

  int update(boolean second) {
    Path database = database(second ? "b" : "a");
    return tree.shell.run("s6-rc-update", "-l", live, "-b", "-t", PATIENCE, database);
  }

  /** Begins a change of some kind that the caller will disturb. */
  Process beginChange(int kind) {
    return switch (kind) {
      case 0 -> tree.shell.start("s6-rc", "-l", live, "-b", "-t", PATIENCE, "-d", "change", "all");
      case 1 -> tree.shell.start("s6-rc", "-l", live, "-b", "-t", PATIENCE, "-u", "change", "all");
      case 2 -> tree.shell.start("s6-rc-update", "-l", live, "-b", "-t", PATIENCE, database("b"));
      default -> tree.shell.start("s6-rc-update", "-l", live, "-b", "-t", PATIENCE, database("a"));
    };
  }

  /** Longruns that are up once {@link #up} has succeeded, by their directories. */
  List<Path> directories() {
    try (var names = Files.list(live.resolve("servicedirs"))) {
      return names.toList();
    } catch (IOException damaged) {
      return List.of();
    }
  }
}
