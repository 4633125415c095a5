package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every command block of README and docs is run as it stands, and prints what the page has. */
class PagesIT {
  private static final int ATTEMPTS = Integer.getInteger("s6j.attempts", 3);

  @TestFactory
  Stream<DynamicTest> everyExampleIsRight() throws IOException {
    String only = System.getProperty("s6j.page", "");
    return Pages.all().stream()
        .filter(page -> page.name().contains(only) && !Pages.run(page).isEmpty())
        .map(page -> DynamicTest.dynamicTest(page.name(), () -> isRight(page)));
  }

  /** A page is wrong only if it is wrong each time: machines are slow at times. */
  private static void isRight(Page page) throws IOException {
    if (Pages.NEED_ROOT.contains(page.name()))
      Assumptions.assumeTrue(
          Seclusion.isRoot(), "its examples change users, or show that root runs them");
    if (Pages.NEED_NATIVE.contains(page.name()))
      Assumptions.assumeTrue(Suite.NATIVE.isInstalled(), "no native build");
    if (Pages.NEED_PLAIN_PATH.contains(page.name()))
      Assumptions.assumeFalse(Suite.ROOT.toString().contains(" "), "a blank in the path");
    for (String program : Pages.programs(page)) assumeInstalled(program);
    Integer port = Pages.PORTS.get(page.name());
    if (port != null) Assumptions.assumeTrue(isFree(port), "port " + port + " is taken");
    String difference = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      difference = difference(page);
      if (difference.isEmpty()) return;
    }
    throw new AssertionError(page.name() + ":\n" + difference);
  }

  private static void assumeInstalled(String program) throws IOException {
    try (World world = new World(Suite.ours().findFirst().orElseThrow())) {
      boolean isThere = world.shell("command -v " + program).code() == 0;
      Assumptions.assumeTrue(isThere, "its examples use " + program);
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static String difference(Page page) throws IOException {
    try (World world = new World(Suite.ours().findFirst().orElseThrow())) {
      PageRun run = new PageRun(world, Pages.run(page));
      if (page.text().contains("examples/")) copyTree(world);
      if (page.name().equals("README.md"))
        run.stage(
            List.of("dist/target/s6j/bin/svscan examples/scandir >/dev/null 2>&1 &", "sleep 3"));
      for (String stage : page.stages()) run.stage(Pages.stage(stage));
      return run.difference();
    }
  }

  /** The root of the repository as a reader has it: what was built, and untouched examples. */
  private static void copyTree(World world) throws IOException {
    Files.createDirectories(world.directory.resolve("dist/target"));
    Path built = world.directory.resolve("dist/target/s6j");
    Files.createSymbolicLink(built, Suite.TREE);
    String from = Suite.ROOT.resolve("examples").toString();
    world.runCommand(List.of("cp", "-r", from, world.directory.toString()));
    world.shell("cd examples && rm -rf */.s6-svscan */*/supervise */*/*/supervise */web/log/main");
    world.shell("cd examples && rm -rf services/.state services/.run services/news.txt");
  }

  @Test
  void everyBlockIsKnown() throws IOException {
    Set<String> stale = new LinkedHashSet<>(Pages.NOT_RUN.keySet());
    stale.addAll(Pages.SHOWN.keySet());
    List<String> unknown = new ArrayList<>();
    for (Page page : Pages.all()) {
      for (Page.Block block : page.blocks()) {
        boolean isSetup = page.name().equals("docs/examples.md");
        boolean isRun = block.isTranscript() || isSetup || !block.definition().isEmpty();
        List<String> entries =
            Pages.entries(block.isTranscript() ? Pages.NOT_RUN : Pages.SHOWN, block);
        entries.forEach(stale::remove);
        if (!isRun && entries.isEmpty() && !isSynopsis(page, block)) unknown.add(block.toString());
      }
    }
    assertEquals(List.of(), unknown);
    assertEquals(Set.of(), stale, "no longer there");
  }

  /**
   * What stands before the first heading of a program's page, and begins with a name of its title.
   */
  private static boolean isSynopsis(Page page, Page.Block block) {
    String program = block.first().split(" ")[0];
    return page.name().startsWith("docs/programs/")
        && (block.section().isEmpty() || block.section().equals("Synopsis"))
        && page.text().lines().findFirst().orElse("").contains(program);
  }

  /** What is shown of definitions is accepted, each block as a service of its own. */
  @Test
  void everyDefinitionIsRight() throws IOException {
    try (World world = new World(Suite.ours().findFirst().orElseThrow())) {
      Path tree = world.directory.resolve("services");
      for (String name : Pages.NAMED) world.write(tree.resolve(name + ".toml"), "up = 'true'\n");
      int count = 0;
      for (Page page : Pages.all())
        for (Page.Block block : page.blocks())
          if (!block.definition().isEmpty())
            world.write(tree.resolve("a" + count++ + "." + block.language()), block.definition());
      assertTrue(count >= 6, "only " + count);
      World.Answer answer = world.run("s6j", "convert", "--check", tree.toString());
      assertEquals("", unexpected(answer.err()));
      for (String xml : world.shell("ls services/*.xml").out().lines().toList())
        assertEquals("", world.run("s6j", "import", "xml", "--check", xml).err());
    }
  }

  /** What starts a tree under another system is read by the importer of that system. */
  @Test
  void everyUnitIsRight() throws IOException {
    try (World world = new World(Suite.ours().findFirst().orElseThrow())) {
      int count = 0;
      for (Page page : Pages.all())
        for (Page.Block block : page.blocks()) {
          boolean isUnit = block.language().equals("ini");
          if (!isUnit && !block.first().equals("#!/sbin/openrc-run")) continue;
          String kind = isUnit ? "systemd" : "openrc";
          Path tree = world.directory.resolve(kind);
          Path file = tree.resolve(isUnit ? "u.service" : "init.d/u");
          world.write(file, String.join("\n", block.lines()) + "\n");
          String source = (isUnit ? file : tree).toString();
          World.Answer answer = world.run("s6j", "import", kind, "--check", source);
          assertEquals("", answer.err(), block.toString());
          assertEquals(0, answer.code(), block.toString());
          count++;
        }
      assertTrue(count >= 2, "only " + count);
    }
  }

  /** The accounts of the examples are on no machine of ours; that is told. */
  private static String unexpected(String said) {
    return said.replaceAll("s6j: warning: .*: there is no (user|group) .*\n", "");
  }

  @Test
  void everyStageIsUsed() throws IOException {
    Set<String> sections = new LinkedHashSet<>();
    Set<String> used = new LinkedHashSet<>();
    for (Page page : Pages.all()) {
      if (!page.name().equals("docs/examples.md")) used.addAll(page.stages());
      else page.blocks().forEach(block -> sections.add(block.section()));
    }
    assertEquals(sections, used);
  }

  /** The test tells a wrong page from a right one. */
  @Test
  void aWrongPageIsSeen() throws IOException {
    assertEquals("", difference("$ echo a; printf 'b\\n\\n'", "a", "b"));
    assertTrue(difference("$ echo a", "b").contains("it prints:\na"));
    assertTrue(difference("$ echo a").contains("it prints:\na"));
    assertTrue(difference("$ exit 1", "", "$ echo a", "a").contains("ended after 1 of 2"));
    assertTrue(difference("$ no-such-program").contains("not found"));
    assertEquals("", difference("$ (sleep 0.3; echo late) & wait", "late"));
    assertEquals("", difference("$ echo pid 12, 3 seconds, a", "pid 7, 15 seconds, a"));
    assertFalse(difference("$ echo pid 12, 3 seconds, a", "pid 7, 15 seconds, b").isEmpty());
    assertEquals("", difference("$ cat x", "given", "$ cat x | tr g G", "Given"));
  }

  private static String difference(String... lines) throws IOException {
    try (World world = new World(Suite.ours().findFirst().orElseThrow())) {
      Page.Block block = new Page.Block("x", 1, "", "", List.of(lines));
      return new PageRun(world, List.of(block)).difference();
    }
  }
}
