package s6j.ipc.fdholder;

import s6j.ipc.rules.AccessRule;
import s6j.ipc.rules.RuleSource;
import s6j.posix.CString;
import s6j.posix.Posix;

/** Reads the rights of a client from the environment of its access rule; allocates nothing. */
final class RightsReader {
  private static final byte[] GETDUMP = CString.of("S6_FDHOLDER_GETDUMP=");
  private static final byte[] SETDUMP = CString.of("S6_FDHOLDER_SETDUMP=");
  private static final byte[] LIST = CString.of("S6_FDHOLDER_LIST=");
  private static final byte[] RETRIEVE = CString.of("S6_FDHOLDER_RETRIEVE_REGEX=");
  private static final byte[] STORE = CString.of("S6_FDHOLDER_STORE_REGEX=");
  private static final int LONGEST = RuleSource.LONGEST + 256;

  private final Posix posix;
  private final byte[] variable = new byte[LONGEST + 1];
  private final byte[] pattern = new byte[LONGEST + 1];

  RightsReader(Posix posix) {
    this.posix = posix;
  }

  /** Grants what a rule says: 0, or what {@link Posix#compileRegex} answered a bad pattern. */
  int read(AccessRule rule, HolderRights rights) {
    rights.clear();
    int error = 0;
    for (int from = 0; from < rule.environmentLength && error >= 0; ) {
      int to = posix.indexOf(rule.environment, from, rule.environmentLength, 0);
      if (to < 0) to = rule.environmentLength;
      error = grant(rule.environment, from, to, rights);
      from = to + 1;
    }
    if (error < 0) rights.clear();
    return error;
  }

  /** The name of the variable whose pattern is bad. */
  byte[] name() {
    return variable;
  }

  /** The bad pattern. */
  byte[] pattern() {
    return pattern;
  }

  /** A variable too long to be one of ours grants nothing. */
  private int grant(byte[] environment, int from, int to, HolderRights rights) {
    int length = to - from;
    if (length > LONGEST) return 0;
    System.arraycopy(environment, from, variable, 0, length);
    variable[length] = 0;
    if (CString.startsWith(variable, GETDUMP)) rights.getsDump = true;
    if (CString.startsWith(variable, SETDUMP)) rights.setsDump = true;
    if (CString.startsWith(variable, LIST)) rights.lists = true;
    if (rights.retrievable == HolderRights.NOTHING && CString.startsWith(variable, RETRIEVE)) {
      int regex = compile(RETRIEVE.length, length);
      if (regex < 0) return regex;
      rights.retrievable = regex;
    }
    if (rights.storable == HolderRights.NOTHING && CString.startsWith(variable, STORE)) {
      int regex = compile(STORE.length, length);
      if (regex < 0) return regex;
      rights.storable = regex;
    }
    return 0;
  }

  private int compile(int from, int to) {
    System.arraycopy(variable, from, pattern, 0, to - from);
    pattern[to - from] = 0;
    variable[from - 1] = 0;
    return posix.compileRegex(pattern, 0);
  }
}
