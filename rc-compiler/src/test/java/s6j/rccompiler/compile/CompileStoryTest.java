package s6j.rccompiler.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.rccompiler.Called;

/** s6-rc-compile at work: what it says on its way, where it writes, and what may fail it. */
class CompileStoryTest {
  private final FakePosix posix = Called.machine();

  private int compile(String... words) {
    String[] line = new String[words.length + 1];
    line[0] = "s6-rc-compile";
    System.arraycopy(words, 0, line, 1, words.length);
    return Called.run(posix, line);
  }

  private void oneshot(String name) {
    posix.file("/src/" + name + "/type", "oneshot\n").file("/src/" + name + "/up", "");
  }

  private void longrun(String name) {
    posix.file("/src/" + name + "/type", "longrun\n").file("/src/" + name + "/run", "#!\n");
  }

  // ---- relations (ours) ------------------------------------------------------------------------

  /** Bundles stand for what they hold, but for the service itself. */
  @Test
  void relationsStandBesideTheDatabase() {
    oneshot("a");
    oneshot("b");
    longrun("l");
    posix.file("/src/all/type", "bundle\n").file("/src/all/contents", "a\nb\nl\n");
    posix.file("/src/l/after.d/all", "").file("/src/l/wants", "a\n# none\n\nall\n");
    posix.file("/src/a/conflicts", "b\n").file("/src/b/part-of", "l\n");
    assertEquals(0, compile("/db", "/src"), posix.errors());
    assertEquals(
        "s6j-relations 1 5\nafter 2 3\nafter 2 4\nwants 2 3\nwants 2 4\nconflicts 3 4\n"
            + "part-of 4 2\nend\n",
        posix.text("/db/relations"));
    assertEquals(0, Called.run(posix, "s6-rc-db", "-c", "/db", "check"), posix.errors());
  }

  @Test
  void aSetWithoutRelationsHasNoSuchFile() {
    oneshot("a");
    assertEquals(0, compile("/db", "/src"), posix.errors());
    assertFalse(posix.exists("/db/relations"));
  }

  // ---- messages --------------------------------------------------------------------------------

  private void set() {
    longrun("p");
    longrun("c");
    posix.file("/src/p/producer-for", "c\n").file("/src/c/consumer-for", "p\n");
    posix.file("/src/c/pipeline-name", "pipe\n").file("/src/p/pipeline-name", "other");
    posix.file("/src/p/notification-fd", "2").file("/src/p/dependencies", "o\no\n");
    oneshot("o");
    posix.directory("/none");
  }

  /** The words of s6-rc-compile 0.7.0.0. */
  @Test
  void atVerbosityThreeEveryServiceIsNamed() {
    set();
    assertEquals(0, compile("-v3", "/db", "/src", "/none"));
    assertEquals(
        """
        s6-rc-compile: info: adding sources from /src
        s6-rc-compile: info: parsing /src/c
        s6-rc-compile: info: c has type longrun
        s6-rc-compile: info: c is a consumer for p
        s6-rc-compile: info: parsing /src/o
        s6-rc-compile: info: o has type oneshot
        s6-rc-compile: info: parsing /src/p
        s6-rc-compile: info: p has type longrun
        s6-rc-compile: warning: in /src/p/dependencies: name listed more than once: o
        s6-rc-compile: info: p is a producer for c
        s6-rc-compile: warning: /src/p contains a pipeline-name file despite not being a last \
        consumer; this file will be ignored
        s6-rc-compile: info: adding sources from /none
        s6-rc-compile: warning: source /none is empty
        s6-rc-compile: info: making bundles for pipelines
        s6-rc-compile: info: creating bundle for pipeline pipe
        s6-rc-compile: info: resolving bundle names
        s6-rc-compile: info: converting bundle array
        s6-rc-compile: info: resolving service names
        s6-rc-compile: info: converting service dependency array
        s6-rc-compile: info: checking database correctness
        s6-rc-compile: info: writing compiled information to /db
        s6-rc-compile: info: writing /db/n
        s6-rc-compile: info: writing /db/resolve.cdb
        s6-rc-compile: info: writing /db/db
        s6-rc-compile: info: writing /db/servicedirs
        s6-rc-compile: warning: longrun p has a notification-fd of 2
        """,
        posix.errors());
  }

