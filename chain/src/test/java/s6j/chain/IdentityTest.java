package s6j.chain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/** s6-envuidgid, s6-applyuidgid, s6-setuidgid and their daemontools names. */
class IdentityTest {
  private final FakePosix posix =
      Outcome.process()
          .account("daemon", 11, 12)
          .account("root", 0, 0)
          .group("daemon", 12)
          .group("tty", 5, "daemon")
          .group("audio", 29, "daemon", "root")
          .become(0, 0)
          .setEnvironment("PATH=/bin", "UID=u", "GID=g", "GIDLIST=l");

  /** UID, GID and GIDLIST as the next program sees them; they were u, g and l. */
  private String variables(String... words) {
    posix.setEnvironment("PATH=/bin", "UID=u", "GID=g", "GIDLIST=l");
    Outcome outcome = Outcome.of(posix, Envuidgid.declaration(), withProg(words));
    if (!outcome.line().startsWith("exec")) return outcome.line();
    return outcome.variable("UID")
        + " "
        + outcome.variable("GID")
        + " "
        + outcome.variable("GIDLIST");
  }

  private static String[] withProg(String... words) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = "prog";
    return all;
  }

  private String apply(String... words) {
    return become(Outcome.of(posix, Applyuidgid.declaration(), withProg(words)));
  }

  private String become(Outcome outcome) {
    if (!outcome.line().startsWith("exec")) return outcome.line();
    return posix.getuid() + " " + posix.getgid() + " " + posix.supplementaryGroups();
  }

  @Test
  void looksUpAnAccount() {
    assertEquals("11 12 29,5", variables("daemon"));
    assertEquals("11 g l", variables("-u", "daemon"));
    assertEquals("u 12 l", variables("-g", "daemon"));
    assertEquals("0 0 29", variables("root"));
  }

  @Test
  void looksUpUserAndGroup() {
    assertEquals("11 5 l", variables("-B", "daemon:tty"));
    assertEquals("11 0 l", variables("-B", "daemon"));
    assertEquals("0 5 l", variables("-B", ":tty"));
    assertEquals("11 0 l", variables("-B", "daemon:"));
  }

  @Test
  void numbersMayStandForUnknownNames() {
    assertEquals("1234 5678 l", variables("-nB", "1234:5678"));
    assertEquals("77 g l", variables("-nu", "77"));
    assertEquals("11 5 l", variables("-n", "daemon:tty"));
    assertEquals("exit 1", variables("-B", "1234:5678"));
    assertEquals("exit 1", variables("-nB", "1234:x"));
  }

  /** The reference leaves GID unset in memory here. */
  @Test
  void anAccountWithNumericFallbackHasItsPrimaryGroup() {
    assertEquals("11 12 l", variables("-n", "daemon"));
  }

  @Test
  void unknownAccountsAre1OrDefaults() {
    assertEquals("exit 1", variables("nobody"));
    assertEquals("s6-envuidgid: fatal: unknown user: nobody\n", posix.errors());
    assertEquals("7 8 9,10", variables("-D", "7:8:9,10", "nobody"));
    assertEquals("5 0 ", variables("-D", "5", "nobody"));
    assertEquals("0 6 7,8", variables("-D", ":6:7,8", "nobody"));
    assertEquals("5 0 ", variables("-D", "5::", "nobody"));
    assertEquals("3 5 l", variables("-B", "-D", "3:4", ":tty"));
    assertEquals("3 4 l", variables("-B", "-D", "3:4", "nobody:nogroup"));
    assertEquals("exit 100", variables("-D", "x", "nobody"));
    assertEquals("exit 100", variables("-D", "5:6:x", "nobody"));
    assertEquals("exit 1", variables("-D", "7:8", "-i", "nobody"));
  }

  @Test
  void daemontoolsSetsTwoVariables() {
    Outcome outcome = Outcome.of(posix, Envuidgid.daemontools(), "daemon", "prog");
    assertEquals("11", outcome.variable("UID"));
    assertEquals("12", outcome.variable("GID"));
    assertEquals("l", outcome.variable("GIDLIST"));
    assertEquals("exit 111", Outcome.of(posix, Envuidgid.daemontools(), "nobody", "prog").line());
  }

  @Test
  void appliesNumbers() {
    assertEquals("5 6 [6, 7, 8]", apply("-u", "5", "-g", "6", "-G", "7,8"));
  }

  @Test
  void zeroLeavesAndGroupsAreLedByTheOwnOne() {
    posix.become(0, 3);
    assertEquals("0 3 [3, 7]", apply("-u", "0", "-g", "0", "-G", "7"));
    assertEquals("0 3 [3]", apply("-G", ""));
  }

  @Test
  void takesTheVariablesAndRemovesThem() {
    posix.setEnvironment("PATH=/bin", "UID=9", "GID=10", "GIDLIST=11");
    Outcome outcome = Outcome.of(posix, Applyuidgid.declaration(), "-Uz", "prog");
    assertEquals("9 10 [10, 11]", become(outcome));
    assertNull(outcome.variable("UID"));
    assertNull(outcome.variable("GID"));
    assertNull(outcome.variable("GIDLIST"));
  }

  @Test
  void laterOptionsOverrideTheVariables() {
    posix.setEnvironment("PATH=/bin", "UID=9", "GID=10", "GIDLIST=");
    assertEquals("4 10 [10]", apply("-U", "-u", "4"));
  }

  @Test
  void missingOrInvalidVariablesAre100() {
    assertEquals("exit 100", apply("-U"));
    assertEquals("s6-applyuidgid: fatal: invalid $UID\n", posix.errors());
    posix.setEnvironment("PATH=/bin", "UID=9", "GID=10");
    assertEquals("exit 100", apply("-U"));
    posix.setEnvironment("PATH=/bin", "UID=9", "GID=10", "GIDLIST=1,x");
    assertEquals("exit 100", apply("-U"));
    assertEquals(0, posix.getuid());
  }

  @Test
  void badNumbersAreUsageErrors() {
    assertEquals("exit 100", apply("-u", "x"));
    assertEquals("exit 100", apply("-g", "5x"));
    assertEquals("exit 100", apply("-G", "7,x"));
    assertEquals("exit 100", apply("-u", "4294967296"));
  }

  @Test
  void withoutTheRightItIs111AndNothingRuns() {
    posix.become(1000, 1000);
    assertEquals("exit 111", apply("-u", "5"));
    assertEquals("exit 111", apply("-G", "5"));
    assertEquals("exit 111", Outcome.of(posix, Setuidgid.declaration(), "daemon", "prog").line());
  }

  @Test
  void becomesAnAccountWithItsGroups() {
    Outcome outcome = Outcome.of(posix, Setuidgid.declaration(), "daemon", "prog", "x");
    assertEquals("exec /bin/prog x", outcome.line());
    assertEquals("11 12 [5, 12, 29]", become(outcome));
    assertNull(outcome.variable("UID"));
  }

  @Test
  void becomesNumbersWithoutGroups() {
    Outcome outcome = Outcome.of(posix, Setuidgid.declaration(), "12:34", "prog");
    assertEquals("12 34 [34]", become(outcome));
    assertEquals("u", outcome.variable("UID"));
  }

  /** Not in s6: there, an account has a name. */
  @Test
  void becomesTheAccountOfANumberThatIsNoName() {
    assertEquals("11 12 [5, 12, 29]", pair("11"));
    assertEquals("exit 1", pair("12"));
  }

  private String pair(String account) {
    posix.become(0, 0);
    return become(Outcome.of(posix, Setuidgid.declaration(), account, "prog"));
  }

  /** Not in s6: there, both sides are numbers. */
  @Test
  void namesStandOnBothSidesOfTheColon() {
    assertEquals("11 5 [5, 29]", pair("daemon:tty"));
    assertEquals("11 34 [5, 29, 34]", pair("daemon:34"));
    assertEquals("12 5 [5]", pair("12:tty"));
    assertEquals("exit 1", pair("nobody:tty"));
    assertEquals("s6-setuidgid: fatal: unknown user: nobody\n", posix.errors());
    assertEquals("exit 1", pair("daemon:nogroup"));
    assertEquals("exit 100", pair("daemon:"));
    assertEquals("exit 100", pair(":tty"));
    assertEquals("exit 100", pair("daemon:tty:"));
    assertEquals("exit 100", pair("daemon::"));
    assertEquals("exit 100", pair("12::5"));
  }

  @Test
  void groupsBehindTheFirstAreSupplementaryOnesMore() {
    posix.group("disk", 6);
    assertEquals("11 12 [5, 6, 12, 29]", pair("daemon::disk"));
    assertEquals("11 34 [5, 6, 7, 29, 34]", pair("daemon:34:disk:7"));
    assertEquals("1 2 [2, 6]", pair("1:2:disk"));
    assertEquals("exit 1", pair("daemon::nogroup"));
  }

  @Test
  void rootByNameIsMeant() {
    posix.group("wheel", 0);
    posix.become(0, 7);
    assertEquals(
        "0 0 [0, 29]", become(Outcome.of(posix, Setuidgid.declaration(), "root:wheel", "prog")));
  }

  @Test
  void daemontoolsTakesPairsToo() {
    Outcome outcome = Outcome.of(posix, Setuidgid.daemontools(), "daemon:tty", "prog");
    assertEquals("11 5 [5]", become(outcome));
    posix.become(0, 0);
    assertEquals(
        "exit 111", Outcome.of(posix, Setuidgid.daemontools(), "daemon:nogroup", "prog").line());
  }

  @Test
  void appliesNames() {
    assertEquals("11 5 [5, 7, 29]", apply("-u", "daemon", "-g", "tty", "-G", "audio,7"));
    posix.become(0, 0);
    assertEquals("exit 100", apply("-u", "nobody"));
    assertEquals("s6-applyuidgid: fatal: unknown user: nobody\n", posix.errors());
  }

  @Test
  void anEmptyAccountChangesNothing() {
    assertEquals("exec /bin/prog", Outcome.of(posix, Setuidgid.declaration(), "", "prog").line());
    assertEquals(0, posix.getuid());
  }

  @Test
  void wrongAccounts() {
    assertEquals("exit 1", Outcome.of(posix, Setuidgid.declaration(), "nobody", "prog").line());
    assertEquals("exit 100", Outcome.of(posix, Setuidgid.declaration(), "5:", "prog").line());
    assertEquals("exit 100", Outcome.of(posix, Setuidgid.declaration(), "5:", "prog").line());
    assertEquals("exit 111", Outcome.of(posix, Setuidgid.daemontools(), "nobody", "prog").line());
  }

  @Test
  void daemontoolsDropsAllOtherGroups() {
    posix.setgroups(new int[] {1, 2}, 2);
    Outcome outcome = Outcome.of(posix, Setuidgid.daemontools(), "daemon", "prog");
    assertEquals("11 12 [12]", become(outcome));
    assertEquals("u", outcome.variable("UID"));
  }

  @Test
  void daemontoolsTakesRootAtItsWord() {
    posix.become(0, 7);
    assertEquals("0 0 [0]", become(Outcome.of(posix, Setuidgid.daemontools(), "root", "prog")));
  }

  @Property
  void groupListsAreReadAsTheyAreWritten(
      @ForAll @Size(max = 20) List<@LongRange(min = 0, max = 0xffffffffL) Long> numbers) {
    String text = numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    GroupList list = GroupList.parse(CString.of(text));
    assertNotNull(list);
    assertEquals(numbers.size(), list.count);
    assertArrayEquals(CString.of(text), list.text());
  }

  @Property
  void aListLedByAGroupHasItOnceAndFirst(
      @ForAll @Size(max = 8) Set<@LongRange(min = 0, max = 5) Long> numbers,
      @ForAll @LongRange(min = 0, max = 5) long first) {
    int[] all = numbers.stream().mapToInt(Long::intValue).toArray();
    GroupList led = new GroupList(all, all.length).ledBy((int) first);
    assertEquals((int) first, led.numbers[0]);
    assertEquals(
        numbers.size() + (numbers.contains(first) ? 0 : 1),
        Arrays.stream(led.numbers, 0, led.count).distinct().count());
    assertEquals(led.count, Arrays.stream(led.numbers, 0, led.count).distinct().count());
  }

  @Test
  void groupListsTakeTheSeparatorsOfTheReference() {
    assertArrayEquals(CString.of("7,8"), GroupList.parse(CString.of("7 8")).text());
    assertArrayEquals(CString.of("7,8"), GroupList.parse(CString.of("7;8,")).text());
    assertNull(GroupList.parse(CString.of(",7")));
    assertNull(GroupList.parse(CString.of("4294967296")));
  }
}
