package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The index finds what a map finds. */
class SlotIndexTest {
  private static final int STEPS = 2000;

  @Property(tries = 100)
  void itFindsWhatAMapFinds(@ForAll long seed) {
    Random random = new Random(seed);
    SlotIndex index = SlotIndex.byDirectory();
    Map<List<Long>, Slot> map = new HashMap<>();
    for (int i = 0; i < STEPS; i++) {
      long device = random.nextInt(3);
      long inode = random.nextInt(300);
      Slot known = map.get(List.of(device, inode));
      assertSame(known, index.find(device, inode));
      if (known == null) index.add(put(map, device, inode));
      else if (random.nextBoolean()) index.remove(map.remove(List.of(device, inode)));
      assertEquals(map.size(), index.count());
    }
    map.forEach((key, slot) -> assertSame(slot, index.find(key.get(0), key.get(1))));
  }

  private static Slot put(Map<List<Long>, Slot> map, long device, long inode) {
    Slot slot = new Slot();
    slot.begin(device, inode);
    map.put(List.of(device, inode), slot);
    return slot;
  }

  /** Numbers as the system hands them out, and a stride that a plain mask would pile up. */
  @Test
  void hundredThousandOfThemAreNoBurden() {
    for (int stride : new int[] {1, 4096, 16_384}) {
      SlotIndex index = SlotIndex.byPid();
      List<Slot> slots = new ArrayList<>();
      long begin = System.nanoTime();
      for (int i = 1; i <= 100_000; i++) {
        Slot slot = new Slot();
        slot.pid = i * stride;
        index.add(slot);
        slots.add(slot);
      }
      for (Slot slot : slots) assertSame(slot, index.find(slot.pid));
      for (Slot slot : slots) index.remove(slot);
      assertEquals(0, index.count());
      assertTrue(System.nanoTime() - begin < 10_000_000_000L, "stride " + stride);
    }
  }
}
