package s6j.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;

class SoftlimitTest {
  private final FakePosix posix = Outcome.process();

  private String call(String... words) {
    return Outcome.of(posix, Softlimit.declaration(), words).line();
  }

  private String limits(int resource) {
    long[] limits = new long[2];
    posix.getLimit(resource, limits);
    return Long.toUnsignedString(limits[0]) + " " + Long.toUnsignedString(limits[1]);
  }

  private void has(int resource, long soft, long hard) {
    posix.setLimit(resource, soft, hard);
  }

  @Test
  void setsTheSoftLimitUpToTheHardOne() {
    has(ResourceLimit.NOFILE, 100, 200);
    assertEquals("exec /bin/prog", call("-o", "20", "prog"));
    assertEquals("20 200", limits(ResourceLimit.NOFILE));
    call("-o", "900", "prog");
    assertEquals("200 200", limits(ResourceLimit.NOFILE));
    call("-o", "20", "-o", "=", "prog");
    assertEquals("200 200", limits(ResourceLimit.NOFILE));
  }

  @Test
  void bigHSetsBothForWhatFollows() {
    has(ResourceLimit.NOFILE, 100, 200);
    has(ResourceLimit.CORE, 100, 200);
    call("-c", "50", "-H", "-o", "30", "prog");
    assertEquals("30 30", limits(ResourceLimit.NOFILE));
    assertEquals("50 200", limits(ResourceLimit.CORE));
  }

  /** The reference fails where its manual says: the soft limit will be lowered. */
  @Test
  void smallHLowersTheSoftLimitWithTheHardOne() {
    has(ResourceLimit.NOFILE, 100, 200);
    assertEquals("exec /bin/prog", call("-h", "-o", "150", "prog"));
    assertEquals("100 150", limits(ResourceLimit.NOFILE));
    call("-h", "-o", "20", "prog");
    assertEquals("20 20", limits(ResourceLimit.NOFILE));
  }

  @Test
  void nearestLeavesAHardLimitThatCannotBeRaised() {
    has(ResourceLimit.NOFILE, 100, 200);
    posix.become(5, 5);
    assertEquals("exec /bin/prog", call("-n", "-h", "-o", "300", "prog"));
    assertEquals("100 200", limits(ResourceLimit.NOFILE));
    assertEquals("exec /bin/prog", call("-n", "-H", "-o", "300", "prog"));
    assertEquals("200 200", limits(ResourceLimit.NOFILE));
  }

  @Test
  void raisingAHardLimitNeedsRoot() {
    has(ResourceLimit.NOFILE, 100, 200);
    assertEquals("exit 111", call("-h", "-o", "300", "prog"));
    assertEquals(
        "s6-softlimit: fatal: unable to setrlimit: Operation not permitted\n", posix.errors());
    posix.become(0, 0);
    assertEquals("exec /bin/prog", call("-H", "-o", "=", "prog"));
    assertEquals("18446744073709551615 18446744073709551615", limits(ResourceLimit.NOFILE));
  }

  @Test
  void mIsEveryKindOfMemory() {
    call("-m", "1000", "prog");
    for (int resource :
        new int[] {
          ResourceLimit.DATA, ResourceLimit.STACK, ResourceLimit.MEMLOCK, ResourceLimit.AS
        }) assertEquals("1000 18446744073709551615", limits(resource));
    assertEquals("18446744073709551615 18446744073709551615", limits(ResourceLimit.RSS));
  }

  @Test
  void everyLetterHasItsResource() {
    String letters = "acdflopPrst";
    int[] resources = {
      ResourceLimit.AS,
      ResourceLimit.CORE,
      ResourceLimit.DATA,
      ResourceLimit.FSIZE,
      ResourceLimit.MEMLOCK,
      ResourceLimit.NOFILE,
      ResourceLimit.NPROC,
      ResourceLimit.RTPRIO,
      ResourceLimit.RSS,
      ResourceLimit.STACK,
      ResourceLimit.CPU
    };
    for (int i = 0; i < letters.length(); i++) {
      assertEquals("exec /bin/prog", call("-" + letters.charAt(i), "12", "prog"));
      assertEquals("12", limits(resources[i]).split(" ")[0]);
    }
  }

  @Test
  void manyOptions() {
    String[] words = new String[201];
    for (int i = 0; i < 200; i += 2) {
      words[i] = "-o";
      words[i + 1] = "20";
    }
    words[200] = "prog";
    assertEquals("exec /bin/prog", call(words));
  }

  @Test
  void badValuesAreUsageErrors() {
    for (String value : new String[] {"x", "", "-1", "+1", "1k", "==", "18446744073709551616"})
      assertEquals("exit 100", call("-o", value, "prog"), value);
  }

  @Test
  void daemontoolsRefusesWhatItDoesNotKnow() {
    assertEquals("exit 100", Outcome.of(posix, Softlimit.daemontools(), "-H", "prog").line());
    assertEquals(
        "exec /bin/prog",
        Outcome.of(posix, Softlimit.daemontools(), "-d30", "-o", "=", "prog").line());
    assertEquals("30 18446744073709551615", limits(ResourceLimit.DATA));
  }

  @Property
  void numbersOf64BitsAreRead(
      @ForAll @BigRange(min = "0", max = "18446744073709551615") BigInteger number) {
    posix.become(0, 0);
    ResourceLimit limit =
        ResourceLimit.parse(
            ResourceLimit.AS,
            ResourceLimit.SOFT | ResourceLimit.HARD,
            CString.of(number.toString()));
    assertNotNull(limit);
    limit.perform(new Chain(posix, Softlimit.declaration(), new byte[][] {CString.of("x")}));
    assertEquals(number + " " + number, limits(ResourceLimit.AS));
  }

  @Property
  void biggerNumbersAreNot(
      @ForAll @BigRange(min = "18446744073709551616", max = "99999999999999999999999")
          BigInteger number) {
    assertNull(
        ResourceLimit.parse(ResourceLimit.AS, ResourceLimit.SOFT, CString.of(number.toString())));
  }
}
