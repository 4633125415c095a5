package s6j.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import s6j.posix.FakePosix;

class ConnlimitTest {
  private static String call(String... variables) {
    FakePosix posix = Outcome.process().setEnvironment(variables);
    return Outcome.of(posix, Connlimit.declaration(), "prog").line();
  }

  @Test
  void refusesOneConnectionTooMany() {
    assertEquals("exec /bin/prog", call("PROTO=IPC", "IPCCONNNUM=3", "IPCCONNMAX=3"));
    assertEquals("exit 1", call("PROTO=IPC", "IPCCONNNUM=4", "IPCCONNMAX=3"));
    assertEquals("exec /bin/prog", call("PROTO=IPC", "IPCCONNNUM=4"));
  }

  @Test
  void wantsProperVariables() {
    assertEquals("exit 100", call("IPCCONNNUM=4"));
    assertEquals("exit 100", call("PROTO=", "CONNNUM=4"));
    assertEquals("exit 100", call("PROTO=IPC"));
    assertEquals("exit 100", call("PROTO=IPC", "IPCCONNNUM=x"));
    assertEquals("exit 100", call("PROTO=IPC", "IPCCONNNUM=1", "IPCCONNMAX=x"));
  }

  @Test
  void withoutAProgramItOnlyAnswers() {
    FakePosix posix = Outcome.process().setEnvironment("PROTO=TCP", "TCPCONNNUM=1");
    assertEquals("exit 0", Outcome.of(posix, Connlimit.declaration()).line());
  }
}
