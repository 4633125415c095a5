package s6j.rccompiler;

import java.util.List;
import s6j.cli.Family;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** Calls programs of the room as a shell would, on a small set of services. */
public final class Called {
  /** Those of execline are not on PATH: execlineb knows where they are. */
  private static final List<String> COMPANIONS =
      List.of(
          "s6-rc-oneshot-run",
          "s6-rc-fdholder-filler",
          "s6-ipcserver-socketbinder",
          "s6-ipcserverd",
          "s6-ipcserver-access",
          "s6-ipcclient",
          "s6-sudod",
          "execlineb",
          "s6-svc",
          "s6-envuidgid",
          "s6-fdholder-daemon",
          "s6-fdholder-retrieve");

  private Called() {}

  /** The exit code of {@code words[0]} with the other words as arguments. */
  public static int run(Posix posix, String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) arguments[i] = CString.of(words[i]);
    Program program = Family.find(RcCompilerPrograms.all(), CString.baseName(arguments[0]));
    return program.main.run(posix, program, arguments);
  }

  /** A kernel with the programs in /usr/bin that generated scripts name. */
  public static FakePosix machine() {
    FakePosix posix = new FakePosix();
    for (String program : COMPANIONS) posix.program("/usr/bin/" + program, child -> child.exit(0));
    return posix;
  }

  /** A kernel with one definition of each kind, a pipeline, and all files below {@code /src}. */
  public static FakePosix withSources() {
    FakePosix posix = machine();
    posix.file("/src/net/type", "oneshot\n").file("/src/net/up", "echo { up } \"a b\"\n");
    posix.file("/src/net/down", "echo down").file("/src/net/timeout-up", "12");
    longrun(posix, "web").file("/src/web/dependencies", "net\n");
    posix.file("/src/web/producer-for", "log").file("/src/web/finish", "#!/bin/sh\n");
    posix.file("/src/web/data/d/e", "f").file("/src/web/env/VARIABLE", "x");
    posix.file("/src/web/template/run", "").file("/src/web/flag-newpidns", "");
    longrun(posix, "log").file("/src/log/consumer-for", "web");
    posix.file("/src/log/pipeline-name", "weblog").file("/src/log/notification-fd", "3");
    posix.file("/src/all/type", "bundle\n").file("/src/all/contents.d/net", "");
    posix.file("/src/all/contents.d/weblog", "").file("/src/all/flag-essential", "");
    return posix;
  }

  private static FakePosix longrun(FakePosix posix, String name) {
    return posix.file("/src/" + name + "/type", "longrun").file("/src/" + name + "/run", "#!\n");
  }
}
