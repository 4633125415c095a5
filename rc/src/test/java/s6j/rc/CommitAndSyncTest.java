package s6j.rc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/** s6-rc-repo-sync and s6-rc-set-commit: what they compile, from where, and when not. */
class CommitAndSyncTest {
  private final FakePosix machine = new FakePosix();
  private final List<String> compiled = new ArrayList<>();
  private Services services = new Services().longrun("net").oneshot("mounts");
  private int exit;
  private int said;

  CommitAndSyncTest() {
    define("/store", "net", "longrun");
    define("/store", "mounts", "oneshot");
    machine.program("/usr/bin/s6-rc-compile", this::compile);
    says(0, "repo-init -h holder /store");
    assertTrue(compiled.get(0).contains(" -h holder "), compiled.get(0));
    says(0, "set-new set");
  }

  private void define(String store, String name, String type) {
    machine.file(store + "/" + name + "/type", type + "\n");
  }

  private void compile(FakePosix child) {
    compiled.add(child.line());
    String[] words = child.line().split(" ");
    if (exit == 0)
      Live.writeDatabase(child, words[List.of(words).indexOf("--") + 1], services.database());
    child.exit(exit);
  }

  private int tool(String line) {
    said = machine.errors().length();
    compiled.clear();
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    words.set(0, "s6-rc-" + words.get(0));
    words.addAll(1, List.of("-r", "/repo"));
    FakePosix process = machine.another();
    int code = Live.run(process, words.toArray(String[]::new));
    process.end(code);
    return code;
  }

  private void says(int code, String line, String... messages) {
    assertEquals(code, tool(line), machine::errors);
    StringBuilder all = new StringBuilder();
    for (String message : messages)
      all.append("s6-rc-" + line.split(" ")[0] + ": ").append(message).append('\n');
    assertEquals(all.toString(), machine.errors().substring(said), line);
  }

  private String status() {
    int before = machine.output().length();
    assertEquals(0, tool("set-status set"));
    return machine.output().substring(before);
  }

  @Test
  void aCommitCompilesAllThatIsNotMasked() {
    says(0, "set-change set mask mounts");
    says(0, "set-commit set");
    assertEquals(1, compiled.size());
    String sources = compiled.get(0).substring(compiled.get(0).indexOf("/repo/sources"));
    assertEquals(
        "/repo/sources/set/bundle /repo/sources/set/usable /repo/sources/set/active"
            + " /repo/sources/set/always",
        sources);
    assertFalse(machine.exists("/repo/sources/set/bundle"));
    says(0, "set-commit set");
    assertEquals(List.of(), compiled);
    says(0, "set-commit -v 2 set", "info: set set is already up-to-date.");
    says(0, "set-commit -f set");
    assertEquals(1, compiled.size());
  }

  @Test
  void theDefaultBundleHoldsWhatIsStarted() {
    says(0, "set-change set active net");
    List<String> contents = new ArrayList<>();
    machine.program(
        "/usr/bin/s6-rc-compile",
        child -> {
          contents.addAll(child.names("/repo/sources/set/bundle/boot/contents.d"));
          compile(child);
        });
    says(0, "set-commit -D boot set");
    assertEquals(List.of("net"), contents);
    says(0, "set-change set usable net");
    assertEquals(111, tool("set-commit -D net set"));
    assertTrue(
        machine
            .errors()
            .substring(said)
            .startsWith("s6-rc-set-commit: fatal: bundle net is already defined at "));
  }

  @Test
  void whatDoesNotFitIsNotCommitted() {
    services = new Services().longrun("net", 1).oneshot("mounts");
    says(0, "repo-sync");
    says(0, "set-change -v 0 set active net");
    says(1, "set-commit set", "fatal: unable to commit: found inconsistent dependencies");
    assertEquals(List.of(), compiled);
    says(0, "set-change set active mounts");
    says(0, "set-commit set");
  }

  @Test
  void definitionsThatComeAndGo() {
    define("/store", "mail", "longrun");
    machine.file("/store/all/type", "bundle\n").file("/store/all/contents.d/net", "");
    services = new Services().longrun("net").longrun("mail").essential().oneshot("mounts");
    says(0, "repo-sync");
    assertEquals("mail/always\nnet/usable\nmounts/usable\n", status());
    assertTrue(machine.exists("/repo/sources/.bundles/all"));
    assertFalse(machine.exists("/repo/sources/.atomics/all"));
  }

  @Test
  void definitionsThatAreNone() {
    define("/store", "odd", "wild");
    says(111, "repo-sync", "fatal: invalid service type for /repo/stores/0000/odd");
    assertEquals(List.of(), compiled);
    assertEquals("net/usable\nmounts/usable\n", status());
    define("/store", "odd", "longrun");
    exit = 1;
    assertEquals(1, tool("repo-sync"));
    assertEquals("net/usable\nmounts/usable\n", status());
    assertEquals(
        2, machine.names("/repo/sources").stream().filter(n -> n.startsWith("..")).count());
  }

  @Test
  void theLaterStoreCounts() {
    define("/more", "net", "longrun");
    says(
        0,
        "repo-init -U /store /more",
        "warning: service net provided in store 0000; overridden by new definition in store 0001");
    says(0, "repo-sync -v 0");
  }

  @Test
  void storesHaveNumbersInHexadecimal() {
    String[] numbers = {"0000", "0001", "000f", "0010", "00ff", "1234"};
    int[] stores = {0, 1, 15, 16, 255, 0x1234};
    for (int i = 0; i < stores.length; i++)
      assertEquals(numbers[i], CString.text(RepoSync.number(stores[i])));
  }
}
