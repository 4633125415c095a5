package s6j.ipc.rules;

import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/**
 * Decides by user and group who may use a service (s6-accessrules-cdb-from-fs page): the first of
 * the keys uid/self, uid/N, gid/self, gid/N and uid/default that has a rule; nobody without one.
 */
public final class AccessRules {
  private static final byte[] USER = CString.of("uid/");
  private static final byte[] GROUP = CString.of("gid/");
  private static final byte[] SELF = CString.of("self");
  private static final byte[] DEFAULT = CString.of("default");

  private final RuleSource source;
  private final int ownUser;
  private final int ownGroup;
  private final byte[] key = new byte[16];

  public AccessRules(Posix posix, RuleSource source) {
    this.source = source;
    this.ownUser = posix.geteuid();
    this.ownGroup = posix.getegid();
  }

  /** The decision as {@link RuleSource#find} tells it. */
  public int decide(int user, int group, AccessRule rule) {
    int decision = user == ownUser ? find(USER, SELF, rule) : AccessRule.NOT_FOUND;
    if (decision == AccessRule.NOT_FOUND) decision = find(USER, user, rule);
    if (decision == AccessRule.NOT_FOUND && group == ownGroup) decision = find(GROUP, SELF, rule);
    if (decision == AccessRule.NOT_FOUND) decision = find(GROUP, group, rule);
    return decision == AccessRule.NOT_FOUND ? find(USER, DEFAULT, rule) : decision;
  }

  private int find(byte[] kind, byte[] name, AccessRule rule) {
    System.arraycopy(kind, 0, key, 0, kind.length);
    System.arraycopy(name, 0, key, kind.length, name.length);
    return source.find(key, kind.length + name.length, rule.clear());
  }

  private int find(byte[] kind, int number, AccessRule rule) {
    System.arraycopy(kind, 0, key, 0, kind.length);
    int length = Decimal.format(number & 0xffffffffL, key, kind.length);
    return source.find(key, length, rule.clear());
  }
}
