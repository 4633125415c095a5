package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SpawnTest {
  private static long limit(long wanted, long hard) {
    Spawn spawn = new Spawn();
    spawn.descriptorLimit = wanted;
    return spawn.descriptorLimit(hard);
  }

  @Test
  void noChildIsToHaveMoreDescriptorsThanItMay() {
    assertEquals(1024, limit(1024, 4096));
    assertEquals(4096, limit(20_000, 4096));
    assertEquals(4096, limit(-1, 4096));
    assertEquals(20_000, limit(20_000, -1));
    assertEquals(-1, limit(-1, -1));
  }

  @Test
  void aLimitThatWasLoweredKeepsNoChildFromStarting() {
    FakePosix posix = new FakePosix().program("/run", child -> {});
    posix.setLimit(Posix.RLIMIT_NOFILE, 512, 512);
    Spawn spawn = new Spawn();
    spawn.file = CString.of("/run");
    spawn.arguments = new byte[][] {spawn.file};
    spawn.descriptorLimit = 1024;
    long[] limits = new long[2];
    posix.process(posix.spawn(spawn)).getLimit(Posix.RLIMIT_NOFILE, limits);
    assertEquals(512, limits[0]);
  }
}
