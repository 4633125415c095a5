package s6j.supervise;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same, of a supervisor in the process of its scanner. */
class HostedLeavingTest extends LeavingTest {
  @BeforeAll
  static void host() {
    Scene.hosted = true;
  }

  @AfterAll
  static void hostNoMore() {
    Scene.hosted = false;
  }
}
