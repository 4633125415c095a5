package s6j.supervise;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same, of a supervisor in the process of its scanner. */
class HostedChildNotesTest extends ChildNotesTest {
  @BeforeAll
  static void host() {
    Scene.hosted = true;
  }

  @AfterAll
  static void hostNoMore() {
    Scene.hosted = false;
  }

  /** A host does not wait for it: it asks again. */
  @Override
  void aChildThatIsBeginningHasASecond(long millis, int code, long waited) {}
}
