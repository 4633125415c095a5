package s6j.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** Calls programs of the room as a shell would. */
final class Called {
  private Called() {}

  static int run(Posix posix, String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) arguments[i] = CString.of(words[i]);
    Program program = Family.find(WatchPrograms.all(), CString.baseName(arguments[0]));
    return program.main.run(posix, program, arguments);
  }

  /** Runs until nothing more can happen, which must cost no time. */
  static void runUntilQuiet(FakePosix posix, String line) {
    runUntilQuiet(posix, posix, line);
  }

  static void runUntilQuiet(FakePosix machine, Posix posix, String line) {
    try {
      run(posix, line.split(" "));
    } catch (FakePosix.Quiet end) {
      assertEquals("[]", machine.complaints().toString());
    }
  }
}
