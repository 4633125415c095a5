package s6j.svc.ftrig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;

/** Expressions that a C library had better not see. */
class RegexSizeTest {
  private static String problem(String pattern) {
    return RegexSize.problem(CString.of(pattern));
  }

  @Test
  void whatIsUsual() {
    assertNull(problem("a.*b|[^)]{3,7}(x|y)+$"));
    assertNull(problem("x".repeat(65_000)));
    assertNull(problem("(a|b)*".repeat(1000)));
    assertNull(problem("\\(".repeat(1000)));
    assertNull(problem("(a{1,255}){1,255}"));
    assertNull(problem(")))}{"));
    assertNull(problem("\\"));
  }

  @Test
  void nesting() {
    assertNull(problem("(".repeat(250) + "a" + ")".repeat(250)));
    assertEquals("is nested too deeply", problem("(".repeat(251)));
  }

  @Test
  void unrolledRepetitions() {
    assertEquals("is too long", problem("((a{1,200}){1,200}){1,200}"));
    assertEquals("is too long", problem("a{200}{200}{200}"));
    assertEquals("is too long", problem("a{99999999999999999999}b"));
    assertEquals("is too long", problem("(((a{9,}){9,999}){99}){99}"));
  }

  @Test
  void repetitionsOneAfterTheOther() {
    assertEquals("has too many repetitions", problem("(a|b)*".repeat(1001)));
  }

  @Property
  void anyPatternIsJudged(@ForAll byte[] pattern) {
    String problem = RegexSize.problem(pattern);
    assertEquals(problem, RegexSize.problem(pattern.clone()));
  }
}
