package s6j.formats.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import s6j.formats.ByteSink;
import s6j.posix.CString;

class AssignmentsTest {
  /** All assignments, or the line of the error. */
  private static String read(String file) {
    Assignments assignments = new Assignments(CString.of(file));
    if (!assignments.read()) return "line " + assignments.line();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < assignments.count(); i++)
      text.append(CString.text(assignments.name(i)))
          .append('=')
          .append(CString.text(assignments.value(i)))
          .append(';');
    return text.toString();
  }

  @Test
  void blanksAndComments() {
    assertEquals("A=b c;B=;", read(" A = b c \t\n# x\n\nB=\n"));
    assertEquals("A=b#c=d'e;", read("A=b#c=d'e"));
    assertEquals("A#=x;A-b.c/d=y;", read("A#=x\r\nA-b.c/d=y\r\n"));
    assertEquals("A=b;", read("A=b\n\0C=d"));
  }

  @Test
  void quotes() {
    assertEquals("A=a b  ;", read("A=\"a b  \"  \n"));
    assertEquals("A=abc;", read("A=\"a\"b\"c\""));
    assertEquals("A=\t\nA\"\\;", read("A=\"\\t\\n\\x41\\\"\\\\\""));
    assertEquals("A=Aq9;", read("A=\"\\101\\q\\9\""));
    assertEquals("A=a;", read("A=\"a\\0b\""));
  }

  @Test
  void joinedLines() {
    assertEquals("A=b c;", read("A=b\\\n c"));
    assertEquals("A=bc;", read("A=\"b\\\nc\""));
    assertEquals("A= b ;", read("A=\\ b\\ \n"));
  }

  @Test
  void faultsHaveTheirLine() {
    assertEquals("line 2", read("A=1  \nB\n"));
    assertEquals("line 1", read("=x"));
    assertEquals("line 1", read("A b=x"));
    assertEquals("line 1", read("A=\"b\nc\""));
    assertEquals("line 1", read("A=b\\q"));
    assertEquals("line 1", read("A=\"\\x4\""));
    assertEquals("line 3", read("A=b\\\nc\nB'=\n"));
  }

  @Property(tries = 200)
  void whatIsWrittenInOctalComesBack(
      @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 255) Integer> bytes) {
    ByteSink file = new ByteSink(100).put("A = \"");
    ByteSink value = new ByteSink(100);
    for (int b : bytes) {
      value.put(b);
      file.put('\\').put('0' + (b >> 6)).put('0' + (b >> 3 & 7)).put('0' + (b & 7));
    }
    Assignments assignments = new Assignments(file.put("\"\n").copy());
    assertTrue(assignments.read());
    assertArrayEquals(value.copy(), assignments.value(0));
  }
}
