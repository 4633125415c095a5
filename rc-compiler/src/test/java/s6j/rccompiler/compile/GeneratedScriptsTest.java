package s6j.rccompiler.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.cli.ScriptPrograms;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.rccompiler.Called;

class GeneratedScriptsTest {
  /** Has the suite and execline in /usr/bin, which is on PATH. */
  private static FakePosix kernel() {
    FakePosix posix = Called.machine();
    for (String program : List.of("execlineb", "fdmove", "fdswap"))
      posix.program("/usr/bin/" + program, child -> child.exit(0));
    return posix;
  }

  private static GeneratedScripts scripts(FakePosix posix, String calledAs) {
    return new GeneratedScripts(new ScriptPrograms(posix, null, CString.of(calledAs)));
  }

  private final GeneratedScripts usual = scripts(kernel(), "rc-compile");

  @Test
  void bothEndsAreFetched() {
    assertEquals(
        """
        #!/usr/bin/execlineb -S0
        s6-fdholder-retrieve ../s6rc-fdholder/s "pipe:s6rc-r-a b"
        fdmove 1 0
        s6-fdholder-retrieve ../s6rc-fdholder/s "pipe:s6rc-w-\\"c"
        fdswap 0 1
        ./run.user $@
        """,
        text(usual.inPipeline(CString.of("run"), CString.of("a b"), CString.of("\"c"))));
  }

  @Test
  void oneEndIsFetched() {
    assertEquals(
        """
        #!/usr/bin/execlineb -S0
        s6-fdholder-retrieve ../s6rc-fdholder/s "pipe:s6rc-r-a"
        ./finish.user $@
        """,
        text(usual.inPipeline(CString.of("finish"), CString.of("a"), null)));
    assertEquals(
        """
        #!/usr/bin/execlineb -S0
        fdmove 1 0
        s6-fdholder-retrieve ../s6rc-fdholder/s "pipe:s6rc-w-c"
        fdswap 0 1
        ./run.user $@
        """,
        text(usual.inPipeline(CString.of("run"), null, CString.of("c"))));
  }

  @Test
  void whatPathDoesNotLeadToIsNamedByItsPath() {
    FakePosix posix = kernel().setEnvironment("PATH=/bin").setOwnPath("/usr/bin/s6-rc-compile");
    posix.program("/bin/s6-sudod", child -> child.exit(0));
    assertEquals(
        """
        #!/usr/bin/execlineb -s1
        /usr/bin/fdmove -c 2 1
        /usr/bin/fdmove 1 3
        /usr/bin/s6-ipcserver-socketbinder -- s
        /usr/bin/s6-ipcserverd -1 --
        /usr/bin/s6-ipcserver-access -v0 -E -l0 -i data/rules --
        /usr/bin/s6-sudod -t 30000 --
        /usr/bin/s6-rc-oneshot-run -l ../.. --
        """,
        text(scripts(posix, "s6-rc-compile").runner(false)));
  }

  /** An installed tree may lie anywhere: a first line cannot have a blank in the path. */
  @Test
  void inARoomWithABlankTheShellStartsTheScript() {
    FakePosix posix = kernel().setEnvironment("PATH=/bin").setOwnPath("/a room/s6-rc-compile");
    String script =
        text(scripts(posix, "s6-rc-compile").inPipeline(CString.of("run"), CString.of("in"), null));
    assertEquals(
        """
        #!/bin/sh
        exec '/a room/execlineb' -S0 -c '"/a room/s6-fdholder-retrieve" ../s6rc-fdholder/s \
        "pipe:s6rc-r-in"
        ./run.user $@
        ' "$@"
        """,
        script);
  }

  @Test
  void pathsWithBlanksAreQuoted() {
    FakePosix posix = kernel().setEnvironment("PATH=/bin").setOwnPath("/a room/s6-rc-compile");
    GeneratedScripts blanks = scripts(posix, "s6-rc-compile");
    String all =
        text(blanks.runner(false))
            + text(blanks.fdholder(CString.of("u"), 3))
            + text(blanks.inPipeline(CString.of("run"), CString.of("in"), CString.of("out")));
    assertFalse(all.replaceAll("([\"'])/a room/[a-z0-9-]+\\1", "").contains("room"), all);
    assertTrue(all.contains("/a room/s6-rc-oneshot-run"), all);
    assertTrue(all.contains("/a room/s6-rc-fdholder-filler"), all);
  }

  private static String text(byte[] script) {
    return CString.text(script);
  }
}
