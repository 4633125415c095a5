package s6j.front.toml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import s6j.formats.ByteSink;
import s6j.formats.ExeclineLexer;
import s6j.front.shell.Execline;
import s6j.front.shell.SimpleCommand;

/** Words stay what they are through the lexers they are written for. */
class QuotingTest {
  @Property(tries = 1000)
  void execlineReadsTheWords(@ForAll List<String> any) {
    List<String> words = any.stream().map(word -> "w" + word.replace("\0", "")).toList();
    byte[] line = Execline.line(words).getBytes(StandardCharsets.UTF_8);
    ByteSink strings = new ByteSink(64);
    ExeclineLexer lexer = new ExeclineLexer(line, line.length, strings);
    assertEquals(ExeclineLexer.Verdict.GOOD, lexer.read());
    String read = new String(strings.copy(), StandardCharsets.UTF_8);
    List<String> expected = new ArrayList<>(words);
    String ascii = String.join("\0", expected) + (words.isEmpty() ? "" : "\0");
    assertEquals(new String(ascii.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8), read);
  }

  @Test
  void timesAndNearNames() {
    assertEquals(300, Duration.parse("300ms"));
    assertEquals(120000, Duration.parse("2m"));
    assertEquals(-1, Duration.parse("2 weeks"));
    assertEquals(-1, Duration.parse("9999999999h"));
    assertEquals("did you mean needs?", Nearest.hint("nedes", List.of("needs", "user")));
    assertEquals("", Nearest.hint("frobnicate", List.of("needs", "user")));
  }

  @Test
  void theShellIsReplacedBySimpleCommandsOnly() {
    assertEquals("exec a b\n", SimpleCommand.replacing("a b\n"));
    for (String text : List.of("exec a\n", "a; b\n", "A=1 b\n", "if x\n", "a\nb\n", "a | b\n"))
      assertEquals(text, SimpleCommand.replacing(text));
  }
}
