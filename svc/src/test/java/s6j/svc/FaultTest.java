package s6j.svc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;

/** No single failing system call makes a client hang or claim what is not so. */
class FaultTest {
  @Test
  void aWaitEndsWhateverFails() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix fake = new FakePosix();
              Supervisor a = new Supervisor(fake, "/a");
              fake.after(50, () -> a.become(true, false, "u"));
              Posix posix = faulty.around(fake);
              int code = Called.run(posix, "s6-svwait", "-u", "-t", "1000", "/a");
              assertTrue(code == 0 || code == 111 || code == 99, faulty.failed() + " " + code);
            });
    assertTrue(calls > 10, "the story makes many calls");
  }

  @Test
  void svcSaysSoIfItsLettersDoNotArrive() {
    FaultyPosix.sweep(
        faulty -> {
          FakePosix fake = new FakePosix();
          Supervisor a = new Supervisor(fake, "/a");
          int code = Called.run(faulty.around(fake), "s6-svc", "-u", "/a");
          boolean arrived = a.commands().equals("u");
          assertTrue(code != 0 || arrived, faulty.failed());
        });
  }

  @Test
  void aLinkThatFailsIsUndone() {
    FaultyPosix.sweep(
        faulty -> {
          FakePosix fake = new FakePosix();
          Scanner scanner = new Scanner(fake, "/scan");
          fake.file("/real/a/run", new byte[0], 0755);
          scanner.superviseWhenTold("/real/a");
          int code = Called.run(faulty.around(fake), "s6-svlink", "-t", "1000", "/scan", "/real/a");
          boolean linked = fake.exists("/scan/a");
          if (faulty.failed() == null) assertEquals(0, code);
          if (code == 0) assertTrue(linked, faulty.failed());
          else if (!"unlink".equals(nameOf(faulty)))
            assertEquals(List.of(".s6-svscan"), fake.names("/scan"), faulty.failed());
        });
  }

  private static String nameOf(FaultyPosix faulty) {
    String failed = faulty.failed();
    return failed == null ? "" : failed.replaceAll("[^a-zA-Z].*", "");
  }
}
