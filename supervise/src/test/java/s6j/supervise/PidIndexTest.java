package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import s6j.cli.Messages;
import s6j.posix.CString;
import s6j.posix.FakePosix;

class PidIndexTest {
  private final PidIndex index = new PidIndex();

  private static SuperviseLoop loop() {
    FakePosix posix = new FakePosix();
    Messages messages = new Messages(posix, CString.of("x"));
    Means means = new Means(posix, messages, null, 0, new Forerunners(posix, CString.of("x")), -1);
    return new SuperviseLoop(means, new Service(means), who -> {});
  }

  /** Whatever is put and removed, it finds what a map would. */
  @Test
  void itIsAMap() {
    SuperviseLoop[] loops = {loop(), loop(), loop()};
    Map<Integer, SuperviseLoop> map = new HashMap<>();
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      int pid = 2 + random.nextInt(1 + i / 100);
      SuperviseLoop loop = loops[random.nextInt(loops.length)];
      if (random.nextInt(3) > 0) {
        index.put(pid, loop);
        map.put(pid, loop);
      } else {
        index.remove(pid, loop);
        map.remove(pid, loop);
      }
      int asked = 2 + random.nextInt(1 + i / 100);
      assertSame(map.get(asked), index.find(asked));
    }
    map.forEach((pid, loop) -> assertSame(loop, index.find(pid)));
  }
}
