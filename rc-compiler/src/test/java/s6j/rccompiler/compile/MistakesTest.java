package s6j.rccompiler.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.posix.FakePosix;
import s6j.rccompiler.Called;

/** Mistakes in definitions: what the reference says of each, where it is, and what helps. */
class MistakesTest {
  private final FakePosix posix = Called.machine();

  /** What is told as JSON, a line a problem; the set is not compiled. */
  private String told(int code, String... pathsAndTexts) {
    for (int i = 0; i < pathsAndTexts.length; i += 2)
      posix.file("/src/" + pathsAndTexts[i], pathsAndTexts[i + 1]);
    assertEquals(code, Called.run(posix, "s6-rc-compile", "-F", "json", "/db", "/src"));
    assertEquals(false, posix.exists("/db"));
    String json = posix.output();
    assertEquals(json.lines().filter(line -> line.startsWith("{")).count(), fatals());
    return json.replace("\"exitCode\":" + code + ",", "");
  }

  private long fatals() {
    return posix.errors().lines().filter(line -> line.startsWith("s6-rc-compile: fatal: ")).count();
  }

  private static String one(String problem) {
    return "[\n{" + problem.replace('\'', '"') + "}\n]\n";
  }

  // ---- relations (ours) ------------------------------------------------------------------------

  private String related(String... pathsAndTexts) {
    for (String name : List.of("web", "net", "disk"))
      posix.file("/src/" + name + "/type", "oneshot\n").file("/src/" + name + "/up", "");
    return told(1, pathsAndTexts);
  }

  @ParameterizedTest
  @CsvSource({"after", "wants", "conflicts", "part-of"})
  void aRelationNamesWhatIsDefined(String list) {
    String expected =
        "'message':'in LIST of service web: undefined service name nett','service':'web',"
            + "'file':'/src/web/LIST','line':2,'column':1,'undefined':'nett','nearest':'net'";
    assertEquals(one(expected.replace("LIST", list)), related("web/" + list, "disk\nnett\n"));
  }

  @Test
  void aRelationIsToAnother() {
    String expected =
        "'message':'in wants of service web: it names itself','service':'web',"
            + "'file':'/src/web/wants.d/web'";
    assertEquals(one(expected), related("web/wants.d/web", ""));
  }

  @Test
  void orderGoesNotRound() {
    String way = "web after net needs disk after web";
    String expected =
        "'message':'cyclic order of services: WAY','service':'web',"
            + "'file':'/src/web/after','line':1,'column':1,'expected':'no way round: WAY'";
    String told =
        related("web/after", "net\n", "net/dependencies", "disk\n", "disk/after.d/web", "");
    assertEquals(one(expected.replace("WAY", way)), told);
  }

  @Test
  void nothingNeedsWhatExcludesEachOther() {
    String expected =
        "'message':'service disk can never be up: it needs both web and net, which conflict',"
            + "'service':'web','file':'/src/web/conflicts','line':1,'column':1";
    assertEquals(
        one(expected), related("web/conflicts", "net\n", "disk/dependencies", "web\nnet\n"));
    posix.file("/src/disk/dependencies", "");
    posix.file("/src/web/dependencies", "net\n");
    assertEquals(1, Called.run(posix, "s6-rc-compile", "/db", "/src"));
  }

  // ---- types -----------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({"'one shot'", "''", "'\n'", "'longrunx'", "'oneshots'", "'Bundle'"})
  void aTypeIsOneOfThree(String type) {
    String expected =
        "'message':'invalid /src/a/type: must be oneshot, longrun, or bundle','service':'a',"
            + "'file':'/src/a/type','line':1,'column':1,"
            + "'expected':'oneshot, longrun or bundle, and a newline'";
    assertEquals(one(expected), told(1, "a/type", type));
  }

  @Test
  void aDefinitionHasAType() {
    String expected =
        "'message':'unable to read /src/a/type: No such file or directory','service':'a',"
            + "'file':'/src/a/type'";
    assertEquals(one(expected), told(111, "a/up", ""));
  }

