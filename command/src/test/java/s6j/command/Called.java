package s6j.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import s6j.cli.Family;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/** A fake kernel with programs of the suite that end at once, and what s6 makes of a command. */
public final class Called {
  private static final String PLACE = "/usr/bin/";

  public final FakePosix posix = new FakePosix();
  private final List<String> runs = new ArrayList<>();

  public Called() {
    posix.setEnvironment("PATH=/usr/bin", "KEPT=1");
    posix.directory("/run/service/web").directory("/run/service/db");
    for (String name :
        List.of(
            "s6-rc",
            "s6-rc-db",
            "s6-rc-init",
            "s6-rc-repo-init",
            "s6-rc-repo-list",
            "s6-rc-repo-sync",
            "s6-rc-set-change",
            "s6-rc-set-commit",
            "s6-rc-set-copy",
            "s6-rc-set-delete",
            "s6-rc-set-fix",
            "s6-rc-set-install",
            "s6-rc-set-new",
            "s6-rc-set-status",
            "s6-svc",
            "s6-svlisten",
            "s6-svstat",
            "s6-linux-init-hpr")) does(name, "", 0);
  }

  /** A program prints something and ends. */
  public Called does(String name, String output, int code) {
    posix.program(
        PLACE + name,
        child -> {
          runs.add(child.line());
          child.write(1, CString.of(output), 0, output.length());
          child.exit(code);
        });
    return this;
  }

  /** A program does something, which gives its exit code. */
  public void ends(String name, ToIntFunction<FakePosix> deed) {
    posix.program(
        PLACE + name,
        child -> {
          runs.add(child.line());
          child.exit(deed.applyAsInt(child));
        });
  }

  /** What it ran, a line each, then what it became or its exit code. */
  public String s6(String... words) {
    return as("s6", words);
  }

  public String as(String name, String... words) {
    runs.clear();
    byte[][] arguments = new byte[words.length + 1][];
    arguments[0] = CString.of(name);
    for (int i = 0; i < words.length; i++) arguments[i + 1] = CString.of(words[i]);
    try {
      runs.add(String.valueOf(Family.run(posix, CommandPrograms.all(), arguments)));
    } catch (FakePosix.Executed next) {
      runs.add(next.line());
    }
    return String.join("\n", runs).replace(PLACE, "");
  }

  /** The same of a line without quotes. */
  public String line(String line) {
    return s6(line.split(" "));
  }
}
