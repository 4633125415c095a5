package s6j.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The documentation, and what a reviewer has let pass. */
final class Pages {
  private static final Path EXAMPLES = Suite.ROOT.resolve("docs/examples.md");

  /** Transcripts that are not run: how they begin, and why. */
  static final Map<String, String> NOT_RUN =
      Map.ofEntries(
          Map.entry("docs/internals/stories.md: # Who waits", "a story, which StoriesIT plays"),
          Map.entry(
              "examples/container/README.md: $ mvn -q -DskipTests package",
              "needs podman; ExampleContainerIT checks the same in namespaces"),
          Map.entry(
              "examples/container/README.md: $ skopeo copy",
              "needs podman; OciImageTest follows what the image refers to"),
          Map.entry(
              "examples/machine/README.md: $ mvn -q -DskipTests package",
              "fetches packages and boots a kernel, which ExampleMachineIT does"),
          Map.entry(
              "examples/services/README.md: $ s6 start vault",
              "needs root and namespaces; ExampleServicesIT shows the same where it has them"),
          Map.entry(
              "examples/s6-overlay/README.md: $ mvn -q -DskipTests package",
              "needs a checkout of s6-overlay; ExampleOverlayIT does the same"),
          Map.entry(
              "docs/programs/s6-linux-init-umountall.md: $ s6-linux-init-umountall",
              "unmounts the machine; MachineIT calls it where there is nothing else to unmount"),
          Map.entry(
              "docs/web.md: $ curl",
              "needs a machine's tree; WebServerTest and WebIT ask the same"),
          Map.entry(
              "docs/import.md: $ s6j import supervision-scripts",
              "shows a part; ImportersIT has such trees whole"),
          Map.entry(
              "docs/import.md: $ s6j import medic",
              "shows a part; ImportersIT has such trees whole"),
          Map.entry(
              "docs/import.md: $ s6j import s6-overlay",
              "shows a part; ImportersIT has such trees whole"),
          Map.entry(
              "examples/goetia/README.md: $ export USER=u USERTREE=work",
              "needs /run/user/u and an account; GoetiaIT plays these commands as a story"),
          Map.entry(
              "examples/goetia/README.md: $ cd /etc/goetia/system/src",
              "needs a machine with the system tree; GoetiaIT has such a service in a story"));

  /** Blocks that show no commands: how they begin, and what they are. */
  static final Map<String, String> SHOWN =
      Map.ofEntries(
          Map.entry("README.md: mvn ", "the build, and the tests that this one is part of"),
          Map.entry("README.md: svscan examples/scandir   ", "a drawing"),
          Map.entry("docs/architecture.md: svscan scandir/   ", "a drawing"),
          Map.entry(
              "docs/decisions/0006-options.md: private static", "code, which compiles in svc"),
          Map.entry("docs/install.md: # tar xf s6j", "changes the machine, as InstallIT does"),
          Map.entry("docs/internals/machines.md: static Step", "a signature"),
          Map.entry("docs/library.md: import java", "a program, which LibraryPageIT runs"),
          Map.entry("docs/library.md: manual: DOWN", "what it prints"),
          Map.entry("docs/library.md: @ScanTree", "a test, which LibraryPageIT compiles"),
          Map.entry("docs/library.md: #!/bin/sh", "a run script of a reader's own"),
          Map.entry(
              "docs/library.md: <plugin>", "settings of Maven; MavenGoalIT executes the goal"),
          Map.entry("docs/howto/boot.md: [Unit]", "a unit, which everyUnitIsRight imports"),
          Map.entry("docs/howto/boot.md: #!/sbin/openrc-run", "a script, imported there too"),
          Map.entry("docs/howto/boot.md: SV:", "lines of a file of sysvinit"),
          Map.entry("docs/import.md: s6j import systemd /etc", "the form of the command"),
          Map.entry("examples/goetia/README.md: export USERTREE", "lines of a login's profile"),
          Map.entry("examples/s6-overlay/README.md: FROM docker.io", "the recipe of an image"),
          Map.entry("docs/specification/s6-rc.md: DB/  ", "a drawing"),
          Map.entry("docs/specification/s6-rc.md: s6j-relations 1 7", "a file of numbers"),
          Map.entry("docs/specification/s6-rc.md: REPO/  ", "a drawing"),
          Map.entry("docs/programs/s6-rc-db.md: @4000", "a line of a file"),
          Map.entry("docs/programs/s6-rc.md: starting: 2 of 6", "a terminal's picture of a moment"),
          Map.entry(
              "docs/programs/s6-sudod.md: s6-ipcserver -a 0777 /run", "the form of the command"),
          Map.entry("docs/programs/s6-logship.md: #!/bin/sh", "a run script"),
          Map.entry("docs/programs/s6-metricsd.md: #!/bin/sh", "a run script"),
          Map.entry("docs/web.md: #!/bin/sh", "a run script"),
          Map.entry("docs/web.md: location /", "lines of the configuration of nginx"),
          Map.entry("docs/programs/s6-supervise.md: FIRST FACTOR", "the form of a file"),
          Map.entry("docs/programs/s6-supervise.md: MODE [follow]", "the form of a file"));

