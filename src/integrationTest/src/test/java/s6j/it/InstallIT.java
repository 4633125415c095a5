package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The archive of a release is unpacked, installed, put in place of another one and taken away. */
class InstallIT {
  private static final String ARCHIVE = "s6j-\\d.*-linux-.*[.]tar[.]xz";
  private static final int SERVICES = 50;

  private static Path archive(String name) throws IOException {
    Path target = Suite.ROOT.resolve("dist/target");
    try (Stream<Path> files = Files.list(target)) {
      Path found =
          files.filter(f -> f.getFileName().toString().matches(name)).findFirst().orElse(null);
      Assumptions.assumeTrue(found != null, "no C compiler, tar, xz or jlink: no archive " + name);
      return found;
    }
  }

  /** The directory that an archive is unpacked to. */
  private static Path unpack(World world, String name) throws IOException {
    Path archive = archive(name);
    Path to = Files.createDirectories(world.directory.resolve("unpacked"));
    List<String> line = List.of("tar", "-C", to.toString(), "-xf", archive.toString());
    assertEquals(0, world.runCommand(line).code());
    try (Stream<Path> trees = Files.list(to)) {
      return trees.findFirst().orElseThrow();
    }
  }

  /** The same programs as a release of another number. */
  private static Path renumbered(World world, Path tree, String version) {
    Path copy = tree.resolveSibling("s6j-" + version);
    List<String> line = List.of("cp", "-RPp", tree.toString(), copy.toString());
    assertEquals(0, world.runCommand(line).code());
    return copy;
  }

  private static World.Answer install(World world, Path tree, String... options) {
    String line = tree.resolve("install.sh") + " " + String.join(" ", options);
    return world.shell("exec env DESTDIR=" + world.directory.resolve("root") + " " + line);
  }

