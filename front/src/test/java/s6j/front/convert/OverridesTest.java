package s6j.front.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import s6j.front.definition.Unit;
import s6j.front.toml.Problems;
import s6j.front.toml.TomlFile;
import s6j.front.toml.Value;

/** A definition of several files: overrides, includes, and where each value comes from. */
class OverridesTest {
  @TempDir Path directory;

  private Sources sources() {
    return new Sources(directory);
  }

  private static String explained(Conversion conversion, String name) {
    return ExplainedText.of(conversion.unit(name).map(Unit::said).orElseThrow());
  }

  private String explained(String name) {
    return explained(sources().convert(), name).replace(directory + "/", "");
  }

  @Test
  void filesAreLaidOverEachOtherInTheOrderOfTheirNames() {
    sources()
        .put("a.toml", "run = 'x'\nuser = 'one'\n[environment]\nA = '1'\nB = '2'\n")
        .put("a.toml.d/20.toml", "user = 'three'\n")
        .put("a.toml.d/10.toml", "user = 'two'\n[environment]\nB = '3'\nC = '4'\n")
        .put("a.toml.d/README", "not read")
        .put("a.toml.d/.hidden.toml", "user = 'nobody'");
    assertEquals(
        """
        run = "x"  # a.toml:1:1
        user = "three"  # a.toml.d/20.toml:1:1

        [environment]  # a.toml:3:1
        A = "1"  # a.toml:4:1
        B = "3"  # a.toml.d/10.toml:3:1
        C = "4"  # a.toml.d/10.toml:4:1
        """,
        explained("a"));
    assertEquals(List.of(), sources().problems());
  }

  @Test
  void listsAreReplacedOrAppendedTo() {
    sources()
        .put("a.toml", "run = ['x', '-a']\nin = 'one'\nneeds = ['b', 'c']\n")
        .put("b.toml", "run = 'x'\n")
        .put("c.toml", "run = 'x'\n")
        .put("a.toml.d/1.toml", "needs = ['c']\n[append]\nin = ['two']\nrun = ['-b']\n")
        .put("a.toml.d/2.toml", "[append]\nneeds = 'b'\ntags = 't'\n");
    assertEquals(
        """
        run = [
          "x",  # a.toml:1:8
          "-a",  # a.toml:1:13
          "-b",  # a.toml.d/1.toml:4:8
        ]
        in = [
          "one",  # a.toml:2:1
          "two",  # a.toml.d/1.toml:3:7
        ]
        needs = [
          "c",  # a.toml.d/1.toml:1:10
          "b",  # a.toml.d/2.toml:2:1
        ]
        tags = ["t"]  # a.toml.d/2.toml:3:1
        """,
        explained("a"));
    assertEquals(List.of(), sources().problems());
  }

  @Test
  void tablesAreAppendedToListsOfThem() {
    sources()
        .put("a.toml", "run = 'x'\ncondition = { path-exists = '/a' }\n")
        .put("a.toml.d/1.toml", "[[append.condition]]\npath-exists = '/b'\n")
        .put("a.toml.d/2.toml", "[append.condition]\npath-exists = '/c'\n");
    assertEquals(
        """
        run = "x"  # a.toml:1:1

        [[condition]]  # a.toml:2:1
        path-exists = "/a"  # a.toml:2:15

        [[condition]]  # a.toml.d/1.toml:1:1
        path-exists = "/b"  # a.toml.d/1.toml:2:1

        [[condition]]  # a.toml.d/2.toml:1:1
        path-exists = "/c"  # a.toml.d/2.toml:2:1
        """,
        explained("a"));
  }

  @Test
  void whatIsUnsetIsSaidAnewOrNotAtAll() {
    sources()
        .put("a.toml", "run = 'x'\nlogger = true\n[environment]\nA = '1'\n'B.C' = '2'\n")
        .put("a.toml.d/1.toml", "unset = ['logger', 'environment.\"B.C\"', 'timer.every']\n");
    assertEquals(
        "run = \"x\"  # a.toml:1:1\n\n[environment]  # a.toml:3:1\nA = \"1\"  # a.toml:4:1\n",
        explained("a"));
    assertEquals(List.of(), sources().problems());
  }

