package s6j.portable.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import s6j.portable.Outcome;
import s6j.posix.FakePosix;

class SortTest {
  private static String sort(String input, String... options) {
    String[] words = new String[options.length + 1];
    words[0] = "s6-sort";
    System.arraycopy(options, 0, words, 1, options.length);
    FakePosix posix = Outcome.reading(input);
    return Outcome.of(posix, words).replace("exit 0", "") + posix.output();
  }

  @Property
  void linesAreSortedByTheirBytes(
      @ForAll @Size(max = 40)
          List<@Chars({'a', 'B', '\0', ' ', '\u00e9'}) @StringLength(max = 4) String> lines) {
    List<String> sorted = new ArrayList<>(lines);
    sorted.sort(
        Comparator.comparing(
            line -> line.getBytes(StandardCharsets.ISO_8859_1), Arrays::compareUnsigned));
    assertEquals(joined(sorted), sort(joined(lines)));
    List<String> once = sorted.stream().distinct().toList();
    assertEquals(joined(once), sort(joined(lines), "-u"));
    assertEquals("", sort(joined(sorted), "-c"));
    assertEquals("", sort(joined(once), "-cu"));
  }

  private static String joined(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  @Test
  void options() {
    assertEquals("b\na\n", sort("a\nb", "-r"));
    assertEquals("B\na\n", sort("a\nB\n"));
    assertEquals("a\nB\n", sort("B\na\n", "-f"));
    assertEquals("  a\n b\n\tc\n", sort("\tc\n  a\n b\n", "-b"));
    assertEquals("a\0b\0", sort("b\0a", "-0"));
    assertEquals("exit 1", sort("b\na\n", "-c"));
    assertEquals("exit 1", sort("a\na\n", "-cu"));
    assertEquals("exit 1", sort("a\0b\na\0a\n", "-c"));
  }

  @Test
  void longInputsAreReadInPieces() {
    String line = "x".repeat(100_000);
    assertEquals(line + "a\n" + line + "b\n", sort(line + "b\n" + line + "a"));
  }
}