  private static void assertInstalled(World.Answer answer) {
    assertEquals("", answer.out() + answer.err());
    assertEquals(0, answer.code());
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return new TreeSet<>(files.map(file -> file.getFileName().toString()).toList());
    }
  }

  /** What it made is all gone; what was there before is there. */
  @ParameterizedTest
  @CsvSource({"s6, usr/bin, svc", "short, usr/bin, if", "slashpackage, command, svc"})
  void aLayoutHasItsNamesAndIsTakenAway(String layout, String names, String not)
      throws IOException {
    try (World world = new World(Suite.NATIVE)) {
      Path tree = unpack(world, ARCHIVE);
      Path root = world.directory.resolve("root");
      Path others = world.write(root.resolve("usr/share/others"), "mine");
      String[] options = {"--prefix=/usr", "--layout=" + layout};
      assertInstalled(install(world, tree, options));
      Set<String> installed = names(root.resolve(names));
      assertTrue(installed.containsAll(Set.of("s6-svscan", "execlineb", "s6-rc", "s6")), layout);
      assertFalse(installed.contains(not));
      assertEquals(layout.equals("short"), installed.contains("svc"));
      Path program = root.resolve(names).resolve("s6-svok");
      assertEquals(1, world.runCommand(List.of(program.toString(), "nowhere")).code());
      String execlineb = root.resolve(names).resolve("execlineb").toString();
      List<String> script = List.of("env", "-i", execlineb, "-c", "if { test -d / } echo yes");
      assertEquals("yes\n", world.runCommand(script).out());
      assertInstalled(install(world, tree, options));
      assertInstalled(install(world, tree, options[0], options[1], "--uninstall"));
      try (Stream<Path> left = Files.walk(root)) {
        assertEquals(
            List.of(others), left.filter(file -> !Files.isDirectory(file)).toList(), layout);
      }
      assertEquals(Set.of("usr"), names(root));
      assertEquals(Set.of("share"), names(root.resolve("usr")));
    }
  }

  @Test
  void eachPageOfTheManualIsFound() throws IOException {
    try (World world = new World(Suite.NATIVE)) {
      assertInstalled(install(world, unpack(world, ARCHIVE)));
      Path local = world.directory.resolve("root/usr/local");
      for (String program : names(local.resolve("bin")))
        assertTrue(
            Files.exists(local.resolve("share/man/man1/" + program + ".1")),
            "no page of " + program);
      assertTrue(Files.exists(local.resolve("share/man/man1/execline-if.1")));
      assertTrue(Files.exists(local.resolve("share/bash-completion/completions/s6-svc")));
      assertTrue(Files.exists(local.resolve("share/zsh/site-functions/_s6-svc")));
      assertTrue(Files.exists(local.resolve("share/fish/vendor_completions.d/s6-svc.fish")));
    }
  }

  @Test
  void whatBelongsToOthersIsLeftAndNothingIsInstalled() throws IOException {
    try (World world = new World(Suite.NATIVE)) {
      Path tree = unpack(world, ARCHIVE);
      Path root = world.directory.resolve("root");
      Path others = world.write(root.resolve("usr/bin/s6-svc"), "mine");
      World.Answer answer = install(world, tree, "--prefix=/usr");
      assertEquals(111, answer.code());
      String why = " is not of s6j: choose another prefix or layout\n";
      assertEquals("install.sh: fatal: " + others + why, answer.err());
      assertEquals("mine", world.read(others));
      assertEquals(Set.of("bin"), names(root.resolve("usr")));
      assertEquals(100, install(world, tree, "--layout=long").code());
      assertEquals(111, install(world, tree, "--uninstall").code());
    }
  }

  /** What was made until then can be taken away. */
  @Test
  void whatCannotBeMadeIsAnError() throws IOException {
    try (World world = new World(Suite.NATIVE)) {
      Path tree = unpack(world, ARCHIVE);
      world.write(world.directory.resolve("root/usr/share/man/man1"), "a file");
      World.Answer answer = install(world, tree, "--prefix=/usr");
      assertTrue(answer.code() != 0, answer.out());
      assertTrue(answer.err().contains("usr/share/man/man1"), answer.err());
      assertInstalled(install(world, tree, "--prefix=/usr", "--uninstall"));
      assertEquals(Set.of("share"), names(world.directory.resolve("root/usr")));
    }
  }

  /** Version B in place of A, and A again, under services that notice nothing. */
  @Test
  void anotherVersionTakesOverAndBack() throws IOException {
    try (World world = new World(Suite.NATIVE)) {
      Path first = unpack(world, ARCHIVE);
      Path second = renumbered(world, first, "99.0");
      Path prefix = world.directory.resolve("opt");
      String[] options = {"--prefix=" + prefix};
      assertInstalled(installHere(world, first, options));
      CountingServices services = new CountingServices(world, SERVICES);
      services.make(prefix.resolve("bin/s6-log").toString());
      Process scanner =
          world.startCommand(List.of(prefix.resolve("bin/s6-svscan").toString(), "scan"));
      List<String> directories = services.directories();
      services.awaitUp();
      List<String> pids = services.pids();
      assertInstalled(installHere(world, second, options));
      upgrade(world, prefix, directories, second);
      World.Answer inUse = installHere(world, second, options[0], "--uninstall");
      assertEquals(111, inUse.code());
      Path installed = prefix.resolve("lib").resolve(first.getFileName());
      String fatal = "install.sh: fatal: s6j-99.0 is the one in use: run ";
      String how = installed.resolve("install.sh") + " first, or uninstall that\n";
      assertEquals(fatal + how, inUse.err());
      assertInstalled(installHere(world, installed, options));
      upgrade(world, prefix, directories, first);
      assertInstalled(installHere(world, second, options[0], "--uninstall"));
      assertTrue(Files.notExists(prefix.resolve("lib/s6j-99.0")));
      assertEquals(pids, services.pids());
      services.awaitSecondLines();
      assertEquals(0, world.run("s6-svscanctl", "-t", "scan").code());
      assertEquals(0, world.awaitEnd(scanner));
      services.assertUndisturbed();
      assertEquals("", world.read(world.err()));
    }
  }

  private static World.Answer installHere(World world, Path tree, String... options) {
    return world.shell("exec " + tree.resolve("install.sh") + " " + String.join(" ", options));
  }

  /** As docs/howto/upgrade.md says. */
  private static void upgrade(World world, Path prefix, List<String> directories, Path tree) {
    String bin = prefix.resolve("bin") + "/";
    String names = String.join(" ", directories);
    World.Answer answer =
        world.shell(bin + "s6-svscanctl -U scan && " + bin + "s6-svc -e " + names);
    assertEquals(0, answer.code(), answer.err());
    String images = prefix.resolve("lib").resolve(tree.getFileName()) + "/libexec/s6j/";
    world.await(
        "every supervisor of " + tree.getFileName(),
        () -> supervisorsOf(images + "supervise") == directories.size());
  }

  private static long supervisorsOf(String image) {
    return ProcessHandle.allProcesses().filter(process -> image.equals(image(process))).count();
  }

  private static String image(ProcessHandle process) {
    try {
      Path link = Path.of("/proc/" + process.pid() + "/exe");
      return Files.exists(link, LinkOption.NOFOLLOW_LINKS)
          ? Files.readSymbolicLink(link).toString()
          : "";
    } catch (IOException | UncheckedIOException isGone) {
      return "";
    }
  }

  /** With its own runtime, and without a Java of the machine's. */
  @Test
  void theFrontNeedsNoJava() throws IOException {
    try (World world = new World(Suite.NATIVE)) {
      unpack(world, ARCHIVE);
      Path tree = unpack(world, "s6j-front-\\d.*[.]tar[.]xz");
      Path prefix = world.directory.resolve("opt");
      assertInstalled(installHere(world, tree, "--prefix=" + prefix));
      Path bin = prefix.resolve("bin");
      world.write(world.directory.resolve("src/web.toml"), "run = \"sleep 300\"\n");
      String line = "env -i PATH=" + bin + ":/usr/bin:/bin " + bin;
      assertTrue(world.shell(line + "/s6j --version").out().startsWith("s6j "));
      World.Answer answer = world.shell(line + "/s6-rc-compile db src");
      assertEquals("", answer.err());
      assertEquals(0, answer.code());
      assertInstalled(installHere(world, tree, "--prefix=" + prefix, "--uninstall"));
      assertTrue(Files.notExists(prefix));
    }
  }

  @Test
  void thePackageForDebianIsInOrder() throws IOException {
    try (World world = new World(Suite.NATIVE)) {
      String file = archive("s6j_.*[.]deb").toString();
      String root = world.directory.resolve("root").toString();
      assertEquals(0, world.runCommand(List.of("dpkg-deb", "-x", file, root)).code());
      String svok = root + "/usr/bin/s6-svok";
      assertEquals(1, world.runCommand(List.of(svok, "nowhere")).code());
      String script = root + "/usr/bin/execlineb";
      assertEquals("yes\n", world.shell("env -i " + script + " -c 'if { true } echo yes'").out());
    }
  }

  /**
   * lintian has nothing to say, where it is installed. Pages of the manual it would print one by
   * one, for minutes: ManualTest has groff look at them all.
   */
  @Test
  void lintianHasNothingToSay() throws IOException {
    try (World world = new World(Suite.NATIVE)) {
      String line = "exec lintian --allow-root -X documentation/manual";
      for (String name : List.of("s6j_.*[.]deb", "s6j-front_.*[.]deb", "s6j-doc_.*[.]deb"))
        line += " " + archive(name);
      Assumptions.assumeTrue(world.shell("command -v lintian").code() == 0, "no lintian");
      World.Answer checked = world.shell(line, Duration.ofMinutes(10));
      assertEquals("", checked.out());
      assertEquals(0, checked.code(), checked.err());
    }
  }

  /** Recipes for others: what they would run is run, without the tools that would run it. */
  @Test
  void recipesOfOthersInstallTheArchive() throws IOException {
    try (World world = new World(Suite.NATIVE)) {
      Path tree = unpack(world, ARCHIVE);
      Path recipes = Suite.ROOT.resolve("packaging");
      String version = tree.getFileName().toString().replace("s6j-", "");
      String apk = Files.readString(recipes.resolve("alpine/APKBUILD"));
      assertTrue(apk.contains("\npkgver=" + version + "\n"), version);
      String to = world.directory.resolve("apk").toString();
      String set = "set -eu; CARCH=x86_64 srcdir=" + tree.getParent() + " pkgdir=" + to;
      World.Answer made =
          world.shell(set + "; . " + recipes.resolve("alpine/APKBUILD") + "; package");
      assertEquals("", made.err());
      assertEquals(0, made.code());
      assertEquals(1, world.runCommand(List.of(to + "/usr/bin/s6-svok", "nowhere")).code());
    }
  }

  /** A stand-in for nixpkgs: the recipe's words as it would hand them on. */
  @Test
  void theRecipeForNixInstallsTheArchive() throws IOException {
    try (World world = new World(Suite.NATIVE)) {
      Assumptions.assumeTrue(world.shell("command -v nix-instantiate").code() == 0, "no nix");
      Path tree = unpack(world, ARCHIVE);
      String evaluate =
          "exec nix-instantiate --eval --strict --json --arg pkgs"
              + " '{ stdenvNoCC.mkDerivation = a: a.version + \"\\n\" + a.installPhase; }' "
              + Suite.ROOT.resolve("packaging/nix/default.nix");
      World.Answer said = world.shell(evaluate);
      assertEquals(0, said.code(), said.err());
      String text = JsonParser.parseString(said.out()).getAsString();
      int end = text.indexOf('\n');
      assertEquals(tree.getFileName().toString(), "s6j-" + text.substring(0, end));
      Path out = world.directory.resolve("store/out");
      String script =
          "set -eu; cd " + tree + "; runHook() { :; }; out=" + out + "; " + text.substring(end);
      World.Answer made = world.shell("mkdir -p " + out + "\n" + script);
      assertEquals("", made.err());
      assertEquals(0, made.code());
      assertEquals(1, world.runCommand(List.of(out + "/bin/s6-svok", "nowhere")).code());
    }
  }
}
