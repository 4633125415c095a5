package s6j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * Each option that a program of any room declares means something to it, with some value; one that
 * is declared and that its code does not name is refused, so that a new one cannot be forgotten.
 */
class EveryOptionIsTakenTest {
  private static final int LEAST = 400;
  private static final int MOST_CALLS = 500;
  private static final int USAGE = 100;

  /** A letter that no program declares. */
  private static final char FOREIGN = '%';

  private static final List<String> VALUES =
      List.of("1", "7", "9", "a", "/", "u", "up", "short", ":1", "127.0.0.1:514", "1h", "plain");

  @Test
  void noDeclaredOptionIsRefused() {
    List<String> refused = new ArrayList<>();
    int count = 0;
    for (Image image : Image.ALL)
      for (Program program : image.programs().get())
        for (int i = 0; i < program.optionCount(); i++, count++)
          if (!isTaken(program, program.option(i)))
            refused.add(program.name + " " + word(program.option(i), ""));
    assertEquals(List.of(), refused);
    assertTrue(count >= LEAST, "only " + count);
  }

  /** They pass on every letter; whether whoever gets it knows it has tests of its own. */
  private static final Set<String> PASSING_ON =
      Set.of("s6-svscanctl", "s6-instance-control", "s6-instance-status");

  @Test
  void whatIsDeclaredAndNotNamedInTheCodeIsRefused() {
    List<String> taken = new ArrayList<>();
    int count = 0;
    for (Image image : Image.ALL)
      for (Program program : image.programs().get()) {
        if (program.optionCount() == 0 || PASSING_ON.contains(program.name)) continue;
        Program more = withUnknown(program);
        for (int i = program.optionCount(); i < more.optionCount(); i++, count++)
          if (!isUnknown(more, more.option(i)))
            taken.add(program.name + " " + word(more.option(i), ""));
      }
    assertEquals(List.of(), taken);
    assertTrue(count >= LEAST / 8, "only " + count);
  }

  @Test
  void whatTheInstanceToolsPassOnIsKnown() {
    assertEquals(List.of(), unknown("s6-instance-control", "s6-svc"));
    assertEquals(List.of(), unknown("s6-instance-status", "s6-svstat"));
  }

  private static List<String> unknown(String from, String to) {
    List<String> unknown = new ArrayList<>();
    Program reader = program(to);
    Program tool = program(from);
    for (int i = 0; i < tool.optionCount(); i++) {
      Program.Option option = reader.option(tool.option(i).letter);
      if (option == null || (option.value == null) != (tool.option(i).value == null))
        unknown.add(word(tool.option(i), ""));
    }
    return unknown;
  }

  private static Program program(String name) {
    for (Image image : Image.ALL)
      for (Program program : image.programs().get()) if (program.name.equals(name)) return program;
    throw new AssertionError("no " + name);
  }

  private static Program withUnknown(Program program) {
    Program more =
        new Program(program.name, program.shortName, program.usage, program.summary, program.main);
    for (int i = 0; i < program.optionCount(); i++) {
      Program.Option option = program.option(i);
      boolean isLong = option.longName != null;
      if (option.value == null && isLong)
        more.flag(option.letter, option.longName, option.description);
      else if (option.value == null) more.flag(option.letter, option.description);
      else if (isLong) more.value(option.letter, option.longName, option.value, option.description);
      else more.value(option.letter, option.value, option.description);
    }
    // Flags of s6-svc are letters for the supervisor.
    if (!program.name.equals("s6-svc")) more.flag('~', "nobody knows it");
    return more.commands(program.commands()).value('^', "value", "nobody knows it");
  }

  private static boolean isTaken(Program program, Program.Option option) {
    for (int operands = 0; operands < 4; operands++) {
      if (call(program, null, operands).equals("refused")) continue;
      for (String value : VALUES)
        if (!call(program, word(option, value), operands).equals("refused")) return true;
      return false;
    }
    return !call(program, word(option, VALUES.get(0)), 0).contains("unrecognized");
  }

  /** Whether it is refused, or answered as a letter that is not declared. */
  private static boolean isUnknown(Program program, Program.Option option) {
    for (int operands = 0; operands < 4; operands++)
      for (String value : VALUES) {
        String word = word(option, value);
        String answer = answer(program, word, operands);
        String foreign = answer(program, word.replace(option.letter, FOREIGN), operands);
        boolean isRefused = isRefused(answer) && !isRefused(answer(program, null, operands));
        if (!isRefused && !answer.replace(option.letter, FOREIGN).equals(foreign)) return false;
      }
    return true;
  }

  private static boolean isRefused(String answer) {
    return answer.startsWith(USAGE + " ");
  }

  private static String call(Program program, String option, int operands) {
    String answer = answer(program, option, operands);
    return isRefused(answer) ? "refused" : answer;
  }

  /** The exit code and what was said. */
  private static String answer(Program program, String option, int operands) {
    FakePosix posix =
        new FakePosix().setEnvironment("UID=1", "GID=1", "GIDLIST=1", "XDG_RUNTIME_DIR=/run");
    posix.file("/open", "");
    for (int i = 0; i < 5; i++) posix.open(Posix.CWD, CString.of("/open"), OpenFlags.O_RDWR, 0);
    List<byte[]> words = new ArrayList<>();
    words.add(CString.of(program.name));
    if (option != null) words.add(CString.of(option));
    for (int i = 0; i < operands; i++) words.add(CString.of("operand"));
    return run(posix, program, words.toArray(new byte[0][])) + " " + posix.errors();
  }

  /** The exit code; 0 of what waits, works on, and of what became another program. */
  private static int run(FakePosix posix, Program program, byte[][] words) {
    try {
      return program.main.run(busy(posix), program, words);
    } catch (FakePosix.Quiet | FakePosix.Executed | Busy taken) {
      return 0;
    } catch (NullPointerException noValue) {
      // A flag was taken for an option with a value.
      return USAGE;
    }
  }

  /** A daemon has taken its options and goes on. */
  private static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** The kernel, for so many calls as no program needs to refuse an option. */
  private static Posix busy(FakePosix kernel) {
    int[] calls = {0};
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) -> {
              if (++calls[0] > MOST_CALLS) throw new Busy();
              try {
                return method.invoke(kernel, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private static String word(Program.Option option, String value) {
    String word = option.hasLetter() ? "-" + option.letter : "--" + option.longName;
    if (option.value == null) return word;
    return word + (option.hasLetter() ? "" : "=") + value;
  }
}
