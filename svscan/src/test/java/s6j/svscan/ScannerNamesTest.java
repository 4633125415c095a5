package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.cli.Family;
import s6j.posix.CString;

/** The command lines of other scanners: daemontools' svscan, runit's runsvdir, older s6. */
class ScannerNamesTest {
  private final Scene scene = new Scene();

  private int call(String... words) {
    byte[][] line = new byte[words.length][];
    for (int i = 0; i < words.length; i++) line[i] = CString.of(words[i]);
    return Family.run(scene.posix, SvscanPrograms.all(), line);
  }

  @Test
  void svscanWithoutADirectoryScansTheOneItIsIn() {
    scene.posix.chdir(CString.of("/scan"));
    scene.service("a").at(100, () -> scene.send("t"));
    assertEquals(0, call("svscan"));
    assertEquals(List.of("a"), scene.starts);
  }

  @Test
  void svscanWithADirectoryIsAsS6HasIt() {
    scene.service("a");
    scene.at(100, () -> scene.service("b"));
    scene.at(60_000, () -> scene.send("t"));
    assertEquals(0, call("svscan", "/scan"));
    assertEquals(List.of("a"), scene.starts);
  }

  @Test
  void s6SvscanNeedsADirectory() {
    assertEquals(100, call("s6-svscan"));
    assertTrue(scene.posix.errors().startsWith("s6-svscan: usage: s6-svscan [ -C "));
  }

  @Test
  void theOldOptionForTheMostServicesIsTaken() {
    scene.service("a").at(100, () -> scene.send("t"));
    assertEquals(0, call("s6-svscan", "-c", "1000", "/scan"));
    assertEquals(List.of("a"), scene.starts);
  }

  @Test
  void runsvdirFindsANewServiceWithinFiveSeconds() {
    scene.service("a");
    scene.at(1000, () -> scene.service("b"));
    scene.at(6100, () -> assertEquals(List.of("a", "b"), scene.starts));
    scene.at(6200, () -> scene.send("t"));
    assertEquals(0, call("runsvdir", "-P", "/scan", "log: ......"));
    scene.leavesNothing();
  }

  @Test
  void runsvdirWantsADirectoryAndKnowsNoOtherOption() {
    for (String[] line :
        List.of(
            new String[] {"runsvdir"},
            new String[] {"runsvdir", "-P"},
            new String[] {"runsvdir", "-x", "/scan"},
            new String[] {"runsvdir", "/scan", "log", "more"})) {
      assertEquals(100, call(line));
    }
    assertEquals(4, scene.count("runsvdir: usage: runsvdir "));
  }
}
