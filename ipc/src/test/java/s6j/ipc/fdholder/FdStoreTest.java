package s6j.ipc.fdholder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import s6j.formats.Tai64n;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** The store of an fd-holder is a map from name to descriptor that closes what it forgets. */
class FdStoreTest {
  private static final int CAPACITY = 6;

  private final FakePosix posix = new FakePosix();
  private final FdStore store = new FdStore(posix, CAPACITY);

  private int open() {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC;
    return posix.open(Posix.CWD, CString.of("/dev/null"), flags, 0);
  }

  private int add(String name, long limitNanos) {
    byte[] record = new byte[Tai64n.SIZE + name.length()];
    Tai64n.encode(limitNanos, record, 0);
    System.arraycopy(CString.of(name), 0, record, Tai64n.SIZE, name.length());
    return store.add(record, Tai64n.SIZE, name.length(), open(), 0);
  }

  private int find(String name) {
    return store.find(CString.of(name), 0, name.length());
  }

  @Property
  void isAMap(@ForAll @Size(max = 80) List<@IntRange(min = 0, max = 11) Integer> steps) {
    TreeMap<String, Integer> model = new TreeMap<>();
    boolean frozen = false;
    for (int step : steps) {
      String name = "name" + step % 9;
      if (step == 10) store.freeze();
      if (step == 11) store.thaw();
      if (step >= 10) frozen = step == 10;
      else if (model.containsKey(name)) {
        store.delete(find(name));
        model.remove(name);
      } else if (store.room() > 0) {
        int place = add(name, Long.MAX_VALUE / 2);
        model.put(name, store.descriptor(place));
      }
      assertEquals(model.size(), store.count());
      for (int i = 0; i < 9; i++) {
        Integer descriptor = model.get("name" + i);
        int place = find("name" + i);
        assertEquals(descriptor == null, place == FdStore.NONE);
        if (descriptor != null) assertEquals(descriptor, store.descriptor(place));
      }
      if (!frozen) assertEquals(model.size(), posix.openDescriptors().size());
      assertTrue(posix.openDescriptors().size() == CAPACITY - store.room());
    }
    store.thaw();
    for (String name : model.keySet()) store.delete(find(name));
    assertEquals(List.of(), posix.openDescriptors());
    assertEquals(List.of(), posix.complaints());
  }

  @Test
  void whoseTimeIsOverIsForgotten() {
    long now = posix.realtimeNanos();
    add("late", now + 9_000_000_000L);
    add("early", now + 2_500_000_000L);
    add("never", Long.MAX_VALUE / 2);
    assertEquals(2501, store.millisToNext(10_000));
    posix.pass(2501);
    store.expire();
    assertEquals(FdStore.NONE, find("early"));
    assertEquals(2, store.count());
    assertEquals(6500, store.millisToNext(10_000));
    posix.pass(7000);
    store.expire();
    assertEquals(1, store.count());
    assertEquals(10_000, store.millisToNext(10_000));
  }
}
