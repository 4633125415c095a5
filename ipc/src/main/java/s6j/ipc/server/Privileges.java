package s6j.ipc.server;

import org.jspecify.annotations.Nullable;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;

/** The user and groups a server is to run as: options -u, -g, -G and -U of its command line. */
public final class Privileges {
  private static final Option GROUPS =
      Option.value('G', "gids", "supplementary groups to run under");
  private static final Option GROUP = Option.value('g', "gid", "group to run under").number();
  private static final Option USER = Option.value('u', "uid", "user to run under").number();
  private static final Option ENVIRONMENT =
      Option.flag('U', "user and groups to run under are in UID, GID and GIDLIST");

  private boolean fromEnvironment;
  private byte @Nullable [] groups;
  private long user;
  private long group;

  public static Program declare(Program program) {
    return program.options(GROUPS, GROUP, USER, ENVIRONMENT);
  }

  /** Takes the options in their order: 0, or 100 once it is said that one is wrong. */
  public int take(Line line) {
    for (Line.Given given = line.first(); given != null; given = given.next()) {
      if (given.option == GROUPS) groups = given.value;
      if (given.option == GROUP) group = given.number();
      if (given.option == USER) user = given.number();
      if (given.option == ENVIRONMENT) {
        fromEnvironment = true;
        groups = null;
        user = 0;
        group = 0;
      }
      if (groups != null && !isGroupList(groups)) return line.usage();
    }
    return 0;
  }

  /** Adds the call of s6-applyuidgid, if there is anything to apply. */
  public void addTo(CommandLine line) {
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
