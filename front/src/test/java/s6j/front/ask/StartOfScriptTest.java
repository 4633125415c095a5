package s6j.front.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a script cannot be executed is told by its name. */
class StartOfScriptTest {
  @TempDir Path directory;

  private String trouble(String content) throws IOException {
    return trouble(content, "rwxr-xr-x");
  }

  private String trouble(String content, String mode) throws IOException {
    Path run = directory.resolve("run");
    Files.writeString(run, content, StandardCharsets.ISO_8859_1);
    Files.setPosixFilePermissions(run, PosixFilePermissions.fromString(mode));
    List<Finding> findings = StartOfScript.troubles("web", directory);
    return findings.isEmpty() ? "" : findings.get(0).text();
  }

  @Test
  void isRight() throws IOException {
    assertEquals("", trouble("#!/bin/sh\nexec true\n"));
    assertEquals("", trouble("#! /bin/sh -e\n"));
    assertEquals("", trouble("#!/usr/bin/env sh\n"));
    assertEquals("", trouble("#!./sh\n".replace("./sh", link())));
    assertEquals("", trouble("\u007fELF and so on\r\n"));
    assertEquals("", trouble("#!/bin/sh"));
  }

  private String link() throws IOException {
    Files.createSymbolicLink(directory.resolve("shell"), Path.of("/bin/sh"));
    return "./shell";
  }

  @Test
  void isWrong() throws IOException {
    assertEquals("has no run script", StartOfScript.troubles("web", directory).get(0).text());
    assertEquals("its run script has no #! line", trouble("exec true\n"));
    assertEquals("its run script has no #! line", trouble(""));
    assertEquals("its run script has an empty #! line", trouble("#!\nexec true\n"));
    assertEquals("its run script has lines that end in CR LF", trouble("#!/bin/sh\r\ntrue\r\n"));
    assertEquals("its run script has lines that end in CR LF", trouble("#!/bin/sh\ntrue\r\n"));
    assertEquals(
        "its run script begins with a byte order mark", trouble("\u00ef\u00bb\u00bf#!/bin/sh\n"));
    assertEquals(
        "its run script has an interpreter that is not there: /no/sh", trouble("#!/no/sh -e\n"));
    assertEquals(
        "its run script has an interpreter that is not there: no-such-name",
        trouble("#!/usr/bin/env no-such-name\n"));
    assertEquals("its run script cannot be executed", trouble("#!/bin/sh\n", "rw-r--r--"));
  }

  @Test
  void finishToo() throws IOException {
    trouble("#!/bin/sh\n");
    Path finish = directory.resolve("finish");
    Files.writeString(finish, "exit 0\n");
    Files.setPosixFilePermissions(finish, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertEquals(
        List.of(Finding.problem("web", "its finish script has no #! line", advice())),
        StartOfScript.troubles("web", directory));
  }

  private static String advice() {
    return "begin it with #!/bin/sh or another interpreter";
  }
}
