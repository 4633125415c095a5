package s6j.formats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import s6j.formats.files.StatusFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;

class ServiceStatusTest {
  private final FakePosix posix = new FakePosix().directory("/service/supervise");
  private final int service = posix.open(Posix.CWD, CString.of("/service"), 0, 0);

  @Property
  void whatIsWrittenIsRead(
      @ForAll @LongRange(min = 0, max = 9_000_000_000_000_000_000L) long stamp,
      @ForAll @LongRange(min = 0, max = 9_000_000_000_000_000_000L) long ready,
      @ForAll @IntRange int pid,
      @ForAll @IntRange(max = 65535) int waitStatus,
      @ForAll @IntRange(max = 15) int flags) {
    ServiceStatus status = new ServiceStatus();
    status.stampNanos = stamp;
    status.readyNanos = ready;
    status.pid = pid;
    status.waitStatus = waitStatus;
    status.paused = (flags & 1) != 0;
    status.finishing = (flags & 2) != 0;
    status.wantUp = (flags & 4) != 0;
    status.ready = (flags & 8) != 0;
    byte[] bytes = new byte[ServiceStatus.SIZE + 2];
    status.encode(bytes, 1);
    assertEquals(flags, bytes[35]);
    ServiceStatus again = new ServiceStatus();
    again.decode(bytes, 1);
    assertEquals(facts(status), facts(again));
    assertEquals(List.of(stamp, ready), List.of(again.stampNanos, again.readyNanos));
    assertEquals(waitStatus, again.waitStatus);
  }

  /** Every state of a real s6-supervise, told as s6-svstat told it. */
  @Test
  void theReferenceTellsTheSame() {
    List<String> lines = Golden.lines("status.txt");
    assertEquals(12, lines.size());
    for (String line : lines) {
      String[] words = line.split(" ", 3);
      byte[] bytes = Golden.bytes(words[1]);
      posix.file("/service/supervise/status", bytes, 0644);
      ServiceStatus status = new ServiceStatus();
      assertEquals(0, new StatusFile(posix).read(service, ServiceDirectory.STATUS, status));
      assertEquals(words[2], facts(status), words[0]);
      assertEquals(0, new StatusFile(posix).write(service, status));
      assertArrayEquals(bytes, posix.bytes("/service/supervise/status"), words[0]);
    }
  }

  private static String facts(ServiceStatus status) {
    return String.join(
        " ",
        String.valueOf(status.isUp()),
        String.valueOf(status.wantUp),
        String.valueOf(status.isUpAndReady()),
        String.valueOf(status.paused && status.startedOnce()),
        String.valueOf(status.isUp() ? status.pid : -1),
        String.valueOf(status.exitCode()),
        String.valueOf(status.signal() == 0 ? -1 : status.signal()),
        label(status.stampNanos),
        label(status.readyNanos));
  }

  private static String label(long moment) {
    byte[] label = new byte[Tai64n.LABEL_SIZE];
    Tai64n.label(moment, label, 0);
    return CString.text(label);
  }

  @Test
  void beginsAsTheReferenceDoes() {
    ServiceStatus status = new ServiceStatus();
    byte[] bytes = new byte[ServiceStatus.SIZE];
    status.begin(0, true);
    status.encode(bytes, 0);
    assertEquals(0x0d, bytes[34]);
    status.begin(0, false);
    status.encode(bytes, 0);
    assertEquals(0x09, bytes[34]);
  }

  @Test
  void readersTakeTheirSizeAndNoLess() {
    StatusFile file = new StatusFile(posix);
    ServiceStatus status = new ServiceStatus();
    assertEquals(-Errno.ENOENT, file.read(service, ServiceDirectory.STATUS, status));
    posix.file("/service/supervise/status", new byte[34], 0644);
    assertEquals(-Errno.EPIPE, file.read(service, ServiceDirectory.STATUS, status));
    posix.file("/service/supervise/status", new byte[43], 0644);
    assertEquals(0, file.read(service, ServiceDirectory.STATUS, status));
    assertEquals(List.of("3 /service"), posix.openDescriptors());
    assertEquals(List.of(), posix.complaints());
  }

  @Test
  void aFailureLeavesTheOldStatus() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix kernel = new FakePosix().file("/supervise/status", "old");
              int written = new StatusFile(faulty.around(kernel)).write(Posix.CWD, begun());
              boolean late = faulty.failed() == null || faulty.failed().startsWith("close");
              assertEquals(late, written == 0);
              assertEquals(late ? 35 : 3, kernel.bytes("/supervise/status").length);
              assertEquals(List.of("status"), kernel.names("/supervise"));
              assertEquals(List.of(), kernel.openDescriptors());
            });
    assertEquals(4, calls);
  }

  private static ServiceStatus begun() {
    ServiceStatus status = new ServiceStatus();
    status.begin(0, true);
    return status;
  }
}
