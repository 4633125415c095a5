package s6j.rc.change;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.RcDatabaseReader;
import s6j.formats.files.CompiledDirectory;
import s6j.formats.files.LivePath;
import s6j.formats.files.RcScriptReader;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.rc.live.CompiledSet;

/**
 * s6-rc-oneshot-run: becomes the script of a oneshot. The oneshot runner starts it for every
 * transition, so it reads only what it needs of the database.
 */
public final class OneshotRun {
  private static final int INVALID = 4;
  private static final int NO_ONESHOT = 3;
  private static final Option LIVE =
      Option.value('l', "livedir", "DIR", "live directory; $S6J_LIVE or /run/s6-rc if not given");
  private static final Option BLOCK =
      Option.flag('b', "block", "wait for the lock of the database");
  private static final Option NO_BLOCK = Option.flag("no-block", "do not wait (default)");

  private final Posix posix;
  private final Messages messages;
  private final byte[] live;
  private final boolean wait;

  private OneshotRun(Posix posix, Messages messages, Line line) {
    this.posix = posix;
    this.messages = messages;
    live = line.bytes(LIVE, LivePath.of(posix));
    wait = line.chose(BLOCK, NO_BLOCK);
  }

  public static Program declaration() {
    return new Program(
            "s6-rc-oneshot-run",
            null,
            "[ -l live ] [ -b ] up|down|reload servicenumber",
            "runs a script of a oneshot; for the oneshot runner",
            OneshotRun::run)
        .options(LIVE, BLOCK, NO_BLOCK);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 2);
    if (line.refused()) return line.exitCode();
    int script = script(line.operand(0));
    long number = Decimal.parse(line.operand(1));
    if (script < 0 || number == Decimal.INVALID) return line.usage();
    return new OneshotRun(posix, messages, line).run(script, number);
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
    if (lock < 0)
      return messages.fatal().unableTo("take lock on ").bytes(path).exit(ExitCode.SYSTEM, lock);
    int code = readSizes(compiled);
    RcScriptReader reader = code == 0 ? new RcScriptReader(posix, compiled) : null;
    if (code == 0) code = read(compiled, reader, script, number);
    posix.close(lock);
    return code == 0 ? become(reader) : code;
  }

  private int readSizes(CompiledDirectory compiled) {
    int answer = compiled.readSizes();
    if (answer == RcDatabaseReader.FOREIGN) return CompiledSet.foreign(messages, compiled);
    return answer == 0 ? 0 : unreadable(compiled.file("n"), answer);
  }

  /** 0 once the reader has the script, or an exit code. */
  private int read(
      CompiledDirectory compiled, @Nullable RcScriptReader reader, int script, long number) {
    if (!reader.isOneshot(number))
      return messages.fatal().text("invalid service number").exit(NO_ONESHOT);
    int answer = reader.read((int) number, script);
    if (answer == RcDatabaseReader.INVALID)
      return messages
          .fatal()
          .text("invalid service database in ")
          .bytes(compiled.file("db"))
          .exit(INVALID);
    return answer == 0 ? 0 : unreadable(compiled.file("db"), answer);
  }

  private int unreadable(byte[] file, int why) {
    int errno = why == RcDatabaseReader.SHORT ? 0 : why;
    return messages.fatal().unableTo("read ").bytes(file).exit(ExitCode.SYSTEM, errno);
  }

  /** No words at all are a script that succeeds. */
  private int become(@Nullable RcScriptReader reader) {
    byte[][] words = reader.words();
    if (words.length == 0) return 0;
    Environment environment = new Environment(posix);
    environment.set("RC_NAME", reader.name());
    int error = Executable.exec(posix, words, environment);
    return messages
        .fatal()
        .unableTo("exec ")
        .bytes(words[0])
        .exit(Executable.exitCode(error), error);
  }
}
