package s6j.chain;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** s6-envuidgid and envuidgid: look an account up for a program that drops its rights later. */
public final class Envuidgid {
  private static final Option USER = Option.flag('u', "account is a user, set UID only");
  private static final Option GROUP = Option.flag('g', "account is a group, set GID only");
  private static final Option BOTH = Option.flag('B', "account is user:group, set UID and GID");
  private static final Option NUMBERS =
      Option.flag('n', "names that are not known may be numbers; GIDLIST is not set");
  private static final Option INSIST = Option.flag('i', "an unknown account is an error (default)");
  private static final Option DEFAULTS =
      Option.value('D', "uid:gid:gidlist", "what to set for an unknown account");

  private Envuidgid() {}

  public static Program declaration() {
    return new Program(
            "s6-envuidgid",
            null,
            "[ -i | -D defaultuid:defaultgid:defaultgidlist ] [ -u | -g | -B ] [ -n ]"
                + " account prog...",
            "sets UID, GID and GIDLIST to an account's and runs a program",
            Envuidgid::run)
        .options(USER, GROUP, BOTH, NUMBERS, INSIST, DEFAULTS);
  }

  /** envuidgid of daemontools: UID and GID, 111 for an unknown account. */
  public static Program daemontools() {
    return new Program(
        "envuidgid",
        null,
        "account prog...",
        "sets UID and GID to an account's and runs a program, as in daemontools",
        Envuidgid::runDaemontools);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Envuidgid::plan);
  }

  static int runDaemontools(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Envuidgid::planDaemontools);
  }

  private static int plan(Chain chain, Line line) {
    AccountVariables variables = new AccountVariables();
    variables.numbersToo = line.has(NUMBERS);
    for (Line.Given given = line.first(); given != null; given = given.next()) {
      if (given.option == INSIST) variables.insists = true;
      if (given.option == DEFAULTS && !setDefaults(variables, given.value)) return line.usage();
    }
    if (line.judge(1) != 0) return line.exitCode();
    name(variables, line.last(USER, GROUP, BOTH), line.operand(0));
    return chain.then(variables).leadsTo(line.firstOperand() + 1);
  }

  private static int planDaemontools(Chain chain, Line line) {
    if (chain.operand(1) == null) return chain.wrongUse();
    AccountVariables variables = new AccountVariables();
    variables.user = chain.operand(1);
    variables.setsGroups = false;
    return chain.failingWith(ExitCode.SYSTEM).then(variables).leadsTo(2);
  }

  private static void name(AccountVariables variables, @Nullable Option what, byte[] account) {
    variables.setsUid = what != GROUP;
    variables.setsGid = what != USER;
    variables.setsGroups = what == null && !variables.numbersToo;
    variables.takesPrimaryGroup = what == null;
    if (what == GROUP) variables.group = account;
    else if (what == USER || variables.setsGroups) variables.user = account;
    else namePair(variables, account);
  }

  /** {@code user:group}, each of which may be left out. */
  private static void namePair(AccountVariables variables, byte[] pair) {
    int colon = CString.indexOf(pair, ':');
    int end = colon < 0 ? CString.length(pair) : colon;
    variables.user = colon == 0 ? null : CString.slice(pair, 0, end);
    if (colon >= 0 && colon + 1 < CString.length(pair))
      variables.group = CString.slice(pair, colon + 1, CString.length(pair));
  }

  /** Reads {@code uid:gid:gidlist}, of which anything may be left out: 0, or no groups. */
  private static boolean setDefaults(AccountVariables variables, byte[] text) {
    int end = CString.length(text);
    int first = endOfPart(text, 0);
    int second = first < end ? endOfPart(text, first + 1) : end;
    long uid = number(text, 0, first);
    long gid = first < end ? number(text, first + 1, second) : 0;
    GroupList groups =
        second < end ? GroupList.parse(CString.slice(text, second + 1, end)) : GroupList.none();
    if (end == 0 || uid == Decimal.INVALID || gid == Decimal.INVALID || groups == null)
      return false;
    variables.uid = (int) uid;
    variables.gid = (int) gid;
    variables.groups = groups;
    variables.insists = false;
    return true;
  }

  private static int endOfPart(byte[] text, int from) {
    int to = from;
    while (to < text.length && text[to] != 0 && text[to] != ':') to++;
    return to;
  }

  private static long number(byte[] text, int from, int to) {
    return from == to ? 0 : Decimal.parse(text, from, to, 10);
  }
}
