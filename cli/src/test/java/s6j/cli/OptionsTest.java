package s6j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;

/** The two families of command lines (spec 0.4): sgetopt's, and gol's with long names. */
class OptionsTest {
  private enum Style {
    CLUSTERED,
    ATTACHED,
    NEXT_WORD,
    LONG
  }

  /** An option as it is meant and how it is written; a null value is a flag's. */
  private record Given(char letter, String value, Style style) {
    String meaning() {
      return value == null ? "-" + letter : "-" + letter + " " + value;
    }

    String longName() {
      return letter == 'a' ? "all" : letter == 'b' ? "both" : letter == 't' ? "timeout" : "name";
    }
  }

  private static Program sgetopt() {
    return new Program("s6-x", "x", "[ -a ]", "tests", (posix, program, arguments) -> 0)
        .flag('a', "a flag")
        .flag('b', "another")
        .value('t', "timeout", "a value")
        .value('n', "name", "another");
  }

  private static Program gol() {
    return new Program("s6-y", "y", "[ -a ]", "tests", (posix, program, arguments) -> 0)
        .flag('a', "all", "a flag")
        .flag('b', "both", "another")
        .value('t', "timeout", "timeout", "a value")
        .value('n', "name", "name", "another");
  }

  /** The options that were read, then WRONG or the operands. */
  private static List<String> read(Program program, String... words) {
    byte[][] arguments = new byte[words.length + 1][];
    arguments[0] = CString.of(program.name);
    for (int i = 0; i < words.length; i++) arguments[i + 1] = CString.of(words[i]);
    Options options = new Options(program, arguments);
    List<String> found = new ArrayList<>();
    for (int letter = options.next(); letter != Options.END; letter = options.next()) {
      if (letter == Options.WRONG) return append(found, "WRONG");
      byte[] value = options.value();
      found.add("-" + (char) letter + (value == null ? "" : " " + CString.text(value)));
    }
    for (int i = options.firstOperand(); i < arguments.length; i++)
      found.add(CString.text(arguments[i]));
    return found;
  }

  private static List<String> append(List<String> list, String last) {
    list.add(last);
    return list;
  }

  private static void reads(Program program, List<String> wanted, String... words) {
    assertEquals(wanted, read(program, words));
  }

  @Test
  void clustersAndValues() {
    for (Program program : new Program[] {sgetopt(), gol()}) {
      reads(program, List.of("-a", "-b", "-t 5", "x"), "-abt5", "x");
      reads(program, List.of("-a", "-t 5", "x"), "-at", "5", "x");
      reads(program, List.of("-t ab", "-a", "x"), "-tab", "-a", "x");
      reads(program, List.of("-t -a", "x"), "-t", "-a", "x");
      reads(program, List.of("-t ", "x"), "-t", "", "x");
      reads(program, List.of("-a", "-a"), "-aa");
      reads(program, List.of("-a", "WRONG"), "-azb");
      reads(program, List.of("-a", "WRONG"), "-a-");
    }
  }

  @Test
  void operandsEndTheOptions() {
    for (Program program : new Program[] {sgetopt(), gol()}) {
      reads(program, List.of());
      reads(program, List.of("x", "-a"), "x", "-a");
      reads(program, List.of("-a", "-", "-b"), "-a", "-", "-b");
      reads(program, List.of("-a", "-b"), "-a", "--", "-b");
      reads(program, List.of("--", "x"), "--", "--", "x");
      reads(program, List.of("", "-a"), "", "-a");
    }
  }

  @Test
  void optionsBehindOperands() {
    byte[][] words = new byte[][] {{'x'}, {'a'}, {'-', 'a'}, {'b'}, {'-', '-'}, {'-', 'b'}};
    Options options = new Options(gol(), words);
    assertEquals(Options.END, options.next());
    assertEquals("a", CString.text(options.operand()));
    assertEquals('a', options.next());
    assertEquals(Options.END, options.next());
    assertEquals("b", CString.text(options.operand()));
    assertEquals(Options.END, options.next());
    assertEquals("-b", CString.text(options.operand()));
    assertEquals(Options.END, options.next());
    assertEquals(null, options.operand());
  }

