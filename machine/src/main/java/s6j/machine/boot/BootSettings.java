package s6j.machine.boot;

import org.jspecify.annotations.Nullable;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.machine.place.InitPaths;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.SearchPath;

/** The command line of process 1. */
final class BootSettings {
  private static final Option VERBOSITY =
      Option.value('v', "verbosity", "verbosity", "0 to 2 (default 1)").number();
  private static final Option BASE =
      Option.value('c', "basedir", "basedir", "boot from it (default /etc/s6-linux-init/current)");
  private static final Option PATH =
      Option.value('p', "initial-path", "initpath", "PATH of all (default /usr/bin:/bin)");
  private static final Option DUMP =
      Option.value('s', "envdumpdir", "envdumpdir", "write the kernel's environment there");
  private static final Option MASK =
      Option.value('m', "umask", "umask", "in base 8 (default 022)").octal().number();
  private static final Option DEVICES =
      Option.value('d', "slashdev", "devtmpfs", "mount a devtmpfs there");
  private static final Option LEVEL =
      Option.value('D', "default-runlevel", "initdefault", "runlevel if none is given (default)");
  private static final Option READINESS =
      Option.value('W', "readiness-fd", "readyfd", "wait until this is closed by the parent")
          .number();
  private static final Option REMOUNT =
      Option.flag('n', "no-unmount-slashrun", "remount /run instead of mounting anew");
  private static final Option HANDS_OFF =
      Option.flag('N', "hands-off-slashrun", "leave /run as it is");
  private static final Option CONTAINER = Option.flag('C', "container", "this is a container");
  private static final Option NO_LOGGER =
      Option.flag('B', "no-logger", "there is no catch-all logger");

  private static final byte[] DEFAULT = CString.of("default");
  private static final String[] LEVELS = {"default", "1", "2", "3", "4", "5"};
  private static final int USUAL_MASK = 0022;

  /** What becomes of /run. */
  enum Run {
    MOUNTED,
    REMOUNTED,
    LEFT
  }

  final long verbosity;
  final byte[] base;
  final byte[] path;

  /** Null for nowhere. */
  final byte @Nullable [] dump;

  final int mask;

  /** Null for none. */
  final byte @Nullable [] devices;

  final Run run;
  final boolean isContainer;
  final boolean hasLogger;

  /** 0 for none. */
  final long readiness;

  /** What stands behind the options: the kernel's words. */
  final byte[][] words;

  private final byte[] level;

  BootSettings(Posix posix, Line line) {
    verbosity = line.number(VERBOSITY, 1);
    base = line.bytes(BASE, InitPaths.BASE);
    path = line.bytes(PATH, SearchPath.byDefault(posix));
    dump = line.bytes(DUMP, null);
    mask = (int) line.number(MASK, USUAL_MASK);
    devices = line.bytes(DEVICES, null);
    level = line.bytes(LEVEL, DEFAULT);
    readiness = line.number(READINESS, 0);
    if (line.has(HANDS_OFF) && line.last(REMOUNT, HANDS_OFF) == HANDS_OFF) run = Run.LEFT;
    else run = line.has(REMOUNT) ? Run.REMOUNTED : Run.MOUNTED;
    isContainer = line.has(CONTAINER);
    hasLogger = !line.has(NO_LOGGER);
    words = line.operands(0);
  }

  static Program declare(Program program) {
    return program.options(
        VERBOSITY, BASE, PATH, DUMP, MASK, DEVICES, LEVEL, REMOUNT, HANDS_OFF, CONTAINER, NO_LOGGER,
        READINESS);
  }

  /** Whether the number of the parent's descriptor is one that nothing else has. */
  boolean isReadinessUsable() {
    return readiness == 0 || readiness > 2 && readiness <= Integer.MAX_VALUE;
  }

  /** The first of the kernel's words that is a runlevel, else the usual one. */
  byte[] runlevel() {
    if (isContainer) return level;
    for (byte[] word : words) for (String known : LEVELS) if (CString.is(word, known)) return word;
    return level;
  }
}