  @ParameterizedTest
  @CsvSource({
    "-v0, 0, 0",
    "-v1, 0, 3",
    "-v2, 6, 4",
    "-v3, 22, 4",
    "-v9, 24, 4",
    "-v4000000000, 24, 4"
  })
  void verbosityChoosesMessages(String verbosity, int infos, int warnings) {
    set();
    assertEquals(0, compile(verbosity, "/db", "/src", "/none"));
    assertEquals(infos, posix.errors().lines().filter(l -> l.contains(": info: ")).count());
    assertEquals(warnings, posix.errors().lines().filter(l -> l.contains(": warning: ")).count());
  }

  @Test
  void atVerbosityFourMembersOfPipelinesAreNamed() {
    set();
    assertEquals(0, compile("-v4", "/db", "/src"));
    assertEquals(
        """
        s6-rc-compile: info: creating bundle for pipeline pipe
        s6-rc-compile: info: adding c to pipeline pipe
        s6-rc-compile: info: adding p to pipeline pipe
        """,
        posix
            .errors()
            .lines()
            .filter(l -> l.contains(" pipeline "))
            .map(l -> l + "\n")
            .collect(Collectors.joining()));
  }

  @Test
  void oneByDefaultAndSilentOnceSomethingIsWrong() {
    set();
    posix.file("/src/0/type", "nonsense");
    assertEquals(1, compile("/db", "/src", "/none"));
    assertEquals(
        "s6-rc-compile: fatal: invalid /src/0/type: must be oneshot, longrun, or bundle\n",
        posix.errors());
  }

  /** On a terminal it says more of each problem. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void peopleSeeMore(boolean terminal) {
    posix.file("/src/0/type", "nonsense");
    Posix kernel =
        answering((name, arguments) -> name.equals("isTerminal") ? (Object) terminal : null);
    assertEquals(1, Called.run(kernel, "s6-rc-compile", "/db", "/src"));
    assertEquals(terminal ? 3 : 1, posix.errors().lines().count(), posix.errors());
  }

  // ---- where it is written ---------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"/out/db", "/out/db/", "/out/db///", "db", "./db"})
  void theTargetMayEndInSlashes(String target) {
    oneshot("a");
    posix.directory("/out");
    if (!target.startsWith("/")) assertEquals(0, posix.chdir(CString.of("/out")));
    assertEquals(0, compile(target, "/src"), posix.errors());
    assertEquals(List.of("db"), posix.names("/out"));
    assertTrue(posix.exists("/out/db/n"));
  }

  @Test
  void theLongestNameThereCanBe() {
    oneshot("a");
    String name = "x".repeat(255);
    posix.directory("/out");
    List<Integer> lengths = new ArrayList<>();
    Posix kernel =
        answering(
            (call, arguments) -> {
              if (!call.equals("mkdir") && !call.equals("rename")) return null;
              String path = CString.text((byte[]) arguments[1]);
              lengths.add(path.length() - path.lastIndexOf('/') - 1);
              return null;
            });
    assertEquals(0, Called.run(kernel, "s6-rc-compile", "/out/" + name, "/src"), posix.errors());
    assertEquals(List.of(name), posix.names("/out"));
    assertEquals(255, lengths.stream().max(Integer::compare).get());
  }

  @Test
  void whatIsThereIsNotReplaced() {
    oneshot("a");
    posix.file("/db", "mine");
    assertEquals(111, compile("/db", "/src"));
    assertEquals("s6-rc-compile: fatal: unable to mkdir /db: File exists\n", posix.errors());
    assertEquals("mine", posix.text("/db"));
    List<String> names = posix.names("/");
    assertEquals(List.of(), names.stream().filter(name -> name.startsWith(".")).toList());
  }

  @Test
  void aTargetWithoutADirectory() {
    oneshot("a");
    assertEquals(111, compile("/none/db", "/src"));
    assertEquals(
        "s6-rc-compile: fatal: unable to mkdir /none/db: No such file or directory\n",
        posix.errors());
  }

  /** Whoever else compiles there at the same moment has the name; nothing is left. */
  @Test
  void theNameIsTakenMeanwhile() {
    oneshot("a");
    Posix kernel =
        answering((call, arguments) -> call.equals("rename") ? (Object) (-Errno.ENOTEMPTY) : null);
    posix.directory("/out");
    assertEquals(111, Called.run(kernel, "s6-rc-compile", "/out/db", "/src"));
    assertEquals(
        "s6-rc-compile: fatal: unable to mkdir /out/db: Directory not empty\n", posix.errors());
    assertEquals(List.of(), posix.names("/out"));
  }

