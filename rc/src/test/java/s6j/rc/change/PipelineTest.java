package s6j.rc.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.formats.RcDatabase;
import s6j.posix.FakePosix;
import s6j.rc.Live;

/** A pipeline is masked as a whole or not at all. */
class PipelineTest {
  /** first and second write to middle, middle writes to last; other is in no pipeline. */
  private static RcDatabase set() {
    RcDatabase set =
        new Services()
            .longrun("first", 2)
            .longrun("second", 2)
            .longrun("middle", 3)
            .longrun("last")
            .longrun("other")
            .database();
    set.consumer[0] = set.consumer[1] = 2;
    set.consumer[2] = 3;
    set.producers = new int[] {0, 1, 2};
    set.producerStart[2] = 0;
    set.producerCount[2] = 2;
    set.producerStart[3] = 2;
    set.producerCount[3] = 1;
    return set;
  }

  private final FakePosix machine = new FakePosix();
  private int said;

  PipelineTest() {
    for (String name : List.of("first", "second", "middle", "last", "other"))
      machine.file("/store/" + name + "/type", "longrun\n");
    machine.program(
        "/usr/bin/s6-rc-compile",
        child -> {
          String[] words = child.line().split(" ");
          Live.writeDatabase(child, words[List.of(words).indexOf("--") + 1], set());
          child.exit(0);
        });
    assertEquals(0, tool("repo-init /store"), machine::errors);
    assertEquals(0, tool("set-new set"), machine::errors);
  }

  private int tool(String line) {
    said = machine.errors().length();
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    words.set(0, "s6-rc-" + words.get(0));
    words.addAll(1, List.of("-r", "/repo"));
    FakePosix process = machine.another();
    int code = Live.run(process, words.toArray(String[]::new));
    process.end(code);
    return code;
  }

  private String masked() {
    int before = machine.output().length();
    assertEquals(0, tool("set-status set"));
    StringBuilder names = new StringBuilder();
    for (String line : machine.output().substring(before).split("\n"))
      if (line.endsWith("/masked")) names.append(line.split("/")[0]).append(' ');
    return names.toString();
  }

  private void masks(String command, String names) {
    assertEquals(0, tool(command), machine::errors);
    assertEquals(names, masked(), command);
  }

  @Test
  void whatIsMaskedTakesItsPipelineAlong() {
    masks("set-change -p set mask first", "first second middle last ");
    masks("set-change -p set unmask second", "");
    masks("set-change -p set mask last", "first second middle last ");
    masks("set-change -p set active middle", "");
    masks("set-change -p set mask other", "other ");
  }

  @Test
  void fixingMendsAPipeline() {
    masks("set-change -v 0 set mask second", "second ");
    masks("set-fix -v 0 set", "first second middle last ");
    masks("set-change -v 0 set usable last", "first second middle ");
    masks("set-fix -u -v 0 set", "");
  }

  @Test
  void aPipelineThatIsTornIsNotCommitted() {
    assertEquals(0, tool("set-change -v 0 set mask second"));
    assertEquals(1, tool("set-commit set"));
    assertTrue(machine.errors().substring(said).contains("found inconsistent dependencies"));
  }
}
