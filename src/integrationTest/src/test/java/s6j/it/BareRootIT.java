package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Each archive and package is installed in a root that has next to nothing, README's tour is run
 * there, another version takes over while the tree runs, and all of it goes away again.
 */
class BareRootIT {
  private static final Path TARGET = Suite.ROOT.resolve("dist/target");

  /** The tour, and in the midst of it another version. */
  private static final String TOUR =
      """
      cd /tmp/scandir
      s6-svscan . >/tmp/said 2>&1 & scanner=$!
      until s6-svok clock && s6-svok broken; do sleep 0.1; done
      s6-svwait -U -t 20000 clock; s6-svwait -u -t 20000 web web/log; s6-svwait -D -t 20000 broken
      s6 -s . status | grep '^clock *up '
      s6 -s . status | grep '^broken *stopped '
      s6-svc -wd -d web; s6-svstat web | grep '^down '
      s6-svc -wu -u web; s6-svstat web | grep '^up '
      before=$(s6-svstat -o pid web clock 2>/dev/null || s6-svstat -o pid web)
      @UPGRADE@
      s6-svscanctl -U .; s6-svc -e web web/log clock; sleep 2
      s6-svwait -u -t 20000 web
      after=$(s6-svstat -o pid web clock 2>/dev/null || s6-svstat -o pid web)
      [ "$before" = "$after" ] || { echo "restarted: $before $after"; exit 1; }
      [ "$(readlink /proc/$scanner/exe)" = @IMAGE@ ] || { readlink /proc/$scanner/exe; exit 1; }
      tail -n 1 web/log/main/current | s6-tai64nlocal | grep '^20'
      execlineb -c 'if { test -d / } if { s6-svok web } exit 0'
      s6-svscanctl -t .; wait $scanner
      """;

  private static Path file(String pattern) throws IOException {
    try (Stream<Path> files = Files.list(TARGET)) {
      Path found =
          files.filter(f -> f.getFileName().toString().matches(pattern)).findFirst().orElse(null);
      Assumptions.assumeTrue(found != null, "nothing was made that is called " + pattern);
      return found;
    }
  }

  private static BareRoot root(World world, Path... needing) throws IOException {
    BareRoot root = BareRoot.make(world, needing);
    copy(world, Suite.ROOT.resolve("examples/scandir"), root.directory.resolve("tmp/"));
    return root;
  }

  private static void copy(World world, Path from, Path to) {
    World.Answer copied = world.shell("exec cp -RPp " + from + " " + to);
    assertEquals(0, copied.code(), copied.err());
  }

  private static String tour(String upgrade, String image) {
    return TOUR.replace("@UPGRADE@", upgrade).replace("@IMAGE@", image);
  }

  @Test
  void theArchive() throws IOException {
    try (World world = new World(Suite.NATIVE)) {
      BareRoot root = root(world);
      copy(world, file("s6j-\\d.*-linux-.*[.]tar[.]xz"), root.directory.resolve("tmp/a.tar.xz"));
      Set<String> before = root.files();
      root.run(
          "cd /tmp; tar xf a.tar.xz; mv s6j-* s6j-1.0; cp -RPp s6j-1.0 s6j-2.0; s6j-1.0/install.sh");
      String scanner = "/usr/local/lib/s6j-2.0/libexec/s6j/svscan";
      root.run(tour("/tmp/s6j-2.0/install.sh", scanner));
      root.run("/tmp/s6j-1.0/install.sh --uninstall; /tmp/s6j-2.0/install.sh --uninstall");
      assertEquals(before, root.files());
    }
  }

  /** The same files as a later version, for dpkg. */
  private static final String REPACK =
      """
      set -eu
      dpkg-deb -R "$1" "$2/later"
      sed -i 's/^Version: .*/Version: 99.0-1/' "$2/later/DEBIAN/control"
      dpkg-deb -Znone --build "$2/later" "$2/bare/tmp/later.deb"
      """;

  private static void bring(World world, BareRoot root, Path deb) {
    copy(world, deb, root.directory.resolve("tmp/a.deb"));
    World.Answer packed = world.shell("set -- " + deb + " " + world.directory + "\n" + REPACK);
    assertEquals(0, packed.code(), packed.err());
  }