  @Test
  void theNewDatabaseIsLockedWhileItIsWritten() {
    oneshot("a");
    int[] held = new int[1];
    Posix kernel =
        answering(
            (call, arguments) -> {
              if (!call.equals("rename")) return null;
              String lock = CString.text((byte[]) arguments[1]) + "/lock";
              FakePosix other = posix.another();
              int fd = other.open(Posix.CWD, CString.of(lock), OpenFlags.O_WRONLY, 0);
              held[0] = other.lock(fd, true, false);
              other.close(fd);
              return null;
            });
    assertEquals(0, Called.run(kernel, "s6-rc-compile", "/db", "/src"));
    assertEquals(-Errno.EAGAIN, held[0]);
    assertEquals(0644, posix.permissions("/db/lock"));
  }

  // ---- what is left out, and what is not -------------------------------------------------------

  @Test
  void hiddenEntriesAndFilesAreNoDefinitions() {
    oneshot("a");
    posix.file("/src/.git/HEAD", "x").file("/src/README", "text").file("/src/.toml", "");
    assertEquals(0, compile("/db", "/src"), posix.errors());
    assertEquals(0, Called.run(posix, "s6-rc-db", "-c", "/db", "list", "oneshots"));
    assertEquals("a\n", posix.output());
  }

  /** Files whose names begin as others' do are other files. */
  @Test
  void otherFilesAreLeftAlone() {
    oneshot("a");
    for (String file : new String[] {"timeout-up", "timeout-down", "flag-essential", "down", "up"})
      for (String other : new String[] {file + "x", "x" + file, file.substring(1)})
        posix.file("/src/a/" + other, "{ nonsense");
    posix.file("/src/a/d", "").file("/src/a/dependencies.dx/nowhere", "");
    assertEquals(0, compile("/db", "/src"), posix.errors());
    for (String question : new String[] {"timeout", "flags", "dependencies"})
      assertEquals(0, Called.run(posix, "s6-rc-db", "-c", "/db", question, "a"));
    assertEquals("0\n00000000\ns6rc-oneshot-runner\n", posix.output());
  }

  @Test
  void linksToDefinitionsAreFollowed() {
    oneshot("a");
    posix.file("/elsewhere/b/type", "oneshot").file("/elsewhere/b/up", "");
    posix.symlink(CString.of("/elsewhere/b"), Posix.CWD, CString.of("/src/b"));
    assertEquals(0, compile("/db", "/src"), posix.errors());
    assertEquals(0, Called.run(posix, "s6-rc-db", "-c", "/db", "list", "oneshots"));
    assertEquals("a\nb\n", posix.output());
  }

  /** A link data that leads nowhere is nothing to copy. */
  @Test
  void aTreeThatIsNotThere() {
    longrun("a");
    posix.symlink(CString.of("/none"), Posix.CWD, CString.of("/src/a/data"));
    assertEquals(0, compile("/db", "/src"), posix.errors());
    assertFalse(posix.exists("/db/servicedirs/a/data"));
  }

  @Test
  void aLinkThatLeadsNowhereIsTold() {
    oneshot("a");
    posix.symlink(CString.of("/none"), Posix.CWD, CString.of("/src/b"));
    assertEquals(111, compile("/db", "/src"));
    assertEquals(
        "s6-rc-compile: fatal: unable to stat /src/b: No such file or directory\n", posix.errors());
  }

  /**
   * A name may stand in dependencies.d and then dependencies is not read; hidden files are not
   * names.
   */
  @Test
  void theDirectoryOfNamesGoesFirst() {
    oneshot("a");
    oneshot("b");
    posix.file("/src/a/dependencies", "nowhere").file("/src/a/dependencies.d/b", "");
    posix.file("/src/a/dependencies.d/.keep", "");
    assertEquals(0, compile("/db", "/src"), posix.errors());
    assertEquals(0, Called.run(posix, "s6-rc-db", "-c", "/db", "dependencies", "a"));
    assertEquals("b\ns6rc-oneshot-runner\n", posix.output());
  }

