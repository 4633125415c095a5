package s6j.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One broken source tree for each error of s6-rc-compile: how it is made, and what is said. */
final class BrokenSources {
  /** A tree, and the first line behind {@code s6-rc-compile: fatal: } with the exit code. */
  record Broken(Consumer<SourceTree> making, int code, String text) {}

  private static final String UNDEFINED = ": undefined service name ";
  private static final String NO_FILE = ": No such file or directory";
  private static final String TYPES = "src/a/type: must be oneshot, longrun, or bundle";
  private static final String NUMBER = "unable to read src/l/%s: Invalid argument";

  private final List<Broken> all = new ArrayList<>();

  private BrokenSources() {
    types();
    scripts();
    lists();
    names();
    numbers();
    cycles();
    pipelines();
  }

  static List<Broken> all() {
    return new BrokenSources().all;
  }

  private void types() {
    add(111, "unable to read src/a/type" + NO_FILE, tree -> tree.write("a", "up", ""));
    for (String type : new String[] {"", "\n", "oneshot \n", "Oneshot", "oneshots", "bundle\n\n"})
      add(1, "invalid " + TYPES, tree -> tree.write("a", "type", type).write("a", "up", ""));
    add(111, "unable to read src/a/type: Is a directory", tree -> tree.write("a/type", "x", ""));
  }

  private void scripts() {
    add(111, "unable to open src/a/up" + NO_FILE, tree -> tree.write("a", "type", "oneshot"));
    add(
        111,
        "unable to parse src/a/up: Is a directory",
        tree -> tree.write("a", "type", "oneshot").write("a/up", "x", ""));
    add(1, "syntax error in src/a/up: unmatched {", tree -> oneshot(tree, "a", "if { x\n"));
    add(1, "syntax error in src/a/up: unmatched }", tree -> oneshot(tree, "a", "if x }\n"));
    add(1, "syntax error in src/a/up", tree -> oneshot(tree, "a", "if {"));
    add(1, "syntax error in src/a/up", tree -> oneshot(tree, "a", "x \"y\n"));
    add(
        1,
        "syntax error in src/a/down: unmatched {",
        tree -> oneshot(tree, "a", "").write("a", "down", "{ \n"));
    add(
        1,
        "syntax error in src/a/reload: unmatched }",
        tree -> oneshot(tree, "a", "").write("a", "reload", "}\n"));
    add(1, "unable to find a run script in src/a/run", tree -> tree.write("a", "type", "longrun"));
    add(
        1,
        "src/a/run is not a regular file",
        tree -> tree.write("a", "type", "longrun").write("a/run", "x", ""));
  }

  private void lists() {
    add(
        111,
        "unable to open src/b/contents" + NO_FILE,
        tree -> tree.write("b", "type", "bundle\n"));
    add(
        111,
        "unable to opendir src/b/contents.d: Not a directory",
        tree -> tree.write("b", "type", "bundle\n").write("b", "contents.d", ""));
    add(
        111,
        "unable to opendir src/a/dependencies.d: Not a directory",
        tree -> oneshot(tree, "a", "").write("a", "dependencies.d", ""));
    add(
        1,
        "during dependency resolution for service a" + UNDEFINED + "x",
        tree -> oneshot(tree, "a", "").write("a", "dependencies", "x\n"));
    add(1, "during resolution of bundle b" + UNDEFINED + "x y", tree -> bundle(tree, "b", "x y\n"));
    add(
        1,
        "during resolution of bundle b" + UNDEFINED + "x",
        tree -> tree.write("b", "type", "bundle").write("b/contents.d", "x", ""));
  }

  private void names() {
    for (String prefix : new String[] {"s6rc-", "s6-rc-"}) {
      String name = prefix + "x";
      String reserved = "identifier " + name + " starts with reserved prefix";
      add(1, "in src: " + reserved, tree -> oneshot(tree, name, ""));
      add(1, "in src: " + reserved, tree -> file(tree, name));
      add(
          1,
          "in a: " + reserved,
          tree -> oneshot(tree, "a", "").write("a", "dependencies", name + "\n"));
      add(
          1,
          "in b: " + reserved,
          tree -> tree.write("b", "type", "bundle").write("b/contents.d", name, ""));
      add(1, "in l: " + reserved, tree -> longrun(tree, "l").write("l", "producer-for", name));
    }
    add(1, "subdirectory of src contains a newline character", tree -> oneshot(tree, "a\nb", ""));
    add(
        1,
        "duplicate service definition: p defined in s6-rc-compile internals is already defined"
            + " and has type oneshot",
        tree -> pipe(oneshot(tree, "p", "")).write("c", "pipeline-name", "p\n"));
    add(
        111,
        "unable to stat src/gone" + NO_FILE,
        tree -> link(oneshot(tree, "a", ""), "gone", "nowhere"));
    add(
        111,
        "unable to stat src/loop: Too many levels of symbolic links",
        tree -> link(oneshot(tree, "a", ""), "loop", "loop"));
  }