  @Test
  void thePackageOfPrograms() throws IOException {
    try (World world = new World(Suite.NATIVE)) {
      BareRoot root = root(world);
      bring(world, root, file("s6j_.*[.]deb"));
      Set<String> before = root.files();
      root.run("dpkg -i /tmp/a.deb");
      root.run(tour("dpkg -i /tmp/later.deb >/dev/null", "/usr/lib/s6j/libexec/s6j/svscan"));
      assertTrue(root.run("dpkg-query -W").contains("99.0-1"));
      root.run("dpkg --purge s6j");
      assertEquals(before, root.files());
    }
  }

  private static final String CONVERT =
      """
      mkdir -p /tmp/services
      echo 'run = "sleep 300"' >/tmp/services/web.toml
      s6j --version | grep '^s6j '
      s6j convert --print /tmp/services | grep sleep
      """;

  /** On the runtime of the archive, which takes the place of Debian's Java. */
  @Test
  void thePackageOfTheFrontEnd() throws IOException {
    try (World world = new World(Suite.NATIVE)) {
      Path java = unpackedFront(world).resolve("lib/runtime");
      BareRoot root = root(world, java.resolve("bin/java"), java.resolve("lib/server/libjvm.so"));
      Path machine = Files.createDirectories(root.directory.resolve("usr/lib/jvm"));
      copy(world, java, machine.resolve("java"));
      Files.createSymbolicLink(
          root.directory.resolve("usr/bin/java"), Path.of("../lib/jvm/java/bin/java"));
      bring(world, root, file("s6j-front_.*[.]deb"));
      Set<String> before = root.files();
      root.run("dpkg -i --force-depends /tmp/a.deb");
      String archive = "/usr/lib/s6j/lib/s6j-front/s6j.jsa";
      assertTrue(root.files().contains(archive));
      root.run(CONVERT);
      String loaded =
          root.run(
              "java -Xshare:on -XX:SharedArchiveFile="
                  + archive
                  + " -Xlog:class+load -cp"
                  + " /usr/lib/s6j/lib/s6j-front/s6j-front.jar s6j.front.S6j --version");
      assertTrue(loaded.contains("picocli.CommandLine source: shared objects file"), loaded);
      root.run("dpkg -i --force-depends /tmp/later.deb");
      root.run(CONVERT);
      root.run("dpkg --purge s6j-front");
      assertEquals(before, root.files());
    }
  }

  private static Path unpackedFront(World world) throws IOException {
    Path to = Files.createDirectories(world.directory.resolve("front"));
    Path archive = file("s6j-front-\\d.*[.]tar[.]xz");
    World.Answer unpacked = world.shell("exec tar -C " + to + " -xf " + archive);
    assertEquals(0, unpacked.code(), unpacked.err());
    try (Stream<Path> trees = Files.list(to)) {
      return trees.findFirst().orElseThrow();
    }
  }

  @Test
  void theArchiveOfTheFrontEnd() throws IOException {
    try (World world = new World(Suite.NATIVE)) {
      Path tree = unpackedFront(world);
      Path java = tree.resolve("lib/runtime");
      BareRoot root = root(world, java.resolve("bin/java"), java.resolve("lib/server/libjvm.so"));
      Set<String> before = root.files();
      copy(world, tree, root.directory.resolve("tmp/s6j-1.0"));
      root.run("cp -RPp /tmp/s6j-1.0 /tmp/s6j-2.0; /tmp/s6j-1.0/install.sh");
      assertTrue(root.files().contains("/usr/local/lib/s6j-1.0/lib/s6j-front/s6j.jsa"));
      root.run(CONVERT);
      root.run("/tmp/s6j-2.0/install.sh");
      root.run(CONVERT);
      root.run("/tmp/s6j-1.0/install.sh --uninstall; /tmp/s6j-2.0/install.sh --uninstall");
      assertEquals(before, root.files());
    }
  }

  @Test
  void thePackageOfPages() throws IOException {
    try (World world = new World(Suite.NATIVE)) {
      BareRoot root = root(world);
      bring(world, root, file("s6j-doc_.*[.]deb"));
      Set<String> before = root.files();
      root.run("dpkg -i /tmp/a.deb");
      assertTrue(root.files().contains("/usr/share/doc/s6j-doc/docs/install.md"));
      root.run("dpkg -i /tmp/later.deb; dpkg --purge s6j-doc");
      assertEquals(before, root.files());
    }
  }
}
