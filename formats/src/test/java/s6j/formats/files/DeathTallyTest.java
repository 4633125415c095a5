package s6j.formats.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import s6j.formats.Golden;
import s6j.formats.ServiceDirectory;
import s6j.formats.Tai64n;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;

class DeathTallyTest {
  private static final String FILE = "/supervise/death_tally";
  private static final long SECOND = 1_000_000_000;

  private final FakePosix posix = new FakePosix().directory("/supervise");
  private final DeathTally tally = new DeathTally(posix);

  @Test
  void theReferenceTellsTheSame() {
    List<String> lines = Golden.lines("tally.txt");
    assertEquals(4, lines.size());
    for (String line : lines) {
      String[] words = line.split(" ", 3);
      posix.file(FILE, Golden.bytes(words[1]), 0644);
      assertEquals(words[2], String.join(",", told(DeathTally.MOST)));
      assertEquals(0, tally.clear(Posix.CWD));
      for (String record : words[2].split(",")) if (!record.isEmpty()) die(record);
      assertEquals(words[1], Golden.hexadecimal(posix.bytes(FILE)));
    }
  }

  private void die(String record) {
    String[] words = record.split(" ");
    long moment = Tai64n.parseLabel(CString.of(words[0]), 0);
    int number = Integer.parseInt(words[2]);
    int waitStatus = words[1].equals("signal") ? number : number << 8;
    assertEquals(0, tally.append(Posix.CWD, moment, waitStatus, 100));
  }

  private List<String> told(int most) {
    List<String> told = new ArrayList<>();
    int count = tally.start(Posix.CWD, ServiceDirectory.DEATH_TALLY, most);
    while (tally.next()) told.add(record());
    assertEquals(count, told.size());
    assertEquals(0, tally.error());
    tally.stop();
    return told;
  }

  private String record() {
    byte[] label = new byte[Tai64n.LABEL_SIZE];
    tally.label(label, 0);
    assertEquals(tally.deathNanos(), Tai64n.parseLabel(label, 0));
    boolean signaled = tally.signal() != 0;
    if (signaled) assertEquals(128 + tally.signal(), tally.exitCode());
    String fate = signaled ? " signal " + tally.signal() : " exitcode " + tally.exitCode();
    return CString.text(label) + fate;
  }

  /** The file after any deaths is the last of them; in pieces or not is not to be seen. */
  @Property(tries = 200)
  void theLastAreKept(
      @ForAll @Size(max = 200) List<@IntRange(max = 255) Integer> codes,
      @ForAll @IntRange(min = 1, max = 150) int keep,
      @ForAll @IntRange(max = 160) int most) {
    FakePosix fresh = new FakePosix().directory("/supervise");
    DeathTally deaths = new DeathTally(fresh);
    for (int i = 0; i < codes.size(); i++)
      assertEquals(0, deaths.append(Posix.CWD, i * SECOND, codes.get(i) << 8, keep));
    List<Integer> wanted = last(codes, Math.min(keep, most));
    List<Integer> found = new ArrayList<>();
    int count = deaths.start(Posix.CWD, ServiceDirectory.DEATH_TALLY, most);
    while (deaths.next()) found.add(deaths.exitCode());
    deaths.stop();
    assertEquals(wanted, found);
    assertEquals(wanted.size(), count);
    assertEquals(List.of("death_tally"), fresh.names("/supervise"));
    assertEquals(List.of(), fresh.openDescriptors());
  }

  private static List<Integer> last(List<Integer> codes, int count) {
    return codes.subList(Math.max(0, codes.size() - count), codes.size());
  }

  @Test
  void aMalformedFileIsEmptied() {
    posix.file(FILE, new byte[15], 0644);
    assertEquals(List.of(), told(10));
    assertEquals(0, posix.bytes(FILE).length);
    posix.file(FILE, new byte[27], 0644);
    assertEquals(0, tally.append(Posix.CWD, 0, 0x300, 10));
    assertEquals(DeathTally.SIZE, posix.bytes(FILE).length);
  }

  @Test
  void aMissingFileIsMade() {
    assertEquals(List.of(), told(10));
    assertArrayEquals(new byte[0], posix.bytes(FILE));
  }

  @Test
  void nothingIsKeptAtZeroAndNoMoreThanTheMost() {
    assertEquals(0, tally.append(Posix.CWD, 0, 0, 0));
    assertEquals(List.of(), posix.names("/supervise"));
    posix.file(FILE, new byte[4100 * DeathTally.SIZE], 0644);
    assertEquals(0, tally.append(Posix.CWD, 0, 0, 10_000));
    assertEquals(4096 * DeathTally.SIZE, posix.bytes(FILE).length);
    assertEquals(0, tally.replaceByEmpty(Posix.CWD));
    assertEquals(0, posix.bytes(FILE).length);
    assertEquals(List.of("death_tally"), posix.names("/supervise"));
  }

  @Test
  void aFailureLeavesTheOldRecords() {
    byte[] old = new byte[100 * DeathTally.SIZE];
    Arrays.fill(old, (byte) 7);
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix kernel = new FakePosix().file(FILE, old, 0644);
              DeathTally deaths = new DeathTally(faulty.around(kernel));
              int written = deaths.append(Posix.CWD, 0, 0, 200);
              boolean late = faulty.failed() == null || faulty.failed().startsWith("close");
              assertEquals(late, written == 0);
              assertEquals(late ? 1414 : 1400, kernel.bytes(FILE).length);
              assertEquals(List.of("death_tally"), kernel.names("/supervise"));
              assertEquals(List.of(), kernel.openDescriptors());
            });
    assertEquals(16, calls);
  }
}
