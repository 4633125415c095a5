package s6j.formats.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/** S6J_LIVE names the live directory. */
class LivePathTest {
  private static String in(String... environment) {
    FakePosix posix = new FakePosix();
    posix.setEnvironment(environment);
    return CString.text(LivePath.of(posix));
  }

  @Test
  void isTheVariableElseTheUsualPlace() {
    assertEquals("/run/s6-rc", in());
    assertEquals("/run/s6-rc", in("S6J_LIVE=", "S6J_LIVER=/x"));
    assertEquals("/run/user/live", in("A=b", "S6J_LIVE=/run/user/live"));
  }
}
