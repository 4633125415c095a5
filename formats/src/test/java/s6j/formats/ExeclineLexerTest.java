package s6j.formats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.posix.CString;

class ExeclineLexerTest {
  /** Words shown with | behind each, as the reference stores them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "echo hello~echo|hello|",
        "  echo\thello # comment~echo|hello|",
        "echo a#b #c~echo|a#b|",
        "echo \"x y\" z~echo|x y|z|",
        "echo 'x y'~echo|'x|y'|",
        "echo \"\"~echo||",
        "a\"b c\"d~ab cd|",
        "echo \\\"q\\\" a\\nb~echo|\"q\"|anb|",
        "if { a } b~if| a||b|",
        "if { if { a } b } c { }~if| if|  a| | b||c||",
        "echo {} }x {y~echo|{}|}x|{y|",
        "\"\\0x41\\65\\0101\"~AAA|",
        "a \\~a|",
        "# only a comment~``"
      })
  void wordsAreSplitAsTheReferenceDoes(String script, String words) {
    ByteSink pool = new ByteSink(64);
    ExeclineLexer lexer = lexer(script, pool);
    assertEquals(ExeclineLexer.Verdict.GOOD, lexer.read());
    assertEquals(words, CString.text(barred(pool)));
    assertEquals(words.chars().filter(c -> c == '|').count(), lexer.count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "if { true~UNMATCHED_OPEN~4",
        "if true }~UNMATCHED_CLOSE~9",
        "echo \"abc~SYNTAX~6",
        "if {~SYNTAX~4",
        "a\\~SYNTAX~3",
        "\"\\0\"~SYNTAX~4",
        "\"\\999\"~SYNTAX~6"
      })
  void errorsAreNoticedAtTheirPlace(String script, ExeclineLexer.Verdict verdict, int column) {
    ExeclineLexer lexer = lexer(script, new ByteSink(64));
    assertEquals(verdict, lexer.read());
    assertEquals(1, lexer.errorLine());
    assertEquals(column, lexer.errorColumn());
  }

  @Property
  void everyInputEnds(@ForAll byte[] script) {
    ByteSink pool = new ByteSink(64);
    ExeclineLexer lexer = new ExeclineLexer(script, script.length, pool);
    if (lexer.read() != ExeclineLexer.Verdict.GOOD) return;
    int ends = 0;
    for (byte b : pool.copy()) if (b == 0) ends++;
    assertEquals(lexer.count(), ends);
  }

  /** Whatever stands before a NUL: what stands behind it is not read. */
  @Property
  void aNulEndsTheScript(@ForAll("scripts") String before, @ForAll("scripts") String behind) {
    ByteSink whole = new ByteSink(64);
    ByteSink cut = new ByteSink(64);
    assertEquals(lexer(before, cut).read(), lexer(before + "\0" + behind, whole).read());
    assertArrayEquals(cut.copy(), whole.copy());
  }

  @Provide
  Arbitrary<String> scripts() {
    return Arbitraries.strings().withChars("{}\"\\ \n#$0x1ab").ofMaxLength(12);
  }

  private static ExeclineLexer lexer(String script, ByteSink pool) {
    return new ExeclineLexer(CString.of(script), script.length(), pool);
  }

  private static byte[] barred(ByteSink pool) {
    byte[] bytes = pool.copy();
    for (int i = 0; i < bytes.length; i++) if (bytes[i] == 0) bytes[i] = '|';
    return bytes;
  }
}