  @Test
  void whatIsIncludedLiesBelow() {
    sources()
        .put("a.toml", "include = ['base/common', '-base/missing']\nuser = 'a'\nrun = 'x'\n")
        .put("base/common", "include = 'more'\nuser = 'common'\ndirectory = '/c'\n")
        .put("base/more", "directory = '/m'\numask = '022'\n")
        .put("base/type", "bundle\n");
    assertEquals(
        """
        directory = "/c"  # base/common:3:1
        umask = "022"  # base/more:2:1
        user = "a"  # a.toml:2:1
        run = "x"  # a.toml:3:1
        """,
        explained("a"));
    assertEquals(List.of(), sources().problems());
  }

  @Test
  void overridesOfOtherSourcesCountAndTheLastOfOneName() {
    Sources vendor = new Sources(directory.resolve("vendor"));
    Sources own = new Sources(directory.resolve("own"));
    vendor
        .put("a.toml", "run = 'x'\n")
        .put("a.toml.d/10.toml", "user = 'vendor'\n")
        .put("a.toml.d/20.toml", "umask = '022'\n");
    own.put("a.toml.d/10.toml", "user = 'own'\n").put("a.toml.d/15.toml", "umask = '027'\n");
    Conversion conversion =
        Conversion.of(List.of(vendor.directory(), own.directory()), List.of(), "/var/log");
    assertEquals(List.of(), conversion.problems.sorted());
    assertEquals(
        """
        run = "x"  # vendor/a.toml:1:1
        user = "own"  # own/a.toml.d/10.toml:1:1
        umask = "022"  # vendor/a.toml.d/20.toml:1:1
        """,
        explained(conversion, "a").replace(directory + "/", ""));
    assertEquals(
        List.of(
            "vendor/a.toml",
            "own/a.toml.d/10.toml",
            "own/a.toml.d/15.toml",
            "vendor/a.toml.d/20.toml"),
        conversion.layers(conversion.unit("a").orElseThrow()).stream()
            .map(file -> directory.relativize(file).toString())
            .toList());
  }

  @Test
  void templatesInstancesAndModesAreOverridden() {
    sources()
        .put("w@.toml", "run = 'x {{number}}'\ninstances = 1\n[mode.dev]\nuser = 'dev'\n")
        .put("w@.toml.d/1.toml", "instances = 2\n[mode.dev.environment]\nA = '1'\n")
        .put("w@2.toml.d/1.toml", "user = 'two'\n");
    assertEquals(
        List.of("dev", "w", "w@1", "w@1.dev", "w@2", "w@2.dev"), sources().convert().names());
    assertEquals(
        """
        run = "x 2"  # w@.toml:1:1
        user = "two"  # w@2.toml.d/1.toml:1:1

        [mode.dev]  # w@.toml:3:1
        user = "dev"  # w@.toml:4:1

        [mode.dev.environment]  # w@.toml.d/1.toml:2:1
        A = "1"  # w@.toml.d/1.toml:3:1
        """,
        explained("w@2"));
    assertEquals(
        """
        run = "x 1"  # w@.toml:1:1
        user = "dev"  # w@.toml:4:1

        [environment]  # w@.toml.d/1.toml:2:1
        A = "1"  # w@.toml.d/1.toml:3:1
        """,
        explained("w@1.dev"));
    Conversion conversion = sources().convert();
    assertEquals(3, conversion.layers(conversion.unit("w@2.dev").orElseThrow()).size());
  }

  /** The bundles hold the first ones; the others wait for s6 scale. */
  @Test
  void someInstancesAreInNoBundle() {
    sources()
        .put(
            "w@.toml",
            "run = 'x'\ninstances = 3\nscale = 1\nin = 'default'\ntags = 't'\nlogger = true\n"
                + "health = { command = 'true' }\n[mode.dev]\nuser = 'dev'\n");
    Conversion conversion = sources().convert();
    assertEquals(List.of(), sources().problems());
    assertEquals(
        List.of("default/contents.d/w@1", "default/contents.d/w@1-health"),
        conversion.files.keySet().stream().filter(file -> file.startsWith("default/c")).toList());
    assertEquals(
        List.of("w/contents.d/w@1", "w/contents.d/w@1-health"),
        conversion.files.keySet().stream().filter(file -> file.startsWith("w/c")).toList());
    assertEquals(
        List.of("dev/contents.d/w@1.dev", "dev/contents.d/w@1.dev-health"),
        conversion.files.keySet().stream().filter(file -> file.startsWith("dev/c")).toList());
    assertEquals(true, conversion.files.containsKey("w@3-health/run"));
    sources()
        .put("w@.toml", "run = 'x'\ninstances = 3\nscale = 4\n")
        .put("a.toml", "run='x'\nscale=1\n");
    assertEquals(
        List.of(
            "a.toml:2:1: scale is for templates (call the file a@.toml)",
            "w@.toml:3:1: scale is more than there are instances: 3"),
        sources().problems());
  }

