package s6j.log.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import s6j.log.Logger;
import s6j.posix.FakePosix;

/** However the bytes come, the lines are those of a naive reading of them. */
class LineSplitterTest {
  @Property
  void equalsTheNaiveModel(
      @ForAll @StringLength(max = 300) @CharRange(from = 'a', to = 'c') String text,
      @ForAll @Size(max = 40) List<@IntRange(max = 300) Integer> ends,
      @ForAll @Size(min = 1, max = 10) List<@IntRange(min = 1, max = 70) Integer> reads,
      @ForAll @IntRange(max = 60) int limit,
      @ForAll @IntRange(min = 4, max = 64) int capacity) {
    StringBuilder input = new StringBuilder(text);
    for (int i = 0; i < ends.size(); i++)
      if (ends.get(i) < input.length()) input.setCharAt(ends.get(i), i % 3 == 0 ? '\0' : '\n');
    assertEquals(naive(input.toString(), limit), split(input.toString(), limit, capacity, reads));
  }

  @Test
  void aLineAsLongAsTheLimitIsWhole() {
    assertEquals(List.of("aaaa", "b"), split("aaaa\nb\n", 4, 8, List.of(3)));
  }

  @Test
  void whatIsLongerIsSplitAfterTheLimit() {
    assertEquals(List.of("aaaa", "a"), split("aaaaa\n", 4, 8, List.of(8)));
  }

  @Test
  void aLineTheBufferCannotHoldComesInPieces() {
    LineSplitter splitter = splitter("0123456789\n", 0, 4);
    splitter.read(0, 100);
    assertEquals("true 0123 true false", piece(splitter));
    splitter.read(0, 100);
    assertEquals("true 4567 false false", piece(splitter));
    splitter.read(0, 100);
    assertEquals("true 89 false true", piece(splitter));
  }

  @Property
  void plainLinesAreTheLines(
      @ForAll @StringLength(max = 200) @CharRange(from = 'a', to = 'c') String text,
      @ForAll @Size(max = 40) List<@IntRange(max = 200) Integer> ends,
      @ForAll @IntRange(min = 1, max = 20) int limit) {
    StringBuilder input = new StringBuilder(text);
    for (int end : ends) if (end < input.length()) input.setCharAt(end, '\n');
    LineSplitter splitter = splitter(input.toString(), limit, 256);
    splitter.read(0, 256);
    int end = splitter.endOfPlainLines();
    String whole = input.substring(0, input.lastIndexOf("\n") + 1);
    boolean plain = !whole.isEmpty();
    for (String line : whole.split("\n", -1)) plain &= line.length() <= limit;
    assertEquals(plain ? whole.length() : -1, end);
  }

  /** Lines that are copied many at once end up as those that are handed out one by one. */
  @Property
  void copiedLinesAreTheLines(
      @ForAll @StringLength(max = 400) @CharRange(from = 'a', to = 'e') String text,
      @ForAll @Size(max = 60) List<@IntRange(max = 400) Integer> ends,
      @ForAll @IntRange(min = 48, max = 80) int limit,
      @ForAll @IntRange(max = 4) int script) {
    StringBuilder input = new StringBuilder(text);
    for (int end : ends) if (end < input.length()) input.setCharAt(end, '\n');
    String[] words = SCRIPTS[script];
    StringBuilder wanted = new StringBuilder();
    for (String line : naive(input.toString(), limit))
      if (selects(script, line)) wanted.append(script > 2 ? "head " : "").append(line).append('\n');
    FakePosix kernel = Logger.feed(new FakePosix(), input.toString());
    String[] line = new String[words.length + 3];
    line[0] = "-l" + limit;
    line[1] = "--";
    System.arraycopy(words, 0, line, 2, words.length);
    line[line.length - 1] = "/d";
    Logger.run(kernel, line);
    assertEquals(wanted.toString(), Logger.contents(kernel, "/d"));
  }

  private static final String[][] SCRIPTS = {
    {"+"}, {"-ab"}, {"-", "+c.*d"}, {"phead", "-ab"}, {"phead", "-", "+ba$"}
  };

  private static boolean selects(int script, String line) {
    return switch (script) {
      case 1, 3 -> !line.contains("ab");
      case 2 -> line.indexOf('c') >= 0 && line.lastIndexOf('d') > line.indexOf('c');
      case 4 -> line.endsWith("ba");
      default -> true;
    };
  }

  private static String piece(LineSplitter splitter) {
    boolean found = splitter.next();
    return found + " " + text(splitter) + " " + splitter.first + " " + splitter.last;
  }

  private static String text(LineSplitter splitter) {
    StringBuilder text = new StringBuilder();
    for (int i = splitter.from; i < splitter.to; i++) text.append((char) splitter.buffer[i]);
    return text.toString();
  }

  private static LineSplitter splitter(String input, int limit, int capacity) {
    return new LineSplitter(Logger.feed(new FakePosix(), input), capacity, limit);
  }

  private static List<String> split(String input, int limit, int capacity, List<Integer> reads) {
    LineSplitter splitter = splitter(input, limit, capacity);
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    boolean more = true;
    for (int i = 0; more; i++) {
      more = splitter.read(0, reads.get(i % reads.size())) > 0;
      if (!more) splitter.finish();
      while (splitter.next()) {
        if (splitter.first) line.setLength(0);
        line.append(text(splitter));
        if (splitter.last) lines.add(line.toString());
      }
    }
    return lines;
  }

  private static List<String> naive(String input, int limit) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (char c : input.toCharArray()) {
      boolean ends = c == '\n' || c == 0;
      if (ends || limit > 0 && line.length() == limit) {
        lines.add(line.toString());
        line.setLength(0);
      }
      if (!ends) line.append(c);
    }
    if (line.length() > 0) lines.add(line.toString());
    return lines;
  }
}
