package s6j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  @TempDir Path directory;

  /** The mask of the build is not seen in it; that a program becomes another user is. */
  @Test
  void theModesAreThoseThatWereMeant() throws Exception {
    Assumptions.assumeTrue(
        Command.run(directory, List.of("sh", "-c", "command -v tar xz")).code() == 0);
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Command.succeed(
        tree,
        "sh",
        "-c",
        "mkdir d && touch d/a d/b d/c && cd d && chmod 4711 a; chmod 600 b; chmod 666 c; chmod 700 .");
    Path file = directory.resolve("x.tar.xz");
    new Archive(file).pack(tree, "d");
    Command.Answer listed = Command.run(directory, List.of("tar", "-tvf", file.toString()));
    assertEquals(
        List.of("drwxr-xr-x", "-rwsr-xr-x", "-rw-r--r--", "-rw-r--r--"),
        listed.output().lines().map(line -> line.split(" ")[0]).toList());
  }
}
