package s6j.rc;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.formats.CompiledDirectory;
import s6j.formats.LivePath;
import s6j.formats.RcDatabaseReader;
import s6j.formats.RcScriptReader;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Executable;
import s6j.posix.Posix;

/**
 * s6-rc-oneshot-run: becomes the script of a oneshot. The oneshot runner starts it for every
 * transition, so it reads only what it needs of the database.
 */
final class OneshotRun {
  private static final int INVALID = 4;
  private static final int NO_ONESHOT = 3;
  private static final char NO_BLOCK = 1;

  private final Posix posix;
  private final Messages messages;
  private byte[] live;
  private boolean wait;

  private OneshotRun(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
    live = LivePath.of(posix);
  }

  static Program declaration() {
    return new Program(
            "s6-rc-oneshot-run",
            null,
            "[ -l live ] [ -b ] up|down|reload servicenumber",
            "runs a script of a oneshot; for the oneshot runner",
            OneshotRun::run)
        .value('l', "livedir", "DIR", "live directory; $S6J_LIVE or /run/s6-rc if not given")
        .flag('b', "block", "wait for the lock of the database")
        .flag(NO_BLOCK, "no-block", "do not wait (default)");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    return new OneshotRun(posix, messages).start(program, arguments);
  }

  private int start(Program program, byte[][] arguments) {
    Options options = new Options(program, arguments);
    for (int letter = options.next(); letter != Options.END; letter = options.next()) {
      switch (letter) {
        case 'l' -> live = options.value();
        case 'b' -> wait = true;
        case NO_BLOCK -> wait = false;
        default -> {
          return options.refuse(messages);
        }
      }
    }
    int first = options.firstOperand();
    if (arguments.length - first < 2) return messages.usage(program);
    int script = script(arguments[first]);
    long number = Decimal.parse(arguments[first + 1]);
    if (script < 0 || number == Decimal.INVALID) return messages.usage(program);
    return run(script, number);
  }

  private static int script(byte[] word) {
    if (CString.is(word, "down")) return RcScriptReader.DOWN;
    if (CString.is(word, "up")) return RcScriptReader.UP;
    return CString.is(word, "reload") ? RcScriptReader.RELOAD : -1;
  }

  private int run(int script, long number) {
    byte[] path = CString.path(live, CString.of("compiled"));
    CompiledDirectory compiled = new CompiledDirectory(posix, path);
    int lock = compiled.lock(wait);
    if (lock < 0) return messages.fatal().unableTo("take lock on ").bytes(path).exit(111, lock);
    int answer = compiled.readSizes();
    if (answer == RcDatabaseReader.FOREIGN) return CompiledSet.foreign(messages, compiled);
    if (answer != 0) return unreadable(compiled.file("n"), answer);
    RcScriptReader reader = new RcScriptReader(posix, compiled);
    if (!reader.isOneshot(number))
      return messages.fatal().text("invalid service number").exit(NO_ONESHOT);
    answer = reader.read((int) number, script);
    posix.close(lock);
    if (answer == RcDatabaseReader.INVALID)
      return messages
          .fatal()
          .text("invalid service database in ")
          .bytes(compiled.file("db"))
          .exit(INVALID);
    return answer == 0 ? become(reader) : unreadable(compiled.file("db"), answer);
  }

  private int unreadable(byte[] file, int why) {
    int errno = why == RcDatabaseReader.SHORT ? 0 : why;
    return messages.fatal().unableTo("read ").bytes(file).exit(111, errno);
  }

  /** No words at all are a script that succeeds. */
  private int become(RcScriptReader reader) {
    byte[][] words = reader.words();
    if (words.length == 0) return 0;
    Environment environment = new Environment(posix.environment());
    environment.set("RC_NAME", reader.name());
    int error = Executable.exec(posix, words, environment);
    return messages
        .fatal()
        .unableTo("exec ")
        .bytes(words[0])
        .exit(Executable.exitCode(error), error);
  }
}