  // ---- names -----------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({"s6rc-mine", "s6-rc-mine"})
  void prefixesAreReserved(String name) {
    String expected =
        "'message':'in /src: identifier NAME starts with reserved prefix','file':'/src/NAME',"
            + "'expected':'a name that does not begin with s6rc- or s6-rc-'";
    assertEquals(one(expected.replace("NAME", name)), told(1, name + "/type", "bundle\n"));
  }

  @ParameterizedTest
  @CsvSource({"s6rc", "s6r-c", "s6-rcx", "as6rc-"})
  void otherNamesAreFree(String name) {
    posix.file("/src/" + name + "/type", "bundle\n").file("/src/" + name + "/contents", "");
    assertEquals(0, Called.run(posix, "s6-rc-compile", "/db", "/src"), posix.errors());
  }

  @Test
  void namesHaveOneLine() {
    String expected = "'message':'subdirectory of /src contains a newline character','file':'/src'";
    assertEquals(one(expected), told(1, "a\nb/type", "bundle\n"));
  }

  @Test
  void aListMayNotNameTheReserved() {
    String expected =
        "'message':'in a: identifier s6rc-fdholder starts with reserved prefix','service':'a',"
            + "'file':'/src/a/dependencies','line':3,'column':3,"
            + "'expected':'a name that does not begin with s6rc- or s6-rc-'";
    String list = "# two lines\n\n \ts6rc-fdholder\n";
    assertEquals(one(expected), told(1, "a/type", "oneshot", "a/up", "", "a/dependencies", list));
  }

  @Test
  void aDirectoryOfNamesMayNotNameTheReserved() {
    String expected =
        "'message':'in a: identifier s6-rc-x starts with reserved prefix','service':'a',"
            + "'file':'/src/a/contents.d/s6-rc-x',"
            + "'expected':'a name that does not begin with s6rc- or s6-rc-'";
    assertEquals(one(expected), told(1, "a/type", "bundle", "a/contents.d/s6-rc-x", ""));
  }

  @Test
  void aNameIsDefinedOnce() {
    posix.file("/more/a/type", "bundle").file("/more/a/contents", "");
    posix.file("/src/a/type", "oneshot").file("/src/a/up", "");
    assertEquals(1, Called.run(posix, "s6-rc-compile", "-Fjson", "/db", "/src", "/more"));
    String expected =
        "'exitCode':1,'message':'duplicate service definition: a defined in /more is already"
            + " defined and has type oneshot','service':'a','file':'/more/a'";
    assertEquals(one(expected), posix.output());
  }

  // ---- lists -----------------------------------------------------------------------------------

  /** A name that is nowhere: the line that has it, and the nearest name there is. */
  @ParameterizedTest
  @CsvSource({
    "networt, network, ",
    "net, , ",
    "etwork, network, ",
    "networkss, network, ",
    "neework, network, ",
    "nutwurt, network, ",
    "nutwurs, network, ",
    "xyzwork, network, ",
    "wxyzork, , ",
    "x, , ",
    "cx, cb, ",
    "ca, a, ",
    "xb, cb, ",
    "xx, , "
  })
  void anUndefinedName(String name, String nearest) {
    String near = nearest == null ? "" : ",'nearest':'" + nearest + "'";
    String expected =
        "'message':'during dependency resolution for service a: undefined service name NAME',"
            + "'service':'a','file':'/src/a/dependencies','line':2,'column':2,'undefined':'NAME'";
    String list = "network\n\tNAME\n".replace("NAME", name);
    posix.file("/src/network/type", "oneshot").file("/src/network/up", "");
    posix.file("/src/cb/type", "oneshot").file("/src/cb/up", "");
    assertEquals(
        one(expected.replace("NAME", name) + near),
        told(1, "a/type", "oneshot\n", "a/up", "", "a/dependencies", list));
  }

  @Test
  void anUndefinedNameInADirectory() {
    String expected =
        "'message':'during dependency resolution for service a: undefined service name b',"
            + "'service':'a','file':'/src/a/dependencies.d/b','undefined':'b'";
    assertEquals(one(expected), told(1, "a/type", "oneshot", "a/up", "", "a/dependencies.d/b", ""));
  }

  @Test
  void anUndefinedNameInABundle() {
    String expected =
        "'message':'during resolution of bundle a: undefined service name b',"
            + "'service':'a','file':'/src/a/contents','line':1,'column':1,'undefined':'b'";
    assertEquals(one(expected), told(1, "a/type", "bundle", "a/contents", "b"));
  }

