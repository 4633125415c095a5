package s6j.machine.maker;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.machine.place.InitPaths;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.SearchPath;

/** The command line of the maker. */
final class MakerSettings {
  private static final Option VERBOSITY =
      Option.value('V', "boot_verbosity", "verbosity of init (default 1)").number();
  private static final Option BASE =
      Option.value('c', "basedir", "where init boots from (default /etc/s6-linux-init/current)");
  private static final Option LOG_USER =
      Option.value('u', "log_user", "the user that the catch-all logger runs as");
  private static final Option GETTY =
      Option.value('G', "early_getty_cmd", "a service from the start, such as a login");
  private static final Option CONSOLE = Option.flag('1', "the log goes to the console as well");
  private static final Option LOGOUTS =
      Option.flag('L', "a service that ends the records of logins");
  private static final Option PATH =
      Option.value('p', "initial_path", "PATH of all (default /usr/bin:/bin)");
  private static final Option MASK =
      Option.value('m', "initial_umask", "in base 8 (default 022)").octal().number();
  private static final Option STAMPS =
      Option.value('t', "timestamp_style", "0 none, 1 TAI64N (default), 2 ISO 8601, 3 both")
          .number();
  private static final Option DEVICES =
      Option.value('d', "slashdev", "have a devtmpfs mounted there");
  private static final Option STORE =
      Option.value('s', "env_store", "have the kernel's environment written there");
  private static final Option VARIABLE =
      Option.value('e', "initial_envvar", "VAR=value for all; VAR unsets it");
  private static final Option GRACE =
      Option.value('q', "default_grace_time", "milliseconds from TERM to KILL (default 3000)")
          .number();
  private static final Option LEVEL =
      Option.value('D', "initdefault", "runlevel if the kernel is told none (default default)");
  private static final Option REMOUNT = Option.flag('n', "have /run remounted, not mounted anew");
  private static final Option HANDS_OFF = Option.flag('N', "have /run left as it is");
  private static final Option SKELETON =
      Option.value('f', "skeldir", "where the scripts are copied from");
  private static final Option LIMITS =
      Option.value('R', "resourcelimits", "hard limits of all, as o1024,c0: see s6-softlimit");
  private static final Option CONTAINER = Option.flag('C', "for a container");
  private static final Option NO_LOGGER = Option.flag('B', "without a catch-all logger");
  private static final Option SYNC = Option.flag('S', "with -C: sync at the end all the same");
  private static final Option READINESS =
      Option.value('W', "readyfd", "init waits until its parent closes this").number();

  private static final byte[] NEW_SKELETON = CString.of("/etc/s6-linux-init/skel");
  private static final byte[] TEMPORARY = CString.of("/run/");
  private static final int MOST_STAMPS = 3;

  private final Line line;
  private final byte[] path;
  private final byte[] base;

  MakerSettings(Posix posix, Line line) {
    this.line = line;
    path = line.bytes(PATH, SearchPath.byDefault(posix));
    base = line.bytes(BASE, InitPaths.BASE);
  }

  static Program declare(Program program) {
    return program.options(
        VERBOSITY, BASE, LOG_USER, GETTY, CONSOLE, LOGOUTS, PATH, MASK, STAMPS, DEVICES, STORE,
        VARIABLE, GRACE, LEVEL, REMOUNT, HANDS_OFF, SKELETON, LIMITS, CONTAINER, NO_LOGGER, SYNC,
        READINESS);
  }

  /** The limits as options of s6-softlimit, empty if there are none; or what is wrong, 100. */
  static int readLimits(Line line, Messages messages, ResourceLimits limits) {
    for (Line.Given given = line.first(); given != null; given = given.next())
      if (given.option == LIMITS) {
        String fault = limits.parse(given.value);
        if (fault != null) return messages.fatal().text(fault).exit(ExitCode.USAGE);
      }
    return 0;
  }

  /** 0, or 100 once it is said what is wrong. */
  int check(Messages messages) {
    if (!isAbsolute(base)) return notAbsolute(messages, "base directory ", base);
    if (devices() != null && !isAbsolute(devices()))
      return notAbsolute(messages, "devtmpfs directory ", devices());
    if (readiness() == 1 || readiness() == 2)
      return messages.fatal().text("readyfd cannot be 1 or 2").exit(ExitCode.USAGE);
    if (store() != null && !isAbsolute(store()))
      return notAbsolute(messages, "kernel environment store ", store());
    if (store() != null && !CString.startsWith(store(), TEMPORARY)) {
      messages.warning().text("kernel environment store ").bytes(store());
      messages.text(" is not located under initial tmpfs /run").end();
    }
    if (line.number(STAMPS, 1) > MOST_STAMPS)
      return messages.fatal().text("-t timestamp_style must be 0, 1, 2 or 3").exit(ExitCode.USAGE);
    if (isContainer() && devices() != null) {
      messages.warning().text("both -C and -d options given; are you sure your container");
      messages.text(" does not come with a pre-mounted /dev?").end();
    }
    return 0;
  }

  private static boolean isAbsolute(byte[] path) {
    return CString.length(path) > 0 && path[0] == '/';
  }

  private static int notAbsolute(Messages messages, String what, byte[] path) {
    messages.fatal().text(what).bytes(path).text(" is not absolute");
    return messages.exit(ExitCode.USAGE);
  }

  byte[] directory() {
    return line.operand(0);
  }

  byte[] base() {
    return base;
  }

  byte[] path() {
    return path;
  }

  long verbosity() {
    return line.number(VERBOSITY, 1);
  }

  long mask() {
    return line.number(MASK, 022);
  }

  /** Null for none. */
  byte @Nullable [] devices() {
    return line.bytes(DEVICES, null);
  }

  /** Null for none. */
  byte @Nullable [] store() {
    return line.bytes(STORE, null);
  }

  /** Null for the one that needs not be told. */
  byte[] level() {
    return line.bytes(LEVEL, null);
  }

  long readiness() {
    return line.number(READINESS, 0);
  }

  /** How init is told what to do with /run; empty for what it does by itself. */
  String run() {
    Option last = line.last(REMOUNT, HANDS_OFF);
    return last == null ? "" : last == REMOUNT ? " -n" : " -N";
  }

  boolean isContainer() {
    return line.has(CONTAINER);
  }

  boolean hasLogger() {
    return !line.has(NO_LOGGER);
  }

  boolean syncsAtEnd() {
    return line.has(SYNC);
  }

  boolean logsToConsole() {
    return line.has(CONSOLE);
  }

  boolean watchesLogouts() {
    return line.has(LOGOUTS);
  }

  /** Null for the caller. */
  byte @Nullable [] logUser() {
    return line.bytes(LOG_USER, null);
  }

  /** Null for none. */
  byte @Nullable [] getty() {
    return line.bytes(GETTY, null);
  }

  boolean stampsTai() {
    return (line.number(STAMPS, 1) & 1) != 0;
  }

  boolean stampsIso() {
    return (line.number(STAMPS, 1) & 2) != 0;
  }

  long grace() {
    return line.number(GRACE, 3000);
  }

  /** Null if it is not said: then what the machine has, or what the suite has. */
  byte @Nullable [] skeleton() {
    return line.bytes(SKELETON, null);
  }

  byte[] usualSkeleton() {
    return NEW_SKELETON;
  }

  /** The next variable from a given option on, or null. */
  Line.Given variable(Line.Given from) {
    Line.Given given = from;
    while (given != null && given.option != VARIABLE) given = given.next();
    return given;
  }

  Line.Given firstVariable() {
    return variable(line.first());
  }
}
