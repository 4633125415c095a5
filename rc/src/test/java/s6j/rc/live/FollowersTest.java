package s6j.rc.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.formats.RcDatabase;
import s6j.formats.RcRelations.Kind;
import s6j.rc.change.Services;

class FollowersTest {
  private boolean[] members;

  /** Who goes up with the named ones, and in brackets who of them may fail. */
  private String up(RcDatabase set, String isUp, int... named) {
    members = named(set, named);
    boolean[] optional = new Followers(set, state(set, isUp)).closeUp(members);
    return names(set, members) + " (" + names(set, optional) + ")";
  }

  private String down(RcDatabase set, int... named) {
    members = named(set, named);
    new Followers(set, state(set, "")).closeDown(members);
    return names(set, members);
  }

  private static boolean[] named(RcDatabase set, int... named) {
    boolean[] members = new boolean[set.count()];
    for (int service : named) members[service] = true;
    return members;
  }

  private static byte[] state(RcDatabase set, String up) {
    byte[] state = new byte[set.count()];
    for (int i = 0; i < state.length; i++)
      if (up.contains(new String(set.nameOf(i)))) state[i] = StateFile.UP;
    return state;
  }

  private static String names(RcDatabase set, boolean[] members) {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < members.length; i++)
      if (members[i]) names.append(new String(set.nameOf(i)));
    return names.toString();
  }

  /** a wants b, which needs c, which wants d; e wants a. */
  private static RcDatabase wanting() {
    return new Services()
        .oneshot("a")
        .related(Kind.WANTS, 1)
        .oneshot("b", 2)
        .oneshot("c")
        .related(Kind.WANTS, 3)
        .oneshot("d")
        .oneshot("e")
        .related(Kind.WANTS, 0)
        .database();
  }

  @Test
  void whatIsWantedIsStartedToo() {
    assertEquals("abcd (bcd)", up(wanting(), "", 0));
    assertEquals("abcd (d)", up(wanting(), "", 0, 1));
    assertEquals("d ()", up(wanting(), "", 3));
    assertEquals("abcd", down(wanting(), 0, 1, 2, 3), "and not stopped with it");
    assertEquals("a", down(wanting(), 0));
  }

  /** Who stopped d does not get it back because a is asked for again. */
  @Test
  void whoIsUpAlreadyBringsNobodyBack() {
    assertEquals("abc (bc)", up(wanting(), "abc", 0));
    assertEquals("abcd (bcd)", up(wanting(), "bcd", 0));
  }

  @Test
  void aPartStopsWithTheWhole() {
    RcDatabase set =
        new Services()
            .oneshot("w")
            .oneshot("p")
            .related(Kind.PART_OF, 0)
            .oneshot("n", 1)
            .oneshot("q", 0)
            .database();
    assertEquals("wpnq", down(set, 0));
    assertEquals("pn", down(set, 1));
    assertEquals("w ()", up(set, "", 0));
  }

  /** a and b exclude each other; c needs b, d wants b and e. */
  private static RcDatabase conflicting() {
    return new Services()
        .oneshot("a")
        .related(Kind.CONFLICTS, 1)
        .oneshot("b")
        .oneshot("c", 1)
        .oneshot("d")
        .related(Kind.WANTS, 1, 4)
        .oneshot("e")
        .database();
  }

  @Test
  void aConflictWorksBothWays() {
    RcDatabase set = conflicting();
    Followers followers = new Followers(set, state(set, "bc"));
    assertEquals("bc", names(set, followers.inTheWayOf(named(set, 0))));
    assertEquals("", names(set, followers.inTheWayOf(named(set, 2, 1))));
    followers = new Followers(set, state(set, "a"));
    assertEquals("a", names(set, followers.inTheWayOf(named(set, 2, 1))));
    assertEquals("", names(set, followers.inTheWayOf(named(set, 3))));
  }

  @Test
  void twoThatExcludeEachOtherAreToldAndOneThatIsOnlyWantedIsLeftOut() {
    RcDatabase set = conflicting();
    assertEquals("abcd (e)".replace("d (", "de ("), up(set, "", 0, 2, 3));
    Followers followers = new Followers(set, state(set, ""));
    assertTrue(followers.clash(members));
    assertEquals(0, followers.clashing());
    assertEquals(1, followers.clashed());
    assertEquals("ade (e)", up(set, "", 0, 3));
    assertFalse(followers.clash(members));
    assertEquals("bde (be)", up(set, "", 3));
  }
}
