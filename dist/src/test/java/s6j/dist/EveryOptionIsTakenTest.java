package s6j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * Each option that a program of any room declares is accepted by it, with some value; that it means
 * something is seen to by {@link OptionsHaveEffectsTest}.
 */
class EveryOptionIsTakenTest {
  private static final int LEAST = 400;
  private static final int MOST_CALLS = 500;
  private static final int USAGE = 100;

  private static final List<String> VALUES =
      List.of(
          "1",
          "7",
          "9",
          "a",
          "/",
          "u",
          "up",
          "short",
          ":1",
          "127.0.0.1:514",
          "1h",
          "plain",
          "o1",
          "tree",
          "kill",
          "1:1",
          "text",
          "unix",
          "net",
          "realtime",
          "r:/");

  /** Options that mean something beside another alone, and that one. */
  private static final Map<String, String> BESIDE =
      Map.of(
          "s6-linux-init-shutdown -H", "-h",
          "s6-linux-init-shutdown -P", "-h",
          "s6-confine -E1", "-S@known",
          "s6-confine -l", "-Lr:/");

  @Test
  void noDeclaredOptionIsRefused() {
    List<String> refused = new ArrayList<>();
    int count = 0;
    for (Image image : Image.ALL)
      for (Program program : image.programs().get())
        for (Option option : program.options()) {
          count++;
          if (!isTaken(program, option)) refused.add(program.name + " " + word(option, ""));
        }
    assertEquals(List.of(), refused);
    assertTrue(count >= LEAST, "only " + count);
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
    for (Option option : tool.options()) {
      Option read = reader.option(option.letter);
      if (read == null || (read.value == null) != (option.value == null))
        unknown.add(word(option, ""));
    }
    return unknown;
  }

  private static Program program(String name) {
    for (Image image : Image.ALL)
      for (Program program : image.programs().get()) if (program.name.equals(name)) return program;
    throw new AssertionError("no " + name);
  }

  private static boolean isTaken(Program program, Option option) {
    for (int operands = 0; operands < 4; operands++) {
      if (call(program, null, operands).equals("refused")) continue;
      for (String value : VALUES)
        if (!call(program, word(option, value), operands).equals("refused")) return true;
      return false;
    }
    return !call(program, word(option, VALUES.get(0)), 0).contains("unrecognized");
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
        new FakePosix()
            .setEnvironment("UID=1", "GID=1", "GIDLIST=1", "XDG_RUNTIME_DIR=/run", "operand=1");
    posix.file("/open", "");
    for (int i = 0; i < 5; i++) posix.open(Posix.CWD, CString.of("/open"), OpenFlags.O_RDWR, 0);
    List<byte[]> words = new ArrayList<>();
    words.add(CString.of(program.name));
    String beside = BESIDE.get(program.name + " " + option);
    if (beside != null) words.add(CString.of(beside));
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

  private static String word(Option option, String value) {
    String word = option.hasLetter() ? "-" + option.letter : "--" + option.longName;
    if (option.value == null) return word;
    return word + (option.hasLetter() ? "" : "=") + value;
  }
}