  /** What is broken is told once, not again wherever it is named. */
  @Test
  void aBrokenDefinitionIsToldOnce() {
    String expected =
        "'message':'invalid /src/b/timeout-up','service':'b','file':'/src/b/timeout-up','line':1,"
            + "'column':1,'expected':'milliseconds as decimal digits, below 4294967296'";
    posix.file("/src/a/type", "bundle").file("/src/a/contents", "b\n");
    posix.file("/src/c/type", "oneshot").file("/src/c/up", "").file("/src/c/dependencies", "b\n");
    posix.file("/src/b/type", "oneshot").file("/src/b/up", "");
    assertEquals(one(expected), told(1, "b/timeout-up", "1s"));
  }

  @Test
  void aDefinitionOfNoTypeIsToldOnceToo() {
    String expected =
        "'message':'invalid /src/b/type: must be oneshot, longrun, or bundle','service':'b',"
            + "'file':'/src/b/type','line':1,'column':1,"
            + "'expected':'oneshot, longrun or bundle, and a newline'";
    posix.file("/src/a/type", "bundle").file("/src/a/contents", "b\n");
    posix.file("/src/c/type", "oneshot").file("/src/c/up", "").file("/src/c/dependencies", "b\n");
    assertEquals(one(expected), told(1, "b/type", "nonsense"));
  }

  @Test
  void aBundleSaysWhatItHolds() {
    String expected =
        "'message':'unable to open /src/a/contents: No such file or directory','service':'a',"
            + "'file':'/src/a/contents','expected':'a directory contents.d or a file contents'";
    assertEquals(one(expected), told(111, "a/type", "bundle\n"));
  }

  @ParameterizedTest
  @CsvSource({"dependencies, oneshot", "contents, bundle"})
  void aListIsNoDirectory(String list, String type) {
    String expected =
        "'message':'unable to read /src/a/LIST: Is a directory','service':'a',"
            + "'file':'/src/a/LIST'";
    posix.directory("/src/a/" + list).file("/src/a/up", "");
    assertEquals(one(expected.replace("LIST", list)), told(111, "a/type", type));
  }

  @Test
  void aDirectoryOfNamesIsNoFile() {
    String expected =
        "'message':'unable to opendir /src/a/dependencies.d: Not a directory','service':'a',"
            + "'file':'/src/a/dependencies.d'";
    assertEquals(one(expected), told(111, "a/type", "oneshot", "a/up", "", "a/dependencies.d", ""));
  }

