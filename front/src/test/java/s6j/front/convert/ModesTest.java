package s6j.front.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each mode is a bundle of services as they are in that mode. */
class ModesTest {
  @TempDir Path directory;

  private List<String> contents(Sources sources, String bundle) {
    String start = bundle + "/contents.d/";
    return sources.convert().files.keySet().stream()
        .filter(path -> path.startsWith(start))
        .map(path -> path.substring(start.length()))
        .toList();
  }

  @Test
  void servicesSayWhereTheyBelong() {
    Sources sources =
        new Sources(directory)
            .put("all.toml", "run='x'")
            .put("dev.toml.toml", "run='x'\nmodes=['dev','test']")
            .put("none.toml", "run='x'\nmodes=[]")
            .put("prod.toml", "run='x'\nmodes=['production']");
    assertEquals(List.of("all", "dev.toml"), contents(sources, "dev"));
    assertEquals(List.of("all", "dev.toml"), contents(sources, "test"));
    assertEquals(List.of("all", "prod"), contents(sources, "production"));
  }

  @Test
  void orderHoldsOfVariantsToo() {
    Sources sources =
        new Sources(directory)
            .put("db.toml", "run='x'\n[mode.test]\nenvironment={DB='mock'}")
            .put("job.toml", "up='y'\nafter=['db']\nconflicts=['db']")
            .put("web.toml", "run='y'\nwants=['db']");
    assertEquals(List.of("db.test", "job", "web.test"), contents(sources, "test"));
    assertEquals("", sources.made("job/after.d/db"));
    assertEquals("", sources.made("job/after.d/db.test"));
    assertEquals("", sources.made("job/conflicts.d/db.test"));
    assertEquals("", sources.made("web.test/wants.d/db.test"));
    assertEquals("", sources.made("web/wants.d/db"));
  }

  @Test
  void whatNeedsAVariantIsOne() {
    Sources sources =
        new Sources(directory)
            .put("db.toml", "run='x'\n[mode.test]\nenvironment={DB='mock'}")
            .put("web.toml", "run='y'\nneeds=['storage']")
            .put("storage.toml", "contents=['db','disk']")
            .put("disk.toml", "up='true'")
            .put("other.toml", "run='z'\nneeds=['disk']");
    assertEquals(List.of("db.test", "disk", "other", "web.test"), contents(sources, "test"));
    assertEquals("", sources.made("web.test/dependencies.d/storage.test"));
    assertEquals(List.of("db.test", "disk"), contents(sources, "storage.test"));
    assertEquals("#!/bin/sh\n# db.test\nexport DB=mock\nexec x\n", sources.made("db.test/run"));
    assertEquals("#!/bin/sh\n# db\nexec x\n", sources.made("db/run"));
    assertEquals("", sources.made("web/dependencies.d/storage"));
  }

  @Test
  void variantsShareALogUnlessTheySayOtherwise() {
    Sources sources =
        new Sources(directory)
            .put(
                "web.toml",
                "run='x'\nlogger='/log/web'\n[mode.dev]\nuser='me'\n[mode.test]\nlogger='/t'");
    assertEquals("web\nweb.dev\n", sources.made("web-log/consumer-for"));
    assertNull(sources.made("web-log/pipeline-name"));
    assertEquals("web-log\n", sources.made("web.dev/producer-for"));
    assertEquals("web.test-log\n", sources.made("web.test/producer-for"));
  }

  @Test
  void instancesHaveModesToo() {
    Sources sources =
        new Sources(directory).put("w@.toml", "instances=2\nrun='x'\n[mode.dev]\nuser='{{mode}}'");
    assertEquals(List.of("w@1.dev", "w@2.dev"), contents(sources, "dev"));
    assertEquals(
        "#!/bin/sh\n# w@1.dev\nexec s6-setuidgid dev ./data/run \"$@\"\n",
        sources.made("w@1.dev/run"));
  }
}
