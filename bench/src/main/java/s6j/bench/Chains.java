package s6j.bench;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Scripts of execline: how long they take, in ms, and what programs that stay own, in kB. */
final class Chains {
  static final String ONE_STEP = "exit 0";

  static final String TEN_STEPS =
      "export A 1 export B 2 unexport A umask 022 importas -i X B fdmove 5 2 fdclose 5 cd /"
          + " redirfd -r 0 /dev/null exit 0";

  /** As s6-rc-compile writes one for a service of a pipeline, and what such scripts go on with. */
  static final String RUN_SCRIPT =
      "fdmove -c 2 1 fdmove -c 3 1 export HOME / cd / umask 022 s6-setsid -q s6-softlimit -c 0"
          + " foreground { exit 0 } exit 0";

  private static final int SETTLE_MILLIS = 150;

  private Chains() {}

  /** So many rounds of a loop, of two steps each. */
  static String loop(int rounds) {
    String words =
        IntStream.range(0, rounds).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    return "forx i { " + words + " } importas x i exit 0";
  }

  static Probe of(String script) {
    return Probe.of(bin -> ProcessTable.time(bin.resolve("execlineb"), "-Pc", script) / 1e6);
  }

  /** Of a program that waits until its child, which sleeps half a second, has ended. */
  static Probe waiting(String script) {
    return Probe.of(bin -> anonymous(bin, script));
  }

  private static double anonymous(Path bin, String script) throws Exception {
    int pid = ProcessTable.start(bin.resolve("execlineb"), "-Pc", script);
    Thread.sleep(SETTLE_MILLIS);
    double anonymous = ProcessTable.anonymous(pid);
    ProcessTable.await(pid);
    return anonymous;
  }
}
