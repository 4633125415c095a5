package s6j.rc.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import s6j.cli.Messages;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** Whether a set was compiled since its last change is told by the times of two files. */
class RepositoryTest {
  private static final byte[] SET = CString.of("set");
  private static final String DATABASE = "/repo/compiled/set";

  private final FakePosix posix =
      new FakePosix().directory("/repo/sources/set").directory(DATABASE);
  private final Repository repository =
      new Repository(posix, new Messages(posix, CString.of("test")), CString.of("/repo"));

  private void compiledAt(long nanos) {
    assertEquals(0, posix.setTimes(Posix.CWD, CString.of(DATABASE), nanos, nanos));
  }

  @Test
  void aChangeInTheTickOfTheCommitIsNewer() {
    compiledAt(posix.realtimeNanos());
    assertEquals(0, repository.touch(SET));
    assertEquals(0, repository.isUpToDate(SET));
  }

  /** The file system's clock is behind by up to a tick. */
  @Test
  void aCommitInTheTickOfTheChangeIsNewer() {
    assertEquals(0, repository.touch(SET));
    compiledAt(posix.realtimeNanos() - 3_000_000);
    assertEquals(0, repository.makeYounger(SET, CString.of(DATABASE)));
    assertEquals(1, repository.isUpToDate(SET));
  }

  @Test
  void aClockThatWasSetBackHidesNoChange() {
    compiledAt(posix.realtimeNanos() + 3_600_000_000_000L);
    assertEquals(0, repository.touch(SET));
    assertEquals(0, repository.isUpToDate(SET));
    assertEquals(0, repository.makeYounger(SET, CString.of(DATABASE)));
    assertEquals(1, repository.isUpToDate(SET));
  }

  /** A kernel that keeps times to so many nanoseconds. */
  private Repository keepingTimesTo(long nanos) {
    InvocationHandler coarse =
        (proxy, method, arguments) -> {
          if (!method.getName().equals("setTimes")) return method.invoke(posix, arguments);
          for (int i = 2; i < 4; i++) arguments[i] = (long) arguments[i] / nanos * nanos;
          return method.invoke(posix, arguments);
        };
    Class<?>[] seam = {Posix.class};
    Posix kernel = (Posix) Proxy.newProxyInstance(Posix.class.getClassLoader(), seam, coarse);
    return new Repository(kernel, new Messages(posix, CString.of("test")), CString.of("/repo"));
  }

  @Test
  void onAFileSystemWithCoarseTimesTheCommitIsNewerToo() {
    for (long seconds : new long[] {1, 2}) {
      Repository coarse = keepingTimesTo(seconds * 1_000_000_000);
      assertEquals(0, coarse.touch(SET));
      compiledAt(posix.realtimeNanos() - 3_000_000_000L);
      assertEquals(0, coarse.makeYounger(SET, CString.of(DATABASE)));
      assertEquals(1, coarse.isUpToDate(SET), seconds + " s");
    }
  }

  /** Then it is compiled again without need the next time, and that is all. */
  @Test
  void whereTimesCannotTellItIsNoFailure() {
    Repository coarse = keepingTimesTo(3_600_000_000_000L);
    assertEquals(0, coarse.touch(SET));
    compiledAt(0);
    assertEquals(0, coarse.makeYounger(SET, CString.of(DATABASE)));
    assertEquals(0, coarse.isUpToDate(SET));
    assertEquals("", posix.errors());
  }

  @Test
  void whatIsYoungerStaysAsItIs() {
    assertEquals(0, repository.touch(SET));
    long later = posix.realtimeNanos() + 5;
    compiledAt(later);
    assertEquals(0, repository.makeYounger(SET, CString.of(DATABASE)));
    assertEquals(1, repository.isUpToDate(SET));
    assertEquals(0, repository.touch(SET));
    assertEquals(0, repository.isUpToDate(SET));
  }
}
