package s6j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;

class ExeclineScriptTest {
  private static final String SUITE = "/usr/bin";

  private final FakePosix posix = new FakePosix();

  private ExeclineScript scriptIn(String room) {
    posix.program(room + "/execlineb", child -> child.exit(0));
    posix.setEnvironment("PATH=/nowhere").setOwnPath(room + "/s6-x");
    posix.program(room + "/s6-x", child -> child.exit(0));
    return new ScriptPrograms(posix, null, CString.of("s6-x")).script();
  }

  private String quoted(String word) {
    ExeclineScript script = scriptIn(SUITE).quoted(CString.of(word));
    return CString.text(script.toBytes("")).substring("#!/usr/bin/execlineb\n".length());
  }

  @Test
  void wordsAreQuoted() {
    assertEquals("\"${HOME}/sv\"", quoted("${HOME}/sv"));
    assertEquals("\" ~\\0x7f\\0x80\\0x1f\"", quoted(" ~\u007f\u0080\u001f"));
    assertEquals("\"a\\\"b\\\\c\\n\\0x01\\0xff\"", quoted("a\"b\\c\n\1\u00ff"));
    assertEquals("\"\\0x06\\a\\b\\t\\n\\v\\f\\r\\0x0e\"", quoted("\6\7\b\t\n\013\f\r\16"));
  }

  @Test
  void programsAreNamedByPathWherePathDoesNotLeadToThem() {
    byte[] script = scriptIn(SUITE).fill("@s6-x -a @ b@\n").program("s6-x").toBytes(" -P");
    assertEquals(
        "#!/usr/bin/execlineb -P\n/usr/bin/s6-x -a @ b@\n/usr/bin/s6-x", CString.text(script));
  }

  @Test
  void aFirstLineThatIsTooLongIsTheShells() {
    String fits = "/" + "d".repeat(127 - "#!//execlineb -S0\n".length());
    assertEquals(
        "#!" + fits + "/execlineb -S0\nit's",
        CString.text(scriptIn(fits).add("it's").toBytes(" -S0")));
    String longer = fits + "d";
    assertEquals(
        "#!/bin/sh\nexec '" + longer + "/execlineb' -S0 -c 'it'\\''s' \"$@\"\n",
        CString.text(scriptIn(longer).add("it's").toBytes(" -S0")));
  }
}
