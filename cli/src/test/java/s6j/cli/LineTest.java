package s6j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import s6j.posix.FakePosix;

/** The two families of command lines (spec 0.4): sgetopt's, and gol's with long names. */
class LineTest {
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

  private static final Option ALL = Option.flag('a', "all", "a flag");
  private static final Option TIMEOUT = Option.value('t', "timeout", "ms", "a value");
  private static final Option PLAIN = Option.flag('a', "a flag");
  private static final Option OTHER = Option.flag('b', "another");
  private static final Option NUMBER = Option.value('n', "n", "a number").number(2, 9);
  private static final Option LATE = Option.value('l', "ms", "another").complaint("l is none");
  private static final Option MODE = Option.value('m', "mode", "one more").octal();

  private static Program program(String name) {
    return new Program(name, null, "[ -a ]", "tests", (posix, program, arguments) -> 0);
  }

  private static Program sgetopt() {
    return program("s6-x")
        .options(
            PLAIN,
            OTHER,
            Option.value('t', "timeout", "a value"),
            Option.value('n', "name", "another"));
  }

  private static Program gol() {
    return program("s6-y")
        .options(ALL, Option.flag('b', "both", "another"), TIMEOUT)
        .options(Option.value('n', "name", "name", "another"), Option.flag("only", "no letter"));
  }

  private static Program numbers() {
    return program("s6-z").options(PLAIN, OTHER, NUMBER, LATE, MODE);
  }

  private final FakePosix posix = new FakePosix();

  private Line line(Program program, String... words) {
    byte[][] arguments = new byte[words.length + 1][];
    arguments[0] = CString.of(program.name);
    for (int i = 0; i < words.length; i++) arguments[i + 1] = CString.of(words[i]);
    return program.open(arguments, new Messages(posix, arguments[0]));
  }

  /** The options that were read, then WRONG or the operands. */
  private List<String> read(Program program, String... words) {
    Line line = line(program, words);
    List<String> found = new ArrayList<>();
    for (Line.Given given = line.first(); given != null; given = given.next()) {
      String name = given.option.hasLetter() ? "-" + given.option.letter : given.option.longName;
      found.add(name + (given.value == null ? "" : " " + CString.text(given.value)));
    }
    if (line.isWrong()) return append(found, "WRONG");
    for (byte[] operand : line.operands(0)) found.add(CString.text(operand));
    return found;
  }

  private static List<String> append(List<String> list, String last) {
    list.add(last);
    return list;
  }

  private void reads(Program program, List<String> wanted, String... words) {
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
    Program program = gol().takingOptionsAnywhere();
    reads(program, List.of("-a", "a", "b", "-b"), "a", "-a", "b", "--", "-b");
    reads(program, List.of("-a", "WRONG"), "a", "-a", "b", "-z");
  }

  @Test
  void theUnknownIsPassedOver() {
    Program program = sgetopt().passingOverUnknown();
    reads(program, List.of("-a", "-b", "x"), "-azb", "-z", "--zz", "x");
  }

  @Test
  void whatWasGiven() {
    Line line = line(sgetopt(), "-a", "-b", "-t1", "-bt2", "x", "y");
    assertTrue(line.has(PLAIN));
    assertFalse(line.has(ALL));
    assertEquals(2, line.count(OTHER));
    assertSame(OTHER, line.last(PLAIN, OTHER));
    assertTrue(line.first().isAmong(new Option[] {OTHER, PLAIN}));
    assertFalse(line.first().isAmong(new Option[] {OTHER}));
    assertNull(line.last(ALL));
    assertTrue(line.chose(OTHER, PLAIN));
    assertFalse(line.chose(PLAIN, OTHER));
    assertFalse(line.chose(ALL, PLAIN));
    assertEquals(2, line.operandCount());
    assertEquals("y", CString.text(line.operand(1)));
    assertNull(line.operand(2));
    assertEquals(1, line.operands(1).length);
    assertEquals(5, line.firstOperand());
    assertTrue(line.isNamed(1));
    assertFalse(line.isNamed(2));
    assertFalse(line(sgetopt(), "").isNamed(0));
    assertEquals(0, line.judge(2));
    assertEquals(100, line.judge(3));
    assertTrue(line.refused());
  }

  @Test
  void aWrongNumberIsWrongUse() {
    for (String value : new String[] {"x", "", "1", "10", "-1", "4294967296"}) {
      reads(numbers(), List.of("-a", "WRONG"), "-a", "-n", value, "-b");
      assertEquals(100, line(numbers(), "-n", value).judge(0));
    }
    assertEquals("s6-z: usage: s6-z [ -a ]\n".repeat(6), posix.errors());
    assertEquals(9, line(numbers(), "-n2", "-n9").number(NUMBER, 5));
    assertEquals(5, line(numbers()).number(NUMBER, 5));
    assertEquals(2, line(numbers(), "-n2").first().number());
  }

  @Test
  void aLateNumberIsComplainedOfOnceAndAfterWhatIsWrong() {
    Line line = line(numbers(), "-lx", "-ly", "-m", "8");
    assertEquals(0, line.judge(0));
    assertEquals(7, line.number(LATE, 7));
    assertEquals(0600, line.number(MODE, 0600));
    assertEquals(100, line.exitCode());
    line = line(numbers(), "-ly", "-z");
    assertEquals(100, line.judge(0));
    assertEquals(1, line.number(LATE, 1));
    line = line(numbers(), "-lx", "-l5", "-m644");
    assertEquals(5, line.number(LATE, 7));
    assertEquals(0644, line.number(MODE, 0600));
    assertFalse(line.refused());
    line = line(numbers(), "-ly");
    line.check(MODE);
    assertFalse(line.refused());
    line.check(MODE, LATE);
    assertTrue(line.refused());
    line = line(numbers(), "-mx");
    assertEquals(0, line.number(MODE, 0));
    String usage = "s6-z: usage: s6-z [ -a ]\n";
    assertEquals(
        "s6-z: fatal: l is none\n" + usage + "s6-z: fatal: l is none\n" + usage, posix.errors());
  }

  @Test
  void whatIsNotKnownIsNamed() {
    for (String word : new String[] {"-az", "--no", "--no=1", "--all=1", "--=1"})
      assertEquals(100, line(gol(), word).judge(0));
    assertEquals(
        """
        s6-y: fatal: unrecognized short option: z
        s6-y: fatal: unrecognized boolean option: --no
        s6-y: fatal: unrecognized option with argument: --no=1
        s6-y: fatal: unrecognized option with argument: --all=1
        s6-y: fatal: invalid option: --=1
        """,
        posix.errors());
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
    reads(gol(), List.of("only"), "--only");
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
