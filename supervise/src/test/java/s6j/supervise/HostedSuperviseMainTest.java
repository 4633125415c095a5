package s6j.supervise;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same, of a supervisor in the process of its scanner. */
class HostedSuperviseMainTest extends SuperviseMainTest {
  @BeforeAll
  static void host() {
    Scene.hosted = true;
  }

  @AfterAll
  static void hostNoMore() {
    Scene.hosted = false;
  }

  /** A host has no command line. */
  @Override
  void itNeedsADirectory() {}

  /** What run and finish get is told by the scanner: svscan has the tests of that. */
  @Override
  void hupReleasesTheStreams() {}
}