  // ---- oneshots --------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "'a {\n  b\n', 1, 3, ': unmatched {', 'a } for the { here'",
    "'a\n { } }', 2, 6, ': unmatched }', 'a { before the } here'",
    "'a\n \"b', 2, 2, '', 'closed quotes, whole escapes, and a block behind {'",
    "'a\n{', 2, 1, '', 'closed quotes, whole escapes, and a block behind {'"
  })
  void scriptsAreExecline(String script, int line, int column, String reason, String expected) {
    for (String file : new String[] {"up", "down", "reload"}) {
      MistakesTest fresh = new MistakesTest();
      fresh.posix.file("/src/a/up", "").file("/src/a/down", "").file("/src/a/reload", "");
      String problem =
          "'message':'syntax error in /src/a/%s%s','service':'a','file':'/src/a/%s',"
              + "'line':%d,'column':%d,'expected':'%s'";
      String told = fresh.told(1, "a/type", "oneshot\n", "a/" + file, script);
      assertEquals(one(problem.formatted(file, reason, file, line, column, expected)), told);
    }
  }

  @Test
  void aOneshotHasAnUpScript() {
    String expected =
        "'message':'unable to open /src/a/up: No such file or directory','service':'a',"
            + "'file':'/src/a/up'";
    assertEquals(one(expected), told(111, "a/type", "oneshot\n", "a/down", "true"));
  }

  /** Each level of blocks makes its words longer: what is too deep for memory is refused. */
  @Test
  @Tag("slow")
  void blocksMayBeTooDeep() {
    String expected =
        "'message':'unable to parse /src/a/up: Cannot allocate memory','service':'a',"
            + "'file':'/src/a/up','expected':'at most 128 MiB of names and scripts in a set'";
    String script = "if { ".repeat(32_000) + "} ".repeat(32_000);
    assertEquals(one(expected), told(111, "a/type", "oneshot", "a/up", script));
    posix.file("/src/a/up", "if { ".repeat(2_000) + "} ".repeat(2_000));
    assertEquals(0, Called.run(posix, "s6-rc-compile", "/db", "/src"), posix.errors());
  }

  @Test
  void aScriptIsNoDirectory() {
    String expected =
        "'message':'unable to parse /src/a/up: Is a directory','service':'a','file':'/src/a/up'";
    posix.directory("/src/a/up");
    assertEquals(one(expected), told(111, "a/type", "oneshot\n"));
  }

  /** The largest is 2^32 - 1; a NUL and newlines behind it do not count. */
  @ParameterizedTest
  @CsvSource({
    "4294967295, true",
    "4294967296, false",
    "'', false",
    "'\n', false",
    "-1, false",
    "' 1', false",
    "'5\n\n', true",
    "'5\n6', false",
    "0, true"
  })
  void timeoutsAreNumbers(String text, boolean good) {
    for (String file : new String[] {"timeout-up", "timeout-down"}) {
      FakePosix fresh = Called.machine().file("/src/a/type", "oneshot").file("/src/a/up", "");
      fresh.file("/src/a/" + file, text);
      assertEquals(good ? 0 : 1, Called.run(fresh, "s6-rc-compile", "/db", "/src"));
      String said = "s6-rc-compile: fatal: invalid /src/a/" + file + "\n";
      assertEquals(good ? "" : said, fresh.errors());
      if (!good) continue;
      String direction = file.equals("timeout-up") ? "-u" : "-d";
      assertEquals(0, Called.run(fresh, "s6-rc-db", direction, "-c", "/db", "timeout", "a"));
      assertEquals(text.strip() + "\n", fresh.output());
    }
  }

  // ---- longruns --------------------------------------------------------------------------------

  @Test
  void aLongrunHasARunScript() {
    String expected =
        "'message':'unable to find a run script in /src/a/run','service':'a','file':'/src/a/run'";
    assertEquals(one(expected), told(1, "a/type", "longrun\n"));
  }

  @Test
  void aRunScriptIsAFile() {
    String expected =
        "'message':'/src/a/run is not a regular file','service':'a','file':'/src/a/run'";
    posix.directory("/src/a/run");
    assertEquals(one(expected), told(1, "a/type", "longrun\n"));
  }

  @ParameterizedTest
  @CsvSource({"''", "'b\nc\n'", "'# none\n'"})
  void aProducerHasOneConsumer(String list) {
    String expected =
        "'message':'/src/a/producer-for should only contain one service name','service':'a',"
            + "'file':'/src/a/producer-for','expected':'the name of one longrun'";
    assertEquals(
        one(expected), told(1, "a/type", "longrun\n", "a/run", "", "a/producer-for", list));
  }

  @ParameterizedTest
  @CsvSource({"''", "'b\nc\n'"})
  void aPipelineHasOneName(String list) {
    pipeline();
    String expected =
        "'message':'/src/c/pipeline-name should only contain one name','service':'c',"
            + "'file':'/src/c/pipeline-name','expected':'one name for the pipeline\u0001s bundle'";
    assertEquals(one(expected).replace('\u0001', '\''), told(1, "c/pipeline-name", list));
  }

  @Test
  void aPipelinesNameIsNoneOfTheReserved() {
    pipeline();
    String expected =
        "'message':'in c: identifier s6rc-x starts with reserved prefix','service':'c',"
            + "'file':'/src/c/pipeline-name','line':1,'column':1,"
            + "'expected':'a name that does not begin with s6rc- or s6-rc-'";
    assertEquals(one(expected), told(1, "c/pipeline-name", "s6rc-x\n"));
  }

  @Test
  void aPipelinesNameIsItsOwn() {
    pipeline();
    String expected =
        "'message':'duplicate service definition: p defined in s6-rc-compile internals is already"
            + " defined and has type longrun','service':'c','file':'/src/c/pipeline-name',"
            + "'line':1,'column':1,'expected':'a pipeline-name that nothing else has'";
    assertEquals(one(expected), told(1, "c/pipeline-name", "p\n"));
  }

  private void pipeline() {
    posix.file("/src/p/type", "longrun").file("/src/p/run", "").file("/src/p/producer-for", "c");
    posix.file("/src/c/type", "longrun").file("/src/c/run", "").file("/src/c/consumer-for", "p");
  }

  @Test
  void aConsumerThatDoesNotAgree() {
    String expected =
        "'message':'longrun service p declares being a producer for a service named c that does"
            + " not declare it back','service':'p','file':'/src/p/producer-for','line':1,"
            + "'column':1,'expected':'consumer-for of c with a line p'";
    posix.file("/src/c/type", "longrun").file("/src/c/run", "");
    assertEquals(one(expected), told(1, "p/type", "longrun", "p/run", "", "p/producer-for", "c\n"));
  }

  @Test
  void aProducerThatDoesNotAgree() {
    String expected =
        "'message':'longrun service c declares being the consumer for a service named p that does"
            + " not declare it back','service':'c','file':'/src/c/consumer-for','line':1,"
            + "'column':1,'expected':'producer-for of p with a line c'";
    posix.file("/src/p/type", "longrun").file("/src/p/run", "");
    assertEquals(one(expected), told(1, "c/type", "longrun", "c/run", "", "c/consumer-for", "p\n"));
  }

  @ParameterizedTest
  @CsvSource({"oneshot, ", "bundle, ", ", ',\"undefined\":\"c\"'"})
  void aConsumerIsALongrun(String type, String undefined) {
    if (type != null)
      posix.file("/src/c/type", type).file("/src/c/up", "").file("/src/c/contents", "");
    String expected =
        "'message':'longrun service p declares being a producer for a service named c of type "
            + (type == null ? "unknown" : type)
            + "','service':'p','file':'/src/p/producer-for','line':1,'column':1"
            + (undefined == null ? "" : undefined);
    assertEquals(one(expected), told(1, "p/type", "longrun", "p/run", "", "p/producer-for", "c\n"));
  }

  @ParameterizedTest
  @CsvSource({"oneshot, ", "bundle, ", ", ',\"undefined\":\"p\"'"})
  void aProducerIsALongrun(String type, String undefined) {
    if (type != null)
      posix.file("/src/p/type", type).file("/src/p/up", "").file("/src/p/contents", "");
    String expected =
        "'message':'longrun service c declares being the consumer for a service named p of type "
            + (type == null ? "unknown" : type)
            + "','service':'c','file':'/src/c/consumer-for','line':1,'column':1"
            + (undefined == null ? "" : undefined);
    String told = told(1, "c/type", "longrun", "c/run", "", "c/consumer-for", "p\n");
    assertEquals(one(expected), told.replaceAll(",\n\\{.*during dependency.*\\}", ""));
  }

  /** Whatever stands before it in the other's list, that is told of the other. */
  @Test
  void aConsumerOfSomethingElseAsWell() {
    pipeline();
    posix.file("/src/o/type", "oneshot").file("/src/o/up", "");
    String expected =
        "'message':'longrun service c declares a consumer o of type oneshot','service':'c',"
            + "'file':'/src/c/consumer-for','line':2,'column':1";
    String told = told(1, "c/consumer-for", "p\no\n");
    assertEquals(true, told.contains(expected.replace('\'', '"')), told);
  }

  /** A pipeline's producers are asked for, too, when its bundle is made. */
  @Test
  void aPipelineOfAnythingButLongruns() {
    posix.file("/src/p/type", "bundle").file("/src/p/contents", "");
    String expected =
        "'message':'longrun c declares a producer p of type bundle','service':'c',"
            + "'file':'/src/c/consumer-for','line':1,'column':1";
    String told =
        told(
            1, "c/type", "longrun", "c/run", "", "c/consumer-for", "p\n", "c/pipeline-name", "all");
    assertEquals(one(expected), told.replaceFirst("\\},\n\\{.*\n", "}\n"));
  }

  @Test
  void aPipelineThatFeedsItself() {
    posix.file("/src/a/type", "longrun").file("/src/a/run", "").file("/src/a/producer-for", "b");
    posix.file("/src/a/consumer-for", "b").file("/src/b/producer-for", "a");
    posix.file("/src/b/type", "longrun").file("/src/b/run", "").file("/src/b/consumer-for", "a");
    posix.file("/src/c/type", "longrun").file("/src/c/run", "").file("/src/c/consumer-for", "a");
    String told = told(1, "c/pipeline-name", "loop");
    String expected =
        "{'message':'pipeline loop is too long: possible loop involving a','service':'a'}";
    assertEquals(expected.replace('\'', '"'), told.lines().toList().get(1).replaceAll(",$", ""));
  }

  // ---- cycles ----------------------------------------------------------------------------------

  @Test
  void aCycleIsToldWithTheLineThatClosesIt() {
    String expected =
        "'message':'cyclic service dependency reached from c and involving a','service':'a',"
            + "'file':'/src/a/dependencies','line':2,'column':1,"
            + "'expected':'no way round: a needs b needs a'";
    for (String name : new String[] {"a", "b", "c", "d"})
      posix.file("/src/" + name + "/type", "oneshot").file("/src/" + name + "/up", "");
    posix.file("/src/b/dependencies", "a").file("/src/c/dependencies", "a");
    assertEquals(one(expected), told(1, "a/dependencies", "d\nb\n"));
  }

  @Test
  void whatNeedsItselfIsToldAsSuch() {
    String expected =
        "'message':'cyclic service dependency reached from a and involving a','service':'a',"
            + "'file':'/src/a/dependencies','line':1,'column':1,"
            + "'expected':'no way round: a needs a'";
    posix.file("/src/a/type", "oneshot").file("/src/a/up", "");
    assertEquals(one(expected), told(1, "a/dependencies", "a\n"));
  }

  @Test
  void bundlesThatHoldEachOther() {
    String expected =
        "'message':'cyclic bundle definition: resolution of a encountered a cycle involving b',"
            + "'service':'b','file':'/src/b/contents','line':1,'column':1,"
            + "'expected':'no way round: b contains c contains b'";
    for (String name : new String[] {"a", "b", "c"}) posix.file("/src/" + name + "/type", "bundle");
    posix.file("/src/a/contents", "b").file("/src/b/contents", "c\na\n".substring(0, 2));
    assertEquals(one(expected), told(1, "c/contents", "b"));
  }

  @Test
  void aBundleThatHoldsItself() {
    String expected =
        "'message':'cyclic bundle definition: resolution of a encountered a cycle involving a',"
            + "'service':'a','file':'/src/a/contents','line':1,'column':1,"
            + "'expected':'no way round: a contains a'";
    assertEquals(one(expected), told(1, "a/type", "bundle", "a/contents", "a"));
  }

  /** What it held before, and is done with, is not what closes the circle. */
  @Test
  void aBundleThatHoldsItselfAtLast() {
    String expected =
        "'message':'cyclic bundle definition: resolution of a encountered a cycle involving a',"
            + "'service':'a','file':'/src/a/contents','line':2,'column':1,"
            + "'expected':'no way round: a contains a'";
    posix.file("/src/b/type", "bundle").file("/src/b/contents", "");
    assertEquals(one(expected), told(1, "a/type", "bundle", "a/contents", "b\na\n"));
  }

  // ---- service directories ---------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({"notification-fd", "lock-fd", "timeout-kill", "timeout-finish", "max-death-tally"})
  void numbersOfLongruns(String file) {
    String expected =
        "'message':'unable to read /src/a/FILE: Invalid argument','service':'a',"
            + "'file':'/src/a/FILE','line':1,'column':1,"
            + "'expected':'a line of decimal digits, below 4294967296'";
    assertEquals(
        one(expected.replace("FILE", file)),
        told(111, "a/type", "longrun", "a/run", "", "a/" + file, "x\n"));
    List<String> names = posix.names("/");
    assertEquals(List.of(), names.stream().filter(name -> name.startsWith(".")).toList());
  }

  @Test
  void twoUsesOfOneDescriptor() {
    String expected =
        "'message':'longrun a has the same value for notification-fd and lock-fd','service':'a',"
            + "'file':'/src/a/lock-fd','line':1,'column':1,'expected':'two descriptors'";
    posix.file("/src/a/type", "longrun").file("/src/a/run", "").file("/src/a/lock-fd", "3");
    assertEquals(one(expected), told(1, "a/notification-fd", "3\n"));
  }

  @ParameterizedTest
  @CsvSource({"data", "env", "template"})
  void treesAreDirectories(String tree) {
    String expected =
        "'message':'/src/a/TREE is not a directory','service':'a','file':'/src/a/TREE',"
            + "'expected':'a directory, or nothing of this name'";
    assertEquals(
        one(expected.replace("TREE", tree)),
        told(1, "a/type", "longrun", "a/run", "", "a/" + tree, ""));
  }

  // ---- all of them -----------------------------------------------------------------------------

  /** All mistakes are told in one run, for people with what helps; the first one's code counts. */
  @Test
  void inLongFormEachHasItsPlace() {
    posix.file("/src/a/type", "oneshot").file("/src/a/up", "x\n  }").file("/src/a/timeout-up", "z");
    posix.file("/src/b/type", "bundle").file("/src/b/contents", "c\n network\n");
    posix.file("/src/c/type", "oneshot").file("/src/c/up", "");
    posix.file("/src/networks/type", "oneshot").file("/src/networks/up", "");
    assertEquals(1, Called.run(posix, "s6-rc-compile", "-F", "long", "/db", "/src"));
    assertEquals(
        """
        s6-rc-compile: fatal: invalid /src/a/timeout-up
          at /src/a/timeout-up:1:1
          expected milliseconds as decimal digits, below 4294967296
        s6-rc-compile: fatal: syntax error in /src/a/up: unmatched }
          at /src/a/up:2:3
          expected a { before the } here
        s6-rc-compile: fatal: during resolution of bundle b: undefined service name network
          at /src/b/contents:2:2
          did you mean networks?
        """,
        posix.errors());
    assertEquals("", posix.output());
  }

  @Test
  void whoWantsTheFirstAloneGetsIt() {
    posix.file("/src/b/type", "bundle").file("/src/b/contents", "c\n d\n");
    posix.setEnvironment("S6J_PROBLEMS=first");
    assertEquals(1, Called.run(posix, "s6-rc-compile", "/db", "/src"));
    assertEquals(
        "s6-rc-compile: fatal: during resolution of bundle b: undefined service name c\n",
        posix.errors());
  }

  /** However many there are, each is told; the nearest name is looked for fifty times. */
  @Test
  void manyMistakes() {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < 60; i++) list.append("nam").append((char) ('A' + i)).append("\n");
    posix.file("/src/name/type", "oneshot").file("/src/name/up", "");
    String told = told(1, "a/type", "oneshot", "a/up", "", "a/dependencies", list.toString());
    List<String> lines = told.lines().filter(line -> line.startsWith("{")).toList();
    assertEquals(59, lines.size());
    for (int i = 0; i < 59; i++) {
      assertEquals(i < 50, lines.get(i).contains("\"nearest\":\"name\""), lines.get(i));
      int line = i < 36 ? i + 1 : i + 2;
      assertEquals(true, lines.get(i).contains("\"line\":" + line + ","), lines.get(i));
    }
  }

  @Test
  void jsonOfASoundSetIsAnEmptyList() {
    posix.file("/src/a/type", "oneshot").file("/src/a/up", "");
    assertEquals(0, Called.run(posix, "s6-rc-compile", "-F", "json", "/db", "/src"));
    assertEquals("[]\n", posix.output());
  }

  @Test
  void anUnknownFormIsRefused() {
    assertEquals(100, Called.run(posix, "s6-rc-compile", "-F", "xml", "/db", "/src"));
    assertEquals(
        "s6-rc-compile: fatal: format must be short, long or json, not xml\n", posix.errors());
  }

  @Test
  void aSourceThatIsNotThere() {
    posix.directory("/src");
    assertEquals(111, Called.run(posix, "s6-rc-compile", "-Fjson", "/db", "/src", "/none"));
    String expected =
        "'exitCode':111,'message':'unable to opendir /none: No such file or directory',"
            + "'file':'/none'";
    assertEquals(one(expected), posix.output());
  }
}
