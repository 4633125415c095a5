package s6j.ipc;

import s6j.posix.CString;
import s6j.posix.Decimal;

/** The user and groups a server is to run as: options -u, -g, -G and -U of its command line. */
final class Privileges {
  private boolean fromEnvironment;
  private byte[] groups;
  private long user;
  private long group;

  /** Takes one of the options; whether its value is one. */
  boolean take(int option, byte[] value) {
    switch (option) {
      case 'U' -> {
        fromEnvironment = true;
        groups = null;
        user = 0;
        group = 0;
      }
      case 'G' -> groups = value;
      case 'u' -> user = Decimal.parse(value);
      case 'g' -> group = Decimal.parse(value);
      default -> {
        return false;
      }
    }
    return user >= 0 && group >= 0 && (groups == null || isGroupList(groups));
  }

  /** Adds the call of s6-applyuidgid, if there is anything to apply. */
  void addTo(CommandLine line) {
    if (!fromEnvironment && user == 0 && group == 0 && groups == null) return;
    line.program("s6-applyuidgid").addIf(fromEnvironment, "-Uz");
    if (user != 0) line.option("-u", user);
    if (group != 0) line.option("-g", group);
    line.option("-G", groups).add("--");
  }

  /** Numbers with commas between, or nothing. */
  private static boolean isGroupList(byte[] list) {
    int length = CString.length(list);
    for (int from = 0; from < length; ) {
      int to = from;
      while (to < length && list[to] != ',') to++;
      if (Decimal.parse(list, from, to, 10) < 0 || to == length - 1) return false;
      from = to + 1;
    }
    return true;
  }
}
