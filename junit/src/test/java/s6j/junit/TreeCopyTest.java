package s6j.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import s6j.client.ProgramException;
import s6j.client.Programs;
import s6j.client.SupervisionException;

/** What a tree for a test is made of. */
class TreeCopyTest {
  @TempDir Path directory;

  @Test
  void whatDaemonsMadeIsLeftOut() throws Exception {
    for (String name :
        List.of(
            "web/supervise", "web/event", "web/data/event", "web/log/main", ".s6-svscan", "empty"))
      Files.createDirectories(directory.resolve(name));
    for (String name :
        List.of(
            "web/run",
            "web/supervise/status",
            "web/data/event/file",
            "web/log/main/current",
            "web/log/main/state",
            ".s6-svscan/SIGTERM")) Files.createFile(directory.resolve(name));
    Files.setPosixFilePermissions(
        directory.resolve("web/run"), PosixFilePermissions.fromString("rwxr-x---"));
    Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
    mkfifo(directory.resolve(".s6-svscan/control"));

    TreeCopy copy = TreeCopy.of(directory);
    assertEquals(
        List.of(
            ".s6-svscan",
            ".s6-svscan/SIGTERM",
            "empty",
            "link",
            "web",
            "web/data",
            "web/data/event",
            "web/data/event/file",
            "web/log",
            "web/run"),
        names(copy.tree()));
    assertEquals(
        "rwxr-x---",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(copy.tree().resolve("web/run"))));
    assertEquals(Path.of("nowhere"), Files.readSymbolicLink(copy.tree().resolve("link")));
    mkfifo(copy.tree().resolve("fifo"));
    copy.remove();
    assertFalse(Files.exists(copy.root()));
    copy.remove();
  }

  private static void mkfifo(Path path) throws Exception {
    assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
  }

  private static List<String> names(Path tree) throws IOException {
    try (Stream<Path> below = Files.walk(tree)) {
      return below
          .filter(file -> !file.equals(tree))
          .map(file -> tree.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void whatIsNoTreeIsToldOf() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    for (Path wrong : List.of(file, directory.resolve("none"))) {
      SupervisionException told =
          assertThrows(SupervisionException.class, () -> RunningTree.of(wrong).start());
      assertEquals(wrong + ": is not there, expected a tree of services", told.getMessage());
    }
  }

  /** Nothing is left of a tree that could not be started. */
  @Test
  void withoutProgramsNothingIsStarted() throws IOException {
    Path none = directory.resolve("bin");
    RunningTree.Builder builder = RunningTree.of(directory).programs(Programs.in(none));
    ProgramException told = assertThrows(ProgramException.class, builder::start);
    assertTrue(told.getMessage().contains("expected it in one of [" + none), told.getMessage());
  }

  @Test
  void portsAreFreeAndDifferent() throws IOException {
    List<String> names = Stream.iterate(0, i -> i < 50, i -> i + 1).map(i -> "P" + i).toList();
    Map<String, Integer> ports = FreePorts.of(names);
    assertEquals(names, List.copyOf(ports.keySet()));
    assertEquals(50, ports.values().stream().distinct().count());
  }

  @Test
  void propertiesStandInPaths() {
    String home = System.getProperty("java.home");
    assertEquals(Path.of(home + "/bin"), ScanTreeExtension.path("${java.home}/bin"));
    assertEquals(Path.of("src/$1"), ScanTreeExtension.path("src/$1"));
    IllegalArgumentException told =
        assertThrows(IllegalArgumentException.class, () -> ScanTreeExtension.path("${no.such}/x"));
    assertEquals("${no.such}/x: there is no system property no.such", told.getMessage());
  }
}