  /**
   * Lines have blanks in front, comments, a NUL behind which nothing is read, no newline at last.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "b",
        "b\n",
        "  b\n",
        "\t \tb",
        "#x\n\nb\n",
        "b\0c\n",
        "\n\n  # y\nb\nb\n",
        "\0\nb"
      })
  void linesOfALists(String list) {
    oneshot("a");
    oneshot("b");
    posix.file("/src/a/dependencies", list);
    assertEquals(0, compile("/db", "/src"), posix.errors());
    assertEquals(0, Called.run(posix, "s6-rc-db", "-c", "/db", "dependencies", "a"));
    assertEquals("b\ns6rc-oneshot-runner\n", posix.output());
  }

  @Test
  void thousandsOfNamesInOneList() {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < 700; i++) {
      oneshot("s" + i);
      list.append('s').append(i).append('\n');
    }
    posix.file("/src/all/type", "bundle").file("/src/all/contents", list + list.toString());
    assertEquals(0, compile("-v2", "/db", "/src"), posix.errors());
    assertEquals(0, Called.run(posix, "s6-rc-db", "-c", "/db", "contents", "all"));
    assertEquals(700, posix.output().lines().distinct().count());
    assertEquals(700, posix.output().lines().count());
    assertEquals(700, posix.errors().lines().filter(l -> l.contains("more than once")).count());
  }

  /** Files that cannot be copied are left out, as by the reference; flags and numbers are not. */
  @Test
  void everyFileOfALongrunIsCopied() {
    longrun("a");
    String[] files = {"down-signal", "reload-signal", "restart-backoff"};
    for (String file : files) posix.file("/src/a/" + file, "SIGINT\n");
    String[] flags = {
      "flag-timeout-killpg", "flag-no-cont", "flag-no-adopt", "flag-adopt", "flag-newpidns"
    };
    for (String flag : flags) posix.file("/src/a/" + flag, "any text");
    String[] numbers = {
      "timeout-kill", "timeout-finish", "max-death-tally", "notification-fd", "lock-fd"
    };
    for (int i = 0; i < numbers.length; i++) posix.file("/src/a/" + numbers[i], "00" + (3 + i));
    posix.file("/src/a/finish", "#!/bin/finish").file("/src/a/data/x/y", "z");
    posix.file("/src/a/env/E", "e").file("/src/a/template/run", "t").file("/src/a/other", "");
    assertEquals(0, compile("/db", "/src"), posix.errors());
    assertEquals("", posix.errors());
    String to = "/db/servicedirs/a/";
    for (String file : files) assertEquals("SIGINT\n", posix.text(to + file));
    for (String flag : flags) assertEquals("", posix.text(to + flag));
    for (int i = 0; i < numbers.length; i++)
      assertEquals(3 + i + "\n", posix.text(to + numbers[i]));
    for (String number : numbers) assertEquals(0644, posix.permissions(to + number));
    assertEquals(0755, posix.permissions(to + "run"));
    assertEquals(0755, posix.permissions(to + "finish"));
    assertEquals("#!/bin/finish", posix.text(to + "finish"));
    assertEquals("z", posix.text(to + "data/x/y"));
    assertEquals("e", posix.text(to + "env/E"));
    assertEquals("t", posix.text(to + "template/run"));
    assertEquals(List.of(), posix.names(to + "instances"));
    assertEquals(List.of(), posix.names(to + "instance"));
    assertFalse(posix.exists(to + "other"));
    assertFalse(posix.exists(to + "type"));
  }

  /** In a pipeline finish, too, gets its pipes from a wrapper, which is executable. */
  @Test
  void scriptsOfAPipelineAreWrapped() {
    set();
    posix.file("/src/p/finish", "#!/p").file("/src/c/finish", "#!/c");
    assertEquals(0, compile("-v0", "/db", "/src"), posix.errors());
    for (String name : new String[] {"p", "c"})
      for (String script : new String[] {"run", "finish"}) {
        String path = "/db/servicedirs/" + name + "/" + script;
        assertEquals(0755, posix.permissions(path));
        assertEquals(0755, posix.permissions(path + ".user"));
        String pipe = "\"pipe:s6rc-" + (name.equals("p") ? "w" : "r") + "-c\"";
        assertTrue(posix.text(path).contains(pipe), posix.text(path));
        assertTrue(posix.text(path).contains("./" + script), posix.text(path));
      }
    assertEquals("#!/c", posix.text("/db/servicedirs/c/finish.user"));
  }

