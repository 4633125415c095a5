package s6j.supervise;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same, of a supervisor in the process of its scanner. */
class HostedSuperviseTroubleTest extends SuperviseTroubleTest {
  @BeforeAll
  static void host() {
    Scene.hosted = true;
  }

  @AfterAll
  static void hostNoMore() {
    Scene.hosted = false;
  }

  /** Who has no streams of its own gives none away. */
  @Override
  void aFailureIsToldAndTheServiceGoesOn(String call, String letter, String told) {
    if (!call.equals("dup2")) super.aFailureIsToldAndTheServiceGoesOn(call, letter, told);
  }
}