  @Test
  void problemsAreInTheFileThatSaysIt() {
    sources()
        .put("a.toml", "run = 'x'\numask = '022'\ninclude = ['a.toml', 'none', 'sub']\n")
        .put("sub/type", "bundle\n")
        .put("sub/contents", "")
        .put("a.toml.d/1.toml", "umsk = '1'\nunset = ['enviroment.X', 'a..b']\n")
        .put("a.toml.d/2.toml", "append.umask = '1'\nappend.stop = 1\ntimer = 'x'\n")
        .put("a.toml.d/3.toml", "run = \n")
        .put("bb.toml.d/1.toml", "run = 'x'\n")
        .put("sub.toml.d/1.toml", "run = 'x'\n");
    assertEquals(
        List.of(
            "a.toml:3:12: a.toml includes itself, by this file",
            "a.toml:3:22: no such file: none",
            "a.toml:3:30: sub is no regular file",
            "a.toml.d/1.toml:1:1: unknown key umsk (did you mean umask?)",
            "a.toml.d/1.toml:2:10: no such key: enviroment (did you mean environment?)",
            "a.toml.d/1.toml:2:26: no path of keys: a..b",
            "a.toml.d/2.toml:1:1: umask is a string at a.toml:2:1, which nothing can be appended to"
                + " (set it anew)",
            "a.toml.d/2.toml:2:1: unknown key stop",
            "a.toml.d/2.toml:3:1: timer takes a table, not a string",
            "bb.toml.d/1.toml:1:1: overrides bb, which is not there",
            "sub.toml.d/1.toml:1:1: overrides sub, which is a definition directory (edit that)"),
        sources().problems().stream().filter(p -> !p.startsWith("a.toml.d/3.toml")).toList());
  }

  @Test
  void filesThatIncludeEachOtherTwiceHaveAnEnd() {
    Sources sources = sources().put("a.toml", "include = ['f0', 'f0']\nrun = 'x'\n");
    for (int i = 0; i < 20; i++)
      sources.put("f" + i, "include = ['f" + (i + 1) + "', 'f" + (i + 1) + "']\n");
    sources.put("f20", "user = 'x'\n");
    assertEquals(1, sources.problems().size());
    assertEquals(true, sources.problems().get(0).contains("more than 1000 files are included"));
  }

  @Test
  void whatIsExplainedIsTheDefinition() {
    sources()
        .put(
            "a.toml",
            """
            run = '''
            #!/bin/sh
            exec x
            '''
            watch = []
            dependents = true
            quiet = 100
            configure.file = [{ template = '/a', target = '/b' }, { target = '/c' }]
            [restart]
            give-up-codes = [1, 2]
            [environment]
            "a b" = "q\\"'\\t"
            [mode.dev]
            """)
        .put("a.toml.d/1.toml", "[append]\nwatch = '/w'\n");
    Value.Table said = sources().convert().unit("a").orElseThrow().said();
    byte[] text = ExplainedText.of(said).getBytes(StandardCharsets.UTF_8);
    Value.Table back = TomlFile.read("a.toml", text, new Problems()).orElseThrow();
    assertEquals(values(said), values(back));
  }

  private static List<String> values(Value.Table table) {
    List<String> values = new java.util.ArrayList<>();
    ExplainedText.each(
        table,
        (key, value) -> values.add(key + "=" + value.toString().replaceAll("place=[^\\]]*", "")));
    return values.stream().sorted().toList();
  }
}
