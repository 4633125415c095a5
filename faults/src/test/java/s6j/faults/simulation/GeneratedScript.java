package s6j.faults.simulation;

import java.util.Set;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/**
 * The scripts that s6-rc-compile writes, run by the suite's own execline: a fake kernel does not
 * look at first lines.
 */
final class GeneratedScript {
  private static final String FIRST_LINE = "#!/usr/bin/execlineb ";

  /** What the fd-holder's script does beside the holder. */
  private static final Set<String> FILLERS =
      Set.of("/usr/bin/if", "/usr/bin/forstdin", "/usr/bin/redirfd", "/usr/bin/exit");

  private GeneratedScript() {}

  static boolean isFiller(FakePosix process) {
    return FILLERS.contains(process.ownFile());
  }

  static boolean is(String text) {
    return text.startsWith(FIRST_LINE);
  }

  static void run(FakePosix child, String text) {
    byte[][] given = child.arguments();
    byte[][] words = new byte[given.length + 2][];
    words[0] = CString.of("execlineb");
    words[1] = CString.of(text.substring(FIRST_LINE.length(), text.indexOf('\n')));
    System.arraycopy(given, 0, words, 2, given.length);
    child.exec(CString.of("/usr/bin/execlineb"), words, child.environment());
    child.exit(126);
  }
}
