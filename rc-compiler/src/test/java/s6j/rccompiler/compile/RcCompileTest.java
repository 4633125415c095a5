package s6j.rccompiler.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.rccompiler.Called;

/** s6-rc-compile on a fake kernel: whatever fails, the target is whole or not there. */
class RcCompileTest {
  private static final List<String> WHOLE =
      List.of("db", "lock", "n", "resolve.cdb", "servicedirs");

  @Test
  void aSetIsCompiled() {
    FakePosix posix = Called.withSources();
    assertEquals(0, compile(posix));
    assertEquals("", posix.errors());
    assertEquals(WHOLE, posix.names("/out/db"));
    assertEquals(List.of("db"), posix.names("/out"));
    assertEquals("f", posix.text("/out/db/servicedirs/web/data/d/e"));
    assertEquals(List.of(), posix.openDescriptors());
    assertEquals(0, Called.run(posix, "s6-rc-db", "-c", "/out/db", "check"));
  }

  /** What s6-rc-compile 0.7.0.0 says of it. */
  @Test
  void aTypeBehindANulIsNone() {
    FakePosix posix = Called.machine().file("/src/a/type", "oneshot\0").file("/src/a/up", "true\n");
    assertEquals(1, Called.run(posix, "s6-rc-compile", "/db", "/src"));
    String said =
        "s6-rc-compile: fatal: invalid /src/a/type: must be oneshot, longrun, or bundle\n";
    assertEquals(said, posix.errors());
  }

  /** What s6-rc-compile 0.7.0.0 makes of numbers: eleven bytes of a file, up to a NUL. */
  @Test
  void numbersWithSomethingBehindThem() {
    FakePosix posix = Called.machine().file("/src/a/type", "longrun\n").file("/src/a/run", "");
    posix.file("/src/a/timeout-up", "5\0\n").file("/src/a/timeout-kill", "00000000005");
    assertEquals(0, Called.run(posix, "s6-rc-compile", "/db", "/src"), posix.errors());
    assertEquals("5\n", posix.text("/db/servicedirs/a/timeout-kill"));
    posix.file("/src/a/timeout-kill", "1".repeat(70));
    assertEquals(111, Called.run(posix, "s6-rc-compile", "/db2", "/src"));
    String said = "s6-rc-compile: fatal: unable to read /src/a/timeout-kill: Invalid argument\n";
    assertEquals(said, posix.errors());
  }

  @Test
  void companionsThatAreMissingAreWarnedOfAndNamedByAPath() {
    FakePosix posix = Called.withSources().setOwnPath("/opt/bin/s6-rc-compile");
    for (String missing : List.of("s6-rc-oneshot-run", "s6-sudod"))
      posix.unlink(Posix.CWD, CString.of("/usr/bin/" + missing));
    assertEquals(0, Called.run(posix, "s6-rc-compile", "/db", "/src"));
    assertEquals(
        """
        s6-rc-compile: warning: unable to find s6-sudod, which a script will look for at \
        /opt/bin/s6-sudod
        s6-rc-compile: warning: unable to find s6-rc-oneshot-run, which a script will look for at \
        /opt/bin/s6-rc-oneshot-run
        """,
        posix.errors());
    String runner = posix.text("/db/servicedirs/s6rc-oneshot-runner/run");
    assertTrue(runner.contains("\n/opt/bin/s6-rc-oneshot-run -l"), runner);
    assertTrue(runner.contains("\n/opt/bin/s6-sudod -t"), runner);
    posix = Called.withSources();
    posix.unlink(Posix.CWD, CString.of("/usr/bin/s6-sudod"));
    assertEquals(0, Called.run(posix, "s6-rc-compile", "-v0", "/db", "/src"));
    assertEquals("", posix.errors());
  }

  @Test
  void operandsAreAskedForFirst() {
    FakePosix posix = Called.machine();
    assertEquals(100, Called.run(posix, "s6-rc-compile", "-v", "x"));
    assertTrue(posix.errors().startsWith("s6-rc-compile: usage: "), posix.errors());
    assertEquals(100, Called.run(posix, "s6-rc-compile", "-v", "x", "/db", "/src"));
    String said = "s6-rc-compile: fatal: verbosity must be an unsigned integer\n";
    assertTrue(posix.errors().endsWith(said), posix.errors());
  }

  @Test
  @Tag("slow")
  void whicheverCallFailsTheTargetIsWholeOrAbsent() {
    byte[] database = compiled().bytes("/out/db/db");
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix kernel = Called.withSources().directory("/out");
              int code = compile(faulty.around(kernel));
              if (code == 0) {
                assertEquals(WHOLE, kernel.names("/out/db"));
                assertEquals(database.length, kernel.bytes("/out/db/db").length);
              } else {
                assertTrue(Set.of(1, 111).contains(code), code + ": " + kernel.errors());
                assertTrue(!kernel.exists("/out/db"), kernel.errors());
                assertTrue(kernel.errors().startsWith("s6-rc-compile: fatal: "), kernel.errors());
                boolean cleaned = faulty.failed() == null || !isOfTheRemoval(faulty);
                if (cleaned) assertEquals(List.of(), kernel.names("/out"), faulty.failed());
              }
            });
    assertTrue(calls > 250, "only " + calls);
  }

  /** A single failing call cannot be both the failure and one of the cleaning up after it. */
  private static boolean isOfTheRemoval(FaultyPosix faulty) {
    return faulty.failed().startsWith("unlink") || faulty.failed().startsWith("rmdir");
  }

  @Test
  void aFullFileSystemLeavesNothing() {
    Set<Integer> codes = new TreeSet<>();
    for (int room = 0; room < 10_000; room += room < 64 ? 1 : 61) {
      FakePosix kernel = Called.withSources().directory("/out");
      int code = compile(full(kernel, room));
      codes.add(code);
      if (code == 0) {
        assertEquals(WHOLE, kernel.names("/out/db"));
        assertEquals(Set.of(0, 111), codes);
        return;
      }
      assertEquals(List.of(), kernel.names("/out"), "room " + room);
      assertTrue(kernel.errors().contains("No space left on device"), kernel.errors());
    }
    throw new AssertionError("room for everything is not enough");
  }

  /** A file system with room for so many bytes, a name costing 64; reading goes on. */
  private static Posix full(FakePosix kernel, int room) {
    int[] left = {room};
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) -> {
              boolean creates = method.getName().equals("open");
              if (creates) creates = ((int) arguments[2] & OpenFlags.O_CREAT) != 0;
              if (Set.of("mkdir", "symlink", "mkfifo").contains(method.getName())) creates = true;
              boolean writes = method.getName().equals("write") && (int) arguments[0] > 2;
              if (creates && (left[0] -= 64) < 0) return -Errno.ENOSPC;
              if (writes && left[0] <= 0) return -Errno.ENOSPC;
              if (writes) arguments[3] = Math.min((int) arguments[3], left[0]);
              try {
                Object answer = method.invoke(kernel, arguments);
                if (writes) left[0] -= (int) answer;
                return answer;
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private static FakePosix compiled() {
    FakePosix posix = Called.withSources();
    assertEquals(0, compile(posix), posix.errors());
    return posix;
  }

  private static int compile(Posix posix) {
    if (posix instanceof FakePosix kernel) kernel.directory("/out");
    return Called.run(posix, "s6-rc-compile", "/out/db", "/src");
  }
}
