package s6j.formats.talk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import s6j.formats.ServiceDirectory;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;

class FifodirTest {
  private static final byte[] EVENT = ServiceDirectory.EVENT;
  private static final int GROUP = 1000;

  private final FakePosix posix = new FakePosix();
  private final FakePosix other = posix.another();
  private final EventNotifier notifier = new EventNotifier(posix);
  private final byte[] buffer = new byte[64];

  @BeforeEach
  void makeFifodir() {
    posix.ignoreSignal(Signal.SIGPIPE);
    assertEquals(0, Fifodir.make(posix, Posix.CWD, EVENT, GROUP, false));
  }

  private String read(EventListener listener) {
    int count = listener.read(buffer);
    return count < 0 ? Errno.text(-count) : CString.text(CString.slice(buffer, 0, count));
  }

  private int announce(String letters) {
    return notifier.announce(Posix.CWD, EVENT, CString.of(letters), letters.length());
  }

  @Test
  void everyListenerHearsWhatComesAfterItsSubscription() {
    EventListener first = new EventListener(other);
    EventListener second = new EventListener(other);
    assertEquals(0, announce("s"));
    assertTrue(first.subscribe(Posix.CWD, EVENT) >= 0);
    assertEquals(1, announce("u"));
    assertTrue(second.subscribe(Posix.CWD, EVENT) >= 0);
    assertEquals(2, announce("dD"));
    assertEquals("udD", read(first));
    assertEquals("dD", read(second));
    assertEquals("Resource temporarily unavailable", read(second));
    first.unsubscribe();
    assertEquals(1, announce("x"));
    second.unsubscribe();
    assertEquals(List.of(), posix.names("/event"));
    assertEquals(List.of(), posix.openDescriptors());
    assertEquals(List.of(), other.openDescriptors());
  }

  @Test
  void aListenersFifoHasItsNameAndMode() {
    EventListener listener = new EventListener(other);
    listener.subscribe(Posix.CWD, EVENT);
    List<String> names = posix.names("/event");
    assertEquals(1, names.size());
    assertTrue(names.get(0).matches("ftrig1:@4[0-9a-f]{23}:[-_0-9A-Za-z]{6}"), names.get(0));
    assertEquals(0622, posix.permissions("/event/" + names.get(0)));
    assertEquals(022, other.umask(0));
    listener.unsubscribe();
  }

  /** One that died without a word: its fifo has no reader. */
  @Test
  void whatNobodyReadsIsRemoved() {
    String dead = "ftrig1:@400000006b016d960c2c7298:abcdef";
    posix.mkfifo(Posix.CWD, CString.of("/event/" + dead), 0622);
    posix.mkfifo(Posix.CWD, CString.of("/event/." + dead), 0622);
    posix.mkfifo(Posix.CWD, CString.of("/event/" + dead + "g"), 0622);
    posix.file("/event/note", "");
    EventListener living = new EventListener(other);
    living.subscribe(Posix.CWD, EVENT);
    assertEquals(1, announce("u"));
    assertEquals(4, posix.names("/event").size());
    posix.mkfifo(Posix.CWD, CString.of("/event/ftrig1!@400000006b016d960c2c7298:abcdef"), 0622);
    assertEquals(1, announce("d"));
    assertEquals(5, posix.names("/event").size());
    assertEquals(0, notifier.clean(Posix.CWD, EVENT));
    assertEquals(4, posix.names("/event").size());
    assertEquals("ud", read(living));
    living.unsubscribe();
  }

  /** Its group may write there: what leads to somebody's file gets no event. */
  @Test
  void eventsAreWrittenIntoFifosAlone() {
    String name = "ftrig1:@400000006b016d960c2c7298:abcde";
    posix.file("/victim", "precious").file("/event/" + name + "f", "precious");
    posix.mkfifo(Posix.CWD, CString.of("/elsewhere"), 0622);
    int fd = posix.open(Posix.CWD, CString.of("/elsewhere"), OpenFlags.O_RDWR, 0);
    posix.symlink(CString.of("/victim"), Posix.CWD, CString.of("/event/" + name + "l"));
    posix.symlink(CString.of("/elsewhere"), Posix.CWD, CString.of("/event/" + name + "m"));
    posix.symlink(CString.of("/nowhere"), Posix.CWD, CString.of("/event/" + name + "n"));
    assertEquals(0, announce("u"));
    assertEquals(0, notifier.clean(Posix.CWD, EVENT));
    assertEquals("precious", CString.text(posix.bytes("/victim")));
    assertEquals("precious", CString.text(posix.bytes("/event/" + name + "f")));
    assertTrue(!posix.exists("/nowhere"));
    posix.setNonBlocking(fd, true);
    assertEquals(-Errno.EAGAIN, posix.read(fd, buffer, 0, 1));
    posix.close(fd);
    assertEquals(List.of(), posix.openDescriptors());
  }

  @Test
  void aFullListenerIsNotWaitedFor() {
    EventListener deaf = new EventListener(other);
    deaf.subscribe(Posix.CWD, EVENT);
    int told = 0;
    byte[] letters = new byte[4096];
    while (notifier.announce(Posix.CWD, EVENT, letters, 4096) == 1) told++;
    assertEquals(16, told);
    assertEquals(1, posix.names("/event").size());
    deaf.unsubscribe();
  }

  @Test
  void noFifodirNoEvents() {
    byte[] missing = CString.of("missing");
    assertEquals(-Errno.ENOENT, notifier.announce(Posix.CWD, missing, buffer, 1));
    assertEquals(-Errno.ENOENT, notifier.clean(Posix.CWD, missing));
    assertEquals(-Errno.ENOENT, new EventListener(other).subscribe(Posix.CWD, missing));
  }

  @Test
  void modesAreForTheGroupOrForAll() {
    assertEquals(03730, posix.permissions("/event"));
    assertEquals(0, Fifodir.make(posix, Posix.CWD, EVENT, Fifodir.NO_GROUP, false));
    assertEquals(03730, posix.permissions("/event"));
    assertEquals(0, Fifodir.make(posix, Posix.CWD, EVENT, Fifodir.NO_GROUP, true));
    assertEquals(01733, posix.permissions("/event"));
    posix.permissions("/event", 0755, 0, 0);
    assertEquals(-Errno.EACCES, Fifodir.make(posix, Posix.CWD, EVENT, GROUP, true));
    posix.file("/plain", "");
    int onFile = Fifodir.make(posix, Posix.CWD, CString.of("plain"), GROUP, false);
    assertEquals(-Errno.ENOTDIR, onFile);
  }

  @Test
  void aFailedSubscriptionLeavesNothing() {
    FaultyPosix.sweep(
        faulty -> {
          FakePosix kernel = new FakePosix().directory("/event");
          EventListener listener = new EventListener(faulty.around(kernel));
          boolean subscribed = listener.subscribe(Posix.CWD, EVENT) >= 0;
          assertEquals(faulty.failed() == null, subscribed);
          assertEquals(subscribed ? 1 : 0, kernel.names("/event").size());
          assertEquals(subscribed ? 1 : 0, kernel.openDescriptors().size());
          listener.unsubscribe();
          assertEquals(List.of(), kernel.openDescriptors());
          assertEquals(List.of(), kernel.complaints());
        });
  }
}
