package s6j.formats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import s6j.formats.files.ChildFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;

class ChildRecordTest {
  private final FakePosix posix = new FakePosix().directory("/service/supervise");
  private final int service = posix.open(Posix.CWD, CString.of("/service"), 0, 0);
  private final ChildFile file = new ChildFile(posix);

  @Property
  void whatIsWrittenIsRead(
      @ForAll @Size(6) long[] longs,
      @ForAll @IntRange(min = 2) int pid,
      @ForAll int notification,
      @ForAll @IntRange(max = 63) int flags) {
    ChildRecord record = record(longs, pid, notification, flags);
    byte[] bytes = new byte[ChildRecord.SIZE];
    record.encode(bytes);
    assertEquals(flags, bytes[44]);
    ChildRecord again = new ChildRecord();
    assertTrue(again.decode(bytes));
    byte[] anew = new byte[ChildRecord.SIZE];
    again.encode(anew);
    assertArrayEquals(bytes, anew);
    assertEquals(longs[3], again.runStartedNanos);
    assertEquals(notification, again.notification);
    assertEquals(pid, again.pid);
  }

  private static ChildRecord record(long[] longs, int pid, int notification, int flags) {
    ChildRecord record = new ChildRecord();
    Arrays.fill(record.bootId, (byte) 'b');
    record.pid = pid;
    record.startTicks = longs[0];
    record.stampNanos = longs[1];
    record.publishedStampNanos = longs[2];
    record.runStartedNanos = longs[3];
    record.timerNanos = longs[4];
    record.notificationPipe = longs[5];
    record.notification = notification;
    record.finishing = (flags & 1) != 0;
    record.last = (flags & 2) != 0;
    record.wantUp = (flags & 4) != 0;
    record.notified = (flags & 8) != 0;
    record.dying = (flags & 16) != 0;
    record.paused = (flags & 32) != 0;
    return record;
  }

  @Property
  void noBytesAreTakenForARecordByChance(@ForAll @Size(128) byte[] bytes) {
    assertFalse(new ChildRecord().decode(bytes));
  }

  @Test
  void aRecordOfAPidThatNobodyMaySignalIsNone() {
    byte[] bytes = new byte[ChildRecord.SIZE];
    for (int pid = -1; pid <= 1; pid++) {
      record(new long[6], pid, 3, 0).encode(bytes);
      assertFalse(new ChildRecord().decode(bytes), "pid " + pid);
    }
  }

  private static byte[] bytes(ChildRecord record) {
    byte[] bytes = new byte[ChildRecord.SIZE];
    record.encode(bytes);
    return bytes;
  }

  @Test
  void theFileIsReplacedAndRemoved() {
    ChildRecord record = record(new long[6], 77, 3, 0);
    assertEquals(-Errno.ENOENT, file.read(service, ServiceDirectory.CHILD, record));
    int child = file.open(service);
    assertEquals(0, file.write(child, bytes(record)));
    assertEquals(0, file.write(child, bytes(record)));
    assertEquals(ChildRecord.SIZE, posix.bytes("/service/supervise/.child").length);
    posix.close(child);
    assertEquals(0600, posix.permissions("/service/supervise/.child"));
    ChildRecord again = new ChildRecord();
    assertEquals(0, file.read(service, ServiceDirectory.CHILD, again));
    assertEquals(77, again.pid);
    posix.file("/service/supervise/.child", "s6jchld1");
    assertEquals(-Errno.ENOENT, file.read(service, ServiceDirectory.CHILD, again));
    assertEquals(0, file.remove(service));
    assertEquals(-Errno.ENOENT, file.remove(service));
    assertEquals(1, posix.openDescriptors().size());
  }

  @Test
  void anEndIsThatOfOneChild() {
    int[] status = {-1};
    assertEquals(-Errno.ENOENT, file.readEnd(service, 77, 5, status));
    assertEquals(0, file.writeEnd(service, ServiceDirectory.CHILD_END, 77, 5, 7 << 8));
    assertEquals(-Errno.ENOENT, file.readEnd(service, 78, 5, status));
    assertEquals(-Errno.ENOENT, file.readEnd(service, 77, 6, status));
    assertEquals(-1, status[0]);
    assertEquals(0, file.readEnd(service, 77, 5, status));
    assertEquals(7 << 8, status[0]);
    posix.file("/service/supervise/.child-end", "short");
    assertEquals(-Errno.ENOENT, file.readEnd(service, 77, 5, status));
    assertEquals(0, file.removeEnd(service));
    assertEquals(-Errno.ENOENT, file.removeEnd(service));
  }

  @Test
  void aFailedWriteLeavesTheOldOne() {
    FaultyPosix.sweep(
        faulty -> {
          FakePosix machine = new FakePosix().directory("/service/supervise");
          int directory = machine.open(Posix.CWD, CString.of("/service"), 0, 0);
          int child = new ChildFile(machine).open(directory);
          new ChildFile(machine).write(child, bytes(record(new long[6], 77, 3, 0)));
          ChildRecord next = record(new long[6], 78, 3, 0);
          int written = new ChildFile(faulty.around(machine)).write(child, bytes(next));
          ChildRecord read = new ChildRecord();
          assertEquals(0, new ChildFile(machine).read(directory, ServiceDirectory.CHILD, read));
          assertEquals(written < 0 ? 77 : 78, read.pid);
          machine.close(child);
        });
  }

  /** Three moments: before the status is written, after it, and after another supervisor's. */
  @Test
  void itBelongsToTheStatusBeforeAndAfterIt() {
    ChildRecord record = record(new long[] {1, 2000, 1000, 1, 1, 1}, 77, 3, 0);
    ServiceStatus status = new ServiceStatus();
    status.stampNanos = 1000;
    assertTrue(record.belongsTo(status) && !record.isNamedBy(status));
    status.stampNanos = 2000;
    status.pid = 77;
    assertTrue(record.belongsTo(status) && record.isNamedBy(status));
    status.finishing = true;
    assertFalse(record.belongsTo(status));
    status.finishing = false;
    status.pid = 78;
    assertFalse(record.belongsTo(status));
    status.pid = 77;
    status.stampNanos = 1500;
    assertFalse(record.belongsTo(status));
  }
}