  @Test
  void aMissingValueIsWrongOrPassedOver() {
    reads(sgetopt(), List.of("-a", "WRONG"), "-at");
    reads(sgetopt(), List.of("-t --", "x"), "-t", "--", "x");
    reads(gol(), List.of("-a"), "-at");
    reads(gol(), List.of("-a", "x"), "-at", "--", "x");
  }

  @Test
  void longNames() {
    reads(gol(), List.of("-a", "-t 5", "-b", "x"), "--all", "--timeout=5", "-b", "x");
    reads(gol(), List.of("-t ", "-n a=b"), "--timeout=", "--name=a=b");
    reads(gol(), List.of("WRONG"), "--timeout", "5");
    reads(gol(), List.of("WRONG"), "--all=1");
    reads(gol(), List.of("WRONG"), "--al");
    reads(gol(), List.of("WRONG"), "--alls");
    reads(gol(), List.of("WRONG"), "--=x");
    reads(sgetopt(), List.of("WRONG"), "--all");
    reads(sgetopt(), List.of("-a", "WRONG"), "-a", "--timeout=5");
  }

  @Test
  void bytesOfAnyKindAreNoOptions() {
    reads(sgetopt(), List.of("WRONG"), "-\u00ff");
    reads(gol(), List.of("-t \u00ff"), "-t\u00ff");
  }

  @Provide
  Arbitrary<List<Given>> options() {
    Arbitrary<Given> flags =
        Combinators.combine(Arbitraries.of('a', 'b'), Arbitraries.of(Style.class))
            .as((letter, style) -> new Given(letter, null, style));
    Arbitrary<String> texts = Arbitraries.strings().withChars("ab-=t0 ").ofMaxLength(4);
    Arbitrary<Given> values =
        Combinators.combine(Arbitraries.of('t', 'n'), texts, Arbitraries.of(Style.class))
            .as(Given::new);
    return Arbitraries.oneOf(List.of(flags, values)).list().ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<String>> operands() {
    return Arbitraries.strings().withChars("ab-=t0").ofMaxLength(3).list().ofMaxSize(3);
  }

  @Property
  void everyWayOfWritingMeansTheSame(
      @ForAll("options") List<Given> options,
      @ForAll("operands") List<String> operands,
      @ForAll boolean longNames) {
    List<String> words = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    for (Given option : options) {
      write(option, words, longNames);
      wanted.add(option.meaning());
    }
    words.add("--");
    words.addAll(operands);
    wanted.addAll(operands);
    reads(longNames ? gol() : sgetopt(), wanted, words.toArray(new String[0]));
  }

  /** A clustered option joins the flags of the word before; an empty value needs its own word. */
  private static void write(Given option, List<String> words, boolean longNames) {
    boolean needsLong = longNames && "--".equals(option.value) && option.style == Style.NEXT_WORD;
    if (longNames && option.style == Style.LONG || needsLong) {
      words.add("--" + option.longName() + (option.value == null ? "" : "=" + option.value));
      return;
    }
    int last = words.size() - 1;
    if (option.style == Style.CLUSTERED && last >= 0 && words.get(last).matches("-[ab]+"))
      if (isFlags(words, last)) {
        words.set(last, words.get(last) + option.letter);
        addValue(option, words);
        return;
      }
    words.add("-" + option.letter);
    addValue(option, words);
  }

  /** Whether a word of flags is one, and not the value of the word before. */
  private static boolean isFlags(List<String> words, int place) {
    return place == 0 || !words.get(place - 1).matches("-[ab]*[tn]");
  }

  private static void addValue(Given option, List<String> words) {
    if (option.value == null) return;
    boolean attached = !option.value.isEmpty() && option.style != Style.NEXT_WORD;
    if (!attached) words.add(option.value);
    else words.set(words.size() - 1, words.get(words.size() - 1) + option.value);
  }
}