  /** The holder of pipes has room for both ends of each, and never too little. */
  @ParameterizedTest
  @CsvSource({"1, 256", "119, 256", "120, 257", "130, 278"})
  void thePipesHolderHasRoom(int pipes, int descriptors) {
    StringBuilder filled = new StringBuilder();
    for (int i = 0; i < pipes; i++) {
      String number = String.format("%03d", i);
      longrun("p" + number);
      longrun("c" + number);
      posix.file("/src/p" + number + "/producer-for", "c" + number);
      posix.file("/src/c" + number + "/consumer-for", "p" + number);
      filled.append('c').append(number).append('\n');
    }
    assertEquals(0, compile("/db", "/src"), posix.errors());
    String holder = "/db/servicedirs/s6rc-fdholder/";
    assertEquals(filled.toString(), posix.text(holder + "data/autofilled"));
    String run = posix.text(holder + "run");
    assertTrue(run.contains("s6-fdholder-daemon -1 -n " + descriptors + " -i data/rules"), run);
    assertEquals(0755, posix.permissions(holder + "run"));
  }

  @Test
  void theHolderOfPipesMayHaveAUser() {
    oneshot("a");
    assertEquals(0, compile("-h", "holder", "-b", "/db", "/src"), posix.errors());
    String run = posix.text("/db/servicedirs/s6rc-fdholder/run");
    assertTrue(run.contains("s6-envuidgid -i -- \"holder\"\n"), run);
    assertTrue(run.contains(" -U -i data/rules -- s\n"), run);
    run = posix.text("/db/servicedirs/s6rc-oneshot-runner/run");
    assertTrue(run.endsWith(" -l ../.. -b --\n"), run);
    assertEquals(0755, posix.permissions("/db/servicedirs/s6rc-oneshot-runner/run"));
  }

  // ---- failing calls ---------------------------------------------------------------------------

  private interface Answer {
    /** Null to leave the call to the kernel. */
    Object to(String call, Object[] arguments);
  }