  private void numbers() {
    for (String file : new String[] {"timeout-up", "timeout-down"})
      for (String number : new String[] {"", "x", "-1", "1x", "4294967296", " 1", "1 "})
        add(1, "invalid src/a/" + file, tree -> oneshot(tree, "a", "").write("a", file, number));
    for (String file :
        new String[] {
          "notification-fd", "lock-fd", "timeout-kill", "timeout-finish", "max-death-tally"
        })
      for (String number : new String[] {"", "x", "-1", "4294967296"})
        add(111, NUMBER.replace("%s", file), tree -> longrun(tree, "l").write("l", file, number));
    add(
        1,
        "longrun l has the same value for notification-fd and lock-fd",
        tree -> longrun(tree, "l").write("l", "notification-fd", "4").write("l", "lock-fd", "4"));
    for (String directory : new String[] {"data", "env", "template"})
      add(
          1,
          "src/l/" + directory + " is not a directory",
          tree -> longrun(tree, "l").write("l", directory, ""));
  }

  private void cycles() {
    add(
        1,
        "cyclic service dependency reached from c and involving c",
        tree -> {
          for (String pair : new String[] {"ab", "bc", "ca"})
            oneshot(tree, pair.substring(0, 1), "")
                .write(pair.substring(0, 1), "dependencies", pair.substring(1));
        });
    add(
        1,
        "cyclic service dependency reached from a and involving a",
        tree -> oneshot(tree, "a", "").write("a", "dependencies", "a"));
    add(
        1,
        "cyclic service dependency reached from a and involving a",
        tree -> bundle(oneshot(tree, "a", ""), "b", "a").write("a", "dependencies", "b"));
    add(
        1,
        "cyclic bundle definition: resolution of a encountered a cycle involving b",
        tree -> bundle(bundle(bundle(tree, "a", "b"), "b", "c"), "c", "b"));
  }

  private void pipelines() {
    String producer = "longrun service l declares being a producer for a service named ";
    String consumer = "longrun service l declares being the consumer for a service named ";
    for (String list : new String[] {"", "a\nb\n", "# none\n"})
      add(
          1,
          "src/l/producer-for should only contain one service name",
          tree -> longrun(tree, "l").write("l", "producer-for", list));
    for (String list : new String[] {"", "a\nb\n"})
      add(
          1,
          "src/c/pipeline-name should only contain one name",
          tree -> pipe(tree).write("c", "pipeline-name", list));
    add(
        1,
        producer + "x of type unknown",
        tree -> longrun(tree, "l").write("l", "producer-for", "x"));
    add(
        1,
        producer + "x of type oneshot",
        tree -> oneshot(longrun(tree, "l"), "x", "").write("l", "producer-for", "x"));
    add(
        1,
        producer + "x of type bundle",
        tree -> bundle(longrun(tree, "l"), "x", "").write("l", "producer-for", "x"));
    add(
        1,
        producer + "x that does not declare it back",
        tree -> longrun(longrun(tree, "l"), "x").write("l", "producer-for", "x"));
    add(
        1,
        consumer + "x of type unknown",
        tree -> longrun(tree, "l").write("l", "consumer-for", "x"));
    add(
        1,
        consumer + "x of type oneshot",
        tree -> oneshot(longrun(tree, "l"), "x", "").write("l", "consumer-for", "x"));
    add(
        1,
        consumer + "x of type bundle",
        tree -> bundle(longrun(tree, "l"), "x", "").write("l", "consumer-for", "x"));
    add(
        1,
        consumer + "x that does not declare it back",
        tree -> longrun(longrun(tree, "l"), "x").write("l", "consumer-for", "x"));
    add(
        1,
        "longrun l declares a producer x of type oneshot",
        tree ->
            oneshot(longrun(tree, "l"), "x", "")
                .write("l", "consumer-for", "x")
                .write("l", "pipeline-name", "p"));
    add(
        1,
        "longrun l declares a producer x of type unknown",
        tree ->
            longrun(tree, "l").write("l", "consumer-for", "x").write("l", "pipeline-name", "p"));
    add(
        1,
        "cyclic service dependency reached from q and involving q",
        tree -> {
          for (String pair : new String[] {"pq", "qp"})
            longrun(tree, pair.substring(0, 1))
                .write(pair.substring(0, 1), "producer-for", pair.substring(1))
                .write(pair.substring(0, 1), "consumer-for", pair.substring(1));
        });
  }

  private void add(int code, String text, Consumer<SourceTree> making) {
    all.add(new Broken(making, code, text));
  }

  static SourceTree oneshot(SourceTree tree, String name, String up) {
    return tree.write(name, "type", "oneshot\n").write(name, "up", up);
  }

  static SourceTree longrun(SourceTree tree, String name) {
    return tree.write(name, "type", "longrun\n").write(name, "run", "#!/bin/sh\n");
  }

  static SourceTree bundle(SourceTree tree, String name, String contents) {
    return tree.write(name, "type", "bundle\n").write(name, "contents", contents);
  }

  /** A producer {@code l} and its consumer {@code c}. */
  private static SourceTree pipe(SourceTree tree) {
    return longrun(longrun(tree, "l"), "c")
        .write("l", "producer-for", "c\n")
        .write("c", "consumer-for", "l\n");
  }

  private static void file(SourceTree tree, String name) {
    try {
      Files.writeString(Files.createDirectories(tree.root).resolve(name), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void link(SourceTree tree, String name, String target) {
    try {
      Files.createSymbolicLink(tree.root.resolve(name), Path.of(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
