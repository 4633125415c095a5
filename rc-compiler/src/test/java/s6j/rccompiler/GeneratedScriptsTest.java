package s6j.rccompiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.formats.ByteSink;
import s6j.formats.ExeclineLexer;
import s6j.posix.CString;
import s6j.posix.FakePosix;

class GeneratedScriptsTest {
  private final Helpers helpers = new Helpers(kernel(), null, CString.of("rc-compile"));

  /** Has the suite and execline in /usr/bin, which is on PATH. */
  private static FakePosix kernel() {
    FakePosix posix = Called.machine();
    for (String program : List.of("execlineb", "fdmove", "fdswap"))
      posix.program("/usr/bin/" + program, child -> child.exit(0));
    return posix;
  }

  private final GeneratedScripts shell = new ShellScripts(helpers);
  private final GeneratedScripts execline =
      new ExeclineScripts(CString.of("/bin/execlineb"), helpers);

  @Test
  void execlineFetchesBothEnds() {
    assertEquals(
        """
        #!/bin/execlineb -S0
        s6-fdholder-retrieve ../s6rc-fdholder/s "pipe:s6rc-r-a b"
        fdmove 1 0
        s6-fdholder-retrieve ../s6rc-fdholder/s "pipe:s6rc-w-\\"c"
        fdswap 0 1
        ./run.user $@
        """,
        text(execline.inPipeline("run", CString.of("a b"), CString.of("\"c"))));
  }

  @Test
  void theShellFetchesBothEnds() {
    assertEquals(
        """
        #!/bin/sh
        case "$1" in
          --s6rc-writes)
            shift
            exec 9<&0 0<&1 1>&9 9>&-
            exec ./run.user "$@" ;;
          --s6rc-reads)
            shift ;;
          *)
            exec /usr/bin/s6-fdholder-retrieve ../s6rc-fdholder/s 'pipe:s6rc-r-a' ./run --s6rc-reads "$@" ;;
        esac
        exec 1<&0
        exec /usr/bin/s6-fdholder-retrieve ../s6rc-fdholder/s 'pipe:s6rc-w-it'\\''s' ./run --s6rc-writes "$@"
        """,
        text(shell.inPipeline("run", CString.of("a"), CString.of("it's"))));
  }

  @Test
  void theShellFetchesOneEnd() {
    assertEquals(
        """
        #!/bin/sh
        exec /usr/bin/s6-fdholder-retrieve ../s6rc-fdholder/s 'pipe:s6rc-r-a' ./finish.user "$@"
        """,
        text(shell.inPipeline("finish", CString.of("a"), null)));
    assertEquals(
        """
        #!/bin/sh
        case "$1" in
          --s6rc-writes)
            shift
            exec 9<&0 0<&1 1>&9 9>&-
            exec ./run.user "$@" ;;
        esac
        exec 1<&0
        exec /usr/bin/s6-fdholder-retrieve ../s6rc-fdholder/s 'pipe:s6rc-w-c' ./run --s6rc-writes "$@"
        """,
        text(shell.inPipeline("run", null, CString.of("c"))));
  }

  @Test
  void theRunnerReadiesOnDescriptorThree() {
    assertEquals(
        """
        #!/bin/sh
        exec 2>&1 1>&3 3>&-
        exec /usr/bin/s6-ipcserver-socketbinder -- s /usr/bin/s6-ipcserverd -1 -- \\
          /usr/bin/s6-ipcserver-access -v0 -E -l0 -i data/rules -- \\
          /usr/bin/s6-sudod -t 30000 -- \\
          /usr/bin/s6-rc-oneshot-run -l ../.. -b --
        """,
        text(shell.runner(true)));
  }

  @Test
  void whatPathDoesNotLeadToIsNamedByItsPath() {
    FakePosix posix = kernel().setEnvironment("PATH=/bin").setOwnPath("/usr/bin/s6-rc-compile");
    posix.program("/bin/s6-sudod", child -> child.exit(0));
    Helpers elsewhere = new Helpers(posix, null, CString.of("s6-rc-compile"));
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
        text(elsewhere.scripts().runner(false)));
  }

  /** Every program, whoever starts it: an installed tree may lie anywhere. */
  @Test
  void pathsWithBlanksAreQuoted() {
    FakePosix posix = kernel().setEnvironment("PATH=/bin").setOwnPath("/a room/s6-rc-compile");
    Helpers blanks = new Helpers(posix, null, CString.of("s6-rc-compile"));
    for (GeneratedScripts scripts :
        new GeneratedScripts[] {
          new ExeclineScripts(CString.of("/bin/execlineb"), blanks), new ShellScripts(blanks)
        }) {
      String all =
          text(scripts.runner(false))
              + text(scripts.fdholder(CString.of("u"), 3))
              + text(scripts.inPipeline("run", CString.of("in"), CString.of("out")));
      String quoted = all.replaceAll("([\"'])/a room/[a-z0-9-]+\\1", "");
      assertFalse(quoted.contains("room"), all);
      assertTrue(all.contains("/a room/s6-rc-oneshot-run"), all);
      assertTrue(all.contains("/a room/s6-rc-fdholder-filler"), all);
    }
  }

  /** Whatever the bytes of a name: execline reads it back, and so would a shell. */
  @Test
  void everyByteIsQuoted() {
    byte[] name = new byte[256];
    for (int i = 1; i < 256; i++) name[i - 1] = (byte) i;
    ByteSink quoted = ExeclineScripts.quote(new ByteSink(16).put('"'), name).put('"');
    ByteSink words = new ByteSink(16);
    ExeclineLexer lexer = new ExeclineLexer(quoted.array(), quoted.length(), words);
    assertEquals(ExeclineLexer.Verdict.GOOD, lexer.read());
    assertArrayEquals(name, words.copy());
    for (byte each : quoted.copy()) assertTrue(each >= ' ' && each < 127, "byte " + each);
    String forShell = text(ShellScripts.quote(new ByteSink(16), CString.of("a'b \"$c")));
    assertEquals("'a'\\''b \"$c'", forShell);
  }

  private static String text(ByteSink script) {
    return CString.text(script.copy());
  }
}
