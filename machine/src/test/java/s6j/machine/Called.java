package s6j.machine;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** What a call of a program came to: its exit code, or what it became. */
public final class Called {
  private Called() {}

  /** Runs a program by its name: {@code exit N}, or {@code exec} and the line. */
  public static String as(Posix posix, String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) arguments[i] = CString.of(words[i]);
    Program[] programs = Family.joined(MachinePrograms.ofMachine(), MachinePrograms.ofMaker());
    try {
      return "exit " + Family.run(posix, programs, arguments);
    } catch (FakePosix.Executed next) {
      return "exec " + next.line();
    }
  }
}