  /** Programs of other packages that examples use, by the page or by what it starts from. */
  static final Map<String, List<String>> PROGRAMS =
      Map.of(
          "README.md", List.of("pgrep", "python3"),
          "examples/services/README.md", List.of("perl"),
          "docs/programs/s6-linux-init-nuke.md", List.of("unshare"),
          "docs/programs/s6-notify-fd-from-socket.md", List.of("python3"),
          "docs/programs/s6-notify-socket-from-fd.md", List.of("python3"),
          "docs/programs/s6-socklog.md", List.of("logger"));

  /** Services that definitions shown alone speak of. */
  static final List<String> NAMED =
      List.of("network", "database", "firewall", "metrics", "maintenance", "site");

  /** Of web servers that pages start, by the page. */
  static final Map<String, Integer> PORTS =
      Map.of("README.md", 8080, "examples/services/README.md", 8480);

  /** Pages whose examples change users. */
  static final Set<String> NEED_ROOT =
      Set.of(
          "docs/programs/chpst.md",
          "docs/programs/s6-applyuidgid.md",
          "docs/programs/s6-confine.md",
          "docs/programs/s6-ipcserver.md",
          "docs/programs/s6-ipcserverd.md",
          "docs/programs/s6-linux-init-nuke.md",
          "docs/programs/s6-setuidgid.md",
          "docs/programs/s6-sudo.md",
          "docs/programs/s6-svperms.md",
          "docs/programs/setuidgid.md");

  /** Pages that show an environment or descriptors which the JVM's launcher, a shell, adds to. */
  static final Set<String> NEED_NATIVE =
      Set.of("docs/programs/emptyenv.md", "docs/programs/fdclose.md");

  /** Pages that show first lines of scripts, which have no path with a blank in it. */
  static final Set<String> NEED_PLAIN_PATH =
      Set.of(
          "docs/programs/s6-instance-maker.md",
          "docs/programs/s6-svscanboot.md",
          "docs/programs/s6-usertree-maker.md");

  private Pages() {}

  static List<Page> all() throws IOException {
    List<Path> files = new ArrayList<>();
    files.add(Suite.ROOT.resolve("README.md"));
    files.add(Suite.ROOT.resolve("CONTRIBUTING.md"));
    for (String directory : List.of("docs", "examples")) {
      try (Stream<Path> below = Files.walk(Suite.ROOT.resolve(directory))) {
        below.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
      }
    }
    List<Page> pages = new ArrayList<>();
    for (Path file : files) pages.add(Page.read(Suite.ROOT, file));
    return pages;
  }

  /** The entries of a list that let the block pass. */
  static List<String> entries(Map<String, String> list, Page.Block block) {
    String key = block.page() + ": " + block.first();
    return list.keySet().stream().filter(key::startsWith).toList();
  }

  /** What the examples of a page need beside the suite. */
  static List<String> programs(Page page) {
    List<String> programs = new ArrayList<>(PROGRAMS.getOrDefault(page.name(), List.of()));
    for (String stage : page.stages())
      programs.addAll(PROGRAMS.getOrDefault("docs/examples.md#" + stage, List.of()));
    return programs;
  }

  static List<Page.Block> run(Page page) {
    return page.transcripts().stream().filter(block -> entries(NOT_RUN, block).isEmpty()).toList();
  }

  /** The block of a section of docs/examples.md. */
  static List<String> stage(String section) {
    try {
      return Page.read(Suite.ROOT, EXAMPLES).blocks().stream()
          .filter(block -> block.section().equals(section))
          .findFirst()
          .orElseThrow(() -> new AssertionError("docs/examples.md has no section " + section))
          .lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
