package s6j.formats.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.formats.ServiceStatus;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/** What a daemon says of itself, on disk. */
class ToldFileTest {
  private final FakePosix posix = new FakePosix();
  private final ToldFile file = new ToldFile(posix, CString.of("/a"));

  private String read(String content) {
    posix.file("/a/supervise/told", content);
    int answer = file.read();
    return answer == 0 ? file.pid + "|" + CString.text(file.summary()) : String.valueOf(answer);
  }

  @Test
  void whatIsRead() {
    assertEquals("77|serves 5 clients", read("77 ready serves 5 clients\n"));
    assertEquals("77|reloading", read("77 reloading \n"));
    assertEquals("77|stopping: a  b", read("77 stopping a\t\033b\n".replace("\033", "\u001b")));
    assertEquals("77|", read("77 starting \n"));
    for (String bad :
        new String[] {"", "77\n", "77 ready\n", "1 ready x\n", "x ready x\n", "7 up x\n"})
      assertEquals(String.valueOf(KnobReader.INVALID), read(bad), bad);
    assertEquals("77|" + "x".repeat(256), read("77 ready " + "x".repeat(256) + "\n"));
    assertEquals(String.valueOf(KnobReader.INVALID), read("77 ready " + "x".repeat(999) + "\n"));
  }

  @Test
  void whatIsWrittenIsRead() {
    posix.directory("/a/supervise");
    file.pid = 5;
    file.phase = ToldFile.Phase.RELOADING;
    file.text[0] = 'x';
    file.textLength = 1;
    assertEquals(0, file.write());
    assertEquals("5 reloading x\n", posix.text("/a/supervise/told"));
    ServiceStatus status = new ServiceStatus();
    status.pid = 5;
    assertTrue(file.isAbout(status));
    assertEquals(0, file.remove());
    assertEquals(-2, file.read());
  }
}