  private Posix answering(Answer answer) {
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) -> {
              Object given = answer.to(method.getName(), arguments);
              if (given != null) return given;
              try {
                return method.invoke(posix, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  /** The n-th call of a name on a file fails with EIO: what is told; nothing is left over. */
  @ParameterizedTest
  @CsvSource({
    "open, /src, 1, opendir /src",
    "directoryEntries, *, 1, readdir /src",
    "open, a, 1, open /src/a",
    "open, type, 1, read /src/a/type",
    "open, up, 1, open /src/b/up",
    "open, run, 1, open /src/a/run",
    "fstat, *, 1, stat /src/a/run",
    "open, dependencies, 1, open /src/a/dependencies",
    "open, timeout-up, 1, read /src/a/timeout-up",
    "open, timeout-down, 1, read /src/a/timeout-down",
    "access, flag-essential, 1, read /src/a/flag-essential",
    "access, pipeline-name, 1, access /src/a/pipeline-name",
    "mkdir, servicedirs, 1, mkdir /out/db/servicedirs",
    "mkdir, servicedirs/a, 1, mkdir /out/db/servicedirs/a",
    "mkdir, servicedirs/a/instances, 1, mkdir /out/db/servicedirs/a/instances",
    "mkdir, servicedirs/a/instance, 1, mkdir /out/db/servicedirs/a/instance",
    "open, n, 1, write to /out/db/n",
    "open, resolve.cdb, 1, write to /out/db/resolve.cdb",
    "open, db, 1, write to /out/db/db",
    "open, servicedirs/a/timeout-kill, 1, write to /out/db/servicedirs/a/timeout-kill",
    "chmod, servicedirs/a/timeout-kill, 1, chmod /out/db/servicedirs/a/timeout-kill",
    "open, /src/a, 1, open /src/a",
    "open, lock, 1, take lock on /out/db",
    "lock, *, 1, take lock on /out/db",
    "open, run, 2, copy /src/a/run to /out/db/servicedirs/a/run",
    "open, finish, 1, copy /src/a/finish to /out/db/servicedirs/a/finish",
    "open, timeout-kill, 1, read /src/a/timeout-kill",
    "access, flag-no-cont, 1, access /src/a/flag-no-cont",
    "stat, data, 1, stat /src/a/data",
    "open, /src/a/data, 1, recursively copy /src/a/data to /out/db/servicedirs/a/data",
    "rename, *, 1, mkdir /out/db"
  })
  void aFailingCallIsToldAndNothingIsLeft(String call, String file, int number, String what) {
    longrun("a");
    oneshot("b");
    posix.file("/src/a/dependencies", "b").file("/src/a/timeout-up", "1");
    posix.file("/src/a/timeout-down", "1").file("/src/a/flag-essential", "");
    posix.file("/src/a/pipeline-name", "x").file("/src/a/timeout-kill", "4");
    posix.file("/src/a/finish", "").file("/src/a/flag-no-cont", "").file("/src/a/data/x", "");
    posix.file("/src/a/template/run", "").directory("/out");
    int[] calls = new int[1];
    Posix kernel =
        answering(
            (name, arguments) -> {
              boolean meant = name.equals(call) && (file.equals("*") || isOn(file, arguments));
              return meant && ++calls[0] == number ? (Object) (-Errno.EIO) : null;
            });
    assertEquals(111, Called.run(kernel, "s6-rc-compile", "-v0", "/out/db", "/src"));
    assertEquals(
        "s6-rc-compile: fatal: unable to " + what + ": Input/output error\n", posix.errors());
    assertEquals(List.of(), posix.names("/out"));
  }

  /** The service and the file are told apart from the words, for whoever reads JSON. */
  @ParameterizedTest
  @CsvSource({
    "open, run, run",
    "fstat, *, run",
    "open, type, type",
    "open, dependencies, dependencies"
  })
  void aFailingCallHasItsPlace(String call, String file, String place) {
    longrun("a");
    posix.file("/src/a/dependencies", "");
    Posix kernel =
        answering(
            (name, arguments) -> {
              boolean meant = name.equals(call) && (file.equals("*") || isOn(file, arguments));
              return meant ? (Object) (-Errno.EIO) : null;
            });
    assertEquals(111, Called.run(kernel, "s6-rc-compile", "-Fjson", "/db", "/src"));
    String told = "\"service\":\"a\",\"file\":\"/src/a/" + place + "\"";
    assertTrue(posix.output().contains(told), posix.output());
  }

  /** The first failure is the last thing that is done, but for the removal of it all. */
  @ParameterizedTest
  @ValueSource(strings = {"servicedirs", "servicedirs/a"})
  void afterAFailureNothingMoreIsMade(String directory) {
    longrun("a");
    posix.file("/src/a/timeout-kill", "4").file("/src/a/template/run", "").directory("/out");
    List<String> calls = new ArrayList<>();
    Posix kernel =
        answering(
            (name, arguments) -> {
              if (name.equals("mkdir") || name.equals("chmod"))
                calls.add(name + " " + CString.text((byte[]) arguments[1]));
              boolean fails = calls.contains("mkdir " + directory);
              return fails && name.equals("mkdir") ? (Object) (-Errno.EIO) : null;
            });
    assertEquals(111, Called.run(kernel, "s6-rc-compile", "/out/db", "/src"));
    assertEquals("mkdir " + directory, calls.get(calls.size() - 1));
    assertEquals(List.of(), posix.names("/out"));
  }

  /** Of the many files that a definition may have, those that it has not cost no call. */
  @Test
  void whatIsNotThereIsNotLookedFor() {
    longrun("a");
    oneshot("b");
    String some = "data env template finish timeout-kill flag-no-cont lock-fd down producer-for";
    List<String> missed = new ArrayList<>();
    Posix kernel =
        answering(
            (name, arguments) -> {
              boolean looks = name.equals("open") || name.equals("stat") || name.equals("access");
              for (String file : some.split(" "))
                if (looks && isOn(file, arguments)) missed.add(name + " " + file);
              return null;
            });
    assertEquals(0, Called.run(kernel, "s6-rc-compile", "/db", "/src"));
    assertEquals(List.of(), missed);
  }

  /** A list or script may have 64 MiB, and not a byte more. */
  @ParameterizedTest
  @CsvSource({"0, true", "1, true", "67108863, true", "67108864, true", "67108865, false"})
  void whatIsTooLargeIsNotHeld(int size, boolean fits) {
    posix.file("/list", "");
    int[] left = {size};
    Posix kernel =
        answering(
            (name, arguments) -> {
              if (!name.equals("read")) return null;
              int got = Math.min(left[0], (int) arguments[3]);
              left[0] -= got;
              return got;
            });
    int read = new SourceFiles(kernel).read(Posix.CWD, CString.of("/list"));
    assertEquals(fits ? size : -Errno.EFBIG, read);
  }

  private static boolean isOn(String file, Object[] arguments) {
    return arguments[1] instanceof byte[] path && CString.is(path, file);
  }

  /** A definition that goes away while sources are read. */
  @Test
  void aDefinitionThatVanishes() {
    oneshot("a");
    Posix kernel =
        answering(
            (call, arguments) -> {
              boolean meant = call.equals("open") && isOn("a", arguments);
              if (meant) posix.rename(Posix.CWD, CString.of("/src/a"), Posix.CWD, CString.of("/x"));
              return null;
            });
    assertEquals(111, Called.run(kernel, "s6-rc-compile", "/db", "/src"));
    assertEquals(
        "s6-rc-compile: fatal: unable to stat /src/a: No such file or directory\n", posix.errors());
  }

  // ---- definitions as files --------------------------------------------------------------------

  /** NAME.toml is turned into directories by s6j convert, beside the target and for a while. */
  @Test
  void definitionsMayBeFiles() {
    oneshot("a");
    posix.file("/src/web.toml", "run = 'x'").directory("/out");
    List<String> lines = new ArrayList<>();
    posix.program(
        "/usr/bin/s6j",
        child -> {
          lines.add(child.line());
          String directory = child.line().split(" ")[3];
          child.file(directory + "/web/type", "longrun").file(directory + "/web/run", "#!");
          child.end(0);
        });
    posix.directory("/more");
    assertEquals(0, compile("/out/db", "/src", "/more"), posix.errors());
    assertEquals(1, lines.size());
    String[] words = lines.get(0).split(" ");
    assertEquals("/usr/bin/s6j convert -o", String.join(" ", words[0], words[1], words[2]));
    assertTrue(words[3].startsWith("/out/.db:") && words[3].endsWith(".source"), words[3]);
    assertEquals("-- /src /more", String.join(" ", words[4], words[5], words[6]));
    assertEquals(List.of("db"), posix.names("/out"));
    assertEquals(0, Called.run(posix, "s6-rc-db", "-c", "/out/db", "list", "services"));
    assertEquals("s6rc-oneshot-runner\ns6rc-fdholder\nweb\na\n", posix.output());
  }

  /** NAME.toml.d is no definition: it overrides a file of whatever source. */
  @Test
  void overridesAreForConvert() {
    oneshot("a");
    posix.file("/src/web.toml.d/1.toml", "run = 'x'").directory("/out");
    posix.program("/usr/bin/s6j", child -> child.end(1));
    assertEquals(1, compile("/out/db", "/src"));
    assertEquals(
        "s6-rc-compile: fatal: definitions in files NAME.toml are wrong\n", posix.errors());
  }

  @Test
  void whatConvertRefusesIsNotCompiled() {
    posix.file("/src/web.toml", "nonsense").directory("/out");
    for (int status : new int[] {1 << 8, 9}) {
      posix.program("/usr/bin/s6j", child -> child.endWith(status));
      assertEquals(1, compile("/out/db", "/src"));
      assertEquals(List.of(), posix.names("/out"));
    }
    assertEquals(
        "s6-rc-compile: fatal: definitions in files NAME.toml are wrong\n".repeat(2),
        posix.errors());
  }

  @Test
  void withoutConvertThatIsTold() {
    posix.file("/src/web.toml", "").directory("/out");
    assertEquals(111, compile("/out/db", "/src"));
    assertEquals(
        "s6-rc-compile: fatal: unable to run s6j convert for the files NAME.toml: No such file or"
            + " directory\n",
        posix.errors());
    assertEquals(List.of(), posix.names("/out"));
  }
}
