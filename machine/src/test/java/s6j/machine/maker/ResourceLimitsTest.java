package s6j.machine.maker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import s6j.posix.CString;

class ResourceLimitsTest {
  private static String parse(String limits) {
    ResourceLimits parser = new ResourceLimits();
    String fault = parser.parse(CString.of(limits));
    return fault == null ? CString.text(parser.options()) : fault;
  }

  @Test
  void lettersWithNumbers() {
    assertEquals("", parse(""));
    assertEquals("-o512 -m1000000 ", parse("o512,m1000000"));
    assertEquals("-o512 -c0 -d7 ", parse("o512;c0 d7"));
    assertEquals("-d= -c0 ", parse(" d=,;c0,"));
    assertEquals("-o18446744073709551615 ", parse("o18446744073709551615"));
  }

  @Test
  void whatIsNoLimit() {
    for (String wrong : new String[] {"o", "=5", "5", "x5", "o5x", "o=5", "o5=", "a1c1", "nofile"})
      assertEquals("syntax error in resource limit string", parse(wrong), wrong);
    assertEquals("resource limit out of range", parse("o18446744073709551616"));
    assertEquals("resource limit out of range", parse("o99999999999999999999"));
    assertEquals("resource limit out of range", parse("o100000000000000000000"));
  }
}
