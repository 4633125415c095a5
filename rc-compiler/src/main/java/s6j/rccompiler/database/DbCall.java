package s6j.rccompiler.database;

import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.formats.RcDatabase;
import s6j.formats.files.LivePath;
import s6j.posix.CString;
import s6j.posix.Posix;

/** One call of s6-rc-db: what its command line says, and what its commands answer from. */
final class DbCall {
  static final int WRONG_KIND = 5;

  private static final Option UP = Option.flag('u', "up", "about the way up (default)");
  private static final Option DOWN = Option.flag('d', "down", "about the way down");
  private static final Option LIVE =
      Option.value('l', "livedir", "DIR", "live directory; $S6J_LIVE or /run/s6-rc if not given");
  private static final Option COMPILED =
      Option.value('c', "compiled", "DIR", "compiled database instead of the live one");
  private static final Option BLOCK =
      Option.flag('b', "block", "wait for the lock of the database");
  private static final Option WITH_ESSENTIALS =
      Option.flag('E', "with-essentials", "show essential services (default)");
  private static final Option WITHOUT_ESSENTIALS =
      Option.flag('e', "without-essentials", "hide essential services");

  final Posix posix;
  final Messages messages;
  final Output out;
  final byte[] calledAs;
  final Line line;
  final byte[] live;
  final boolean down;
  final boolean hideEssential;
  final OpenedSet set;
  RcDatabase database;

  DbCall(Posix posix, Program program, byte[][] arguments) {
    this.posix = posix;
    calledAs = arguments[0];
    messages = new Messages(posix, CString.baseName(calledAs));
    out = new Output(posix, 1, 16384);
    line = program.read(arguments, messages, 1);
    live = line.bytes(LIVE, LivePath.of(posix));
    down = line.chose(DOWN, UP);
    hideEssential = line.chose(WITHOUT_ESSENTIALS, WITH_ESSENTIALS);
    byte[] path = line.bytes(COMPILED, CString.path(live, CString.of("compiled")));
    set = new OpenedSet(posix, messages, path);
  }

  static Program declare(Program program) {
    return program.options(UP, DOWN, LIVE, COMPILED, BLOCK, WITH_ESSENTIALS, WITHOUT_ESSENTIALS);
  }

  /** Locks and reads the database: 0, or the exit code. */
  int open() {
    int code = set.open(line.has(BLOCK));
    database = set.database();
    return code;
  }

  /** Prints the name of a service that is not hidden. */
  void show(int service) {
    if (hideEssential && (database.flags[service] & RcDatabase.ESSENTIAL) != 0) return;
    out.bytes(database.nameOf(service)).line();
  }

  int wrongKind(byte[] name, String what) {
    return messages
        .fatal()
        .text("in database ")
        .bytes(set.path())
        .text(": identifier ")
        .bytes(name)
        .text(what)
        .exit(WRONG_KIND);
  }
}
