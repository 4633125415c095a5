package s6j.front.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import s6j.front.definition.Definition;
import s6j.front.definition.DefinitionReader;
import s6j.front.definition.DefinitionText;
import s6j.front.toml.Name;
import s6j.front.toml.Problems;
import s6j.front.toml.TomlFile;
import s6j.front.toml.Value;

/** Daemons that look after a service: NAME-watch and NAME-health. */
class LookingAfterTest {
  @TempDir Path directory;

  private Sources of(String text) {
    return new Sources(directory).put("a.toml", "run = 'x'\n" + text);
  }

  @Test
  void aWatcher() {
    Sources sources = of("watch = ['/etc/a b', '/etc/c']\non-change = 'reload'\nquiet = '2s'");
    assertEquals(
        "#!/bin/sh\n# a-watch: tells a of changed files\n"
            + "exec s6-svwatch -l -q 2000 -d 3 -- ../a '/etc/a b' /etc/c\n",
        sources.made("a-watch/run"));
    assertEquals("3\n", sources.made("a-watch/notification-fd"));
    assertEquals("", sources.made("a-watch/dependencies.d/a"));
    assertEquals("longrun\n", sources.made("a-watch/type"));
    assertTrue(of("watch = '/x'").made("a-watch/run").contains("s6-svwatch -r -q 1000 "));
  }

  @Test
  void dependentsAreTold() {
    Sources sources =
        of("watch = '/x'\ndependents = true\nlogger = true\nin = ['all']")
            .put("b.toml", "run = 'x'\nneeds = ['step']")
            .put("step.toml", "up = 'x'\nneeds = ['both']")
            .put("both.toml", "contents = ['a', 'c']")
            .put("c.toml", "run = 'x'\nwatch = '/y'\ndependents = ['d']")
            .put("d.toml", "run = 'x'");
    assertTrue(sources.made("a-watch/run").contains(" -R ../b -- ../a /x"));
    assertTrue(sources.made("c-watch/run").contains(" -R ../d -- ../c /y"));
    assertEquals("", sources.made("all/contents.d/a-watch"));
    assertEquals("", sources.made("both/contents.d/c-watch"));
  }

  @Test
  void aChecker() {
    Sources sources =
        of(
            "in = ['all']\nenvironment = { PORT = 80 }\n[health]\ncommand = 'curl -fs x; y'\n"
                + "every = '2s'\ntimeout = 500\nfailures = 2\nsuccesses = 4\ngrace = '1m'\n"
                + "action = 'mark'\nuser = 'www'");
    assertEquals(
        "#!/bin/sh\n# a-health: checks a\nexport PORT=80\n"
            + "exec s6-svhealth -m -e 2000 -t 500 -n 2 -u 4 -g 60000 -- ../a"
            + " s6-setuidgid www ./data/check\n",
        sources.made("a-health/run"));
    assertEquals("#!/bin/sh\ncurl -fs x; y\n", sources.made("a-health/data/check"));
    assertEquals("", sources.made("all/contents.d/a-health"));
    assertTrue(
        of("health = { command = ['true'] }")
            .made("a-health/run")
            .contains("s6-svhealth -r -e 10000 -t 5000 -n 3 -u 1 -g 0 -- ../a ./data/check"));
  }

  @Test
  void probesAsWords() {
    assertEquals(
        "#!/bin/sh\nexec s6-probe -c 200,204 http http://127.0.0.1:8080/health\n",
        of("health = { http = 'http://127.0.0.1:8080/health', status = '200,204' }")
            .made("a-health/data/check"));
    assertEquals(
        "#!/bin/sh\ns6-probe http http://localhost/ && s6-probe tcp '[::1]:80' &&"
            + " exec s6-probe unix '/run/a b'\n",
        of("health = { http = 'http://localhost/', tcp = '[::1]:80', unix = '/run/a b' }")
            .made("a-health/data/check"));
    Sources ready = of("readiness = { tcp = '127.0.0.1:80' }");
    assertTrue(ready.made("a/run").contains("s6-notifyoncheck"), ready.made("a/run"));
    assertEquals("#!/bin/sh\nexec s6-probe tcp 127.0.0.1:80\n", ready.made("a/data/check"));
    assertEquals(
        List.of(
            "a.toml:2:11: health.http is https://x/ (http://127.0.0.1:8080/)",
            "a.toml:3:15: readiness.check and http, tcp or unix exclude each other",
            "a.toml:3:28: readiness.tcp is 80 (127.0.0.1:80)"),
        of("health = {http = 'https://x/' }\nreadiness = { check = 'x', tcp = '80' }").problems());
  }

  @Test
  void modesHaveTheirOwn() {
    Sources sources = of("modes = ['dev']\nwatch = '/x'\n[mode.dev]\nwatch = '/y'");
    assertTrue(sources.made("a.dev-watch/run").endsWith(" -- ../a.dev /y\n"));
    assertEquals("", sources.made("dev/contents.d/a.dev-watch"));
  }

  @Test
  void whatIsWrong() {
    assertEquals(
        List.of(
            "a.toml:2:1: quiet is of no use without watch (watch = [\"/etc/file\"])",
            "a.toml:3:1: health.command is missing (what exits 0 if all is well; or http, tcp or unix)"),
        of("quiet = '2s'\n[health]").problems());
    assertTrue(
        of("watch = 'etc/x'").problems().toString().contains("must be an absolute path: etc/x"));
    assertTrue(
        of("watch = '/x'\ndependents = ['bb']").problems().toString().contains("is called bb"));
    assertTrue(
        of("[health]\ncommand = 'x'\nevery = 0").problems().toString().contains("cannot be 0"));
    assertTrue(
        new Sources(directory)
            .put("a.toml", "up = 'x'\nwatch = '/x'")
            .problems()
            .toString()
            .contains("a oneshot has no watch"));
  }

  @Test
  void theTextReadsBack() {
    String text =
        "watch = ['/x']\non-change = 'reload'\nquiet = 5\ndependents = true\n"
            + "[health]\ncommand = ['x']\nfailures = 9\ngrace = 7\naction = 'mark'\n";
    Sources sources = of(text);
    String watcher = sources.made("a-watch/run");
    String checker = sources.made("a-health/run");
    Problems problems = new Problems();
    Value.Table table =
        TomlFile.read("a", ("run = 'x'\n" + text).getBytes(), problems).orElseThrow();
    Definition read = DefinitionReader.read(table, new Name("a", table.place()), problems);
    sources.put("a.toml", DefinitionText.of(read));
    assertEquals(watcher, sources.made("a-watch/run"));
    assertEquals(checker, sources.made("a-health/run"));
  }
}
