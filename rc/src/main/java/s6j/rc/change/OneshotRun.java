package s6j.rc.change;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.files.CompiledDirectory;
import s6j.formats.files.LivePath;
import s6j.formats.files.RcScriptReader;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.rc.live.CompiledSet;

/**
 * s6-rc-oneshot-run: becomes the script of a oneshot. The oneshot runner starts it for every
 * transition, so it reads only what it needs of the database.
 */
public final class OneshotRun {
  private static final int INVALID = 4;
  private static final int NO_ONESHOT = 3;
  private static final String NAME = "s6-rc-oneshot-run";

  /** NAME -l DIR -- up NUMBER. */
  private static final int FORESEEN = 6;

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
            NAME,
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

  private int run(int kind, long number) {
    OneshotScript script = new OneshotScript(posix, live);
    OneshotScript.Trouble trouble = script.find(kind, number, wait);
    return trouble == OneshotScript.Trouble.NONE ? become(script) : tell(trouble, script);
  }

  private int tell(OneshotScript.Trouble trouble, OneshotScript script) {
    CompiledDirectory compiled = script.compiled;
    return switch (trouble) {
      case NONE -> 0;
      case LOCK ->
          messages
              .fatal()
              .unableTo("take lock on ")
              .bytes(compiled.path())
              .exit(ExitCode.SYSTEM, script.why());
      case SIZES -> unreadable(compiled.file("n"), script.why());
      case FOREIGN -> CompiledSet.foreign(messages, compiled);
      case NUMBER -> messages.fatal().text("invalid service number").exit(NO_ONESHOT);
      case INVALID_DATABASE ->
          messages
              .fatal()
              .text("invalid service database in ")
              .bytes(compiled.file("db"))
              .exit(INVALID);
      case DATABASE -> unreadable(compiled.file("db"), script.why());
    };
  }

  private int unreadable(byte[] file, int errno) {
    return messages.fatal().unableTo("read ").bytes(file).exit(ExitCode.SYSTEM, errno);
  }

  private int become(OneshotScript script) {
    byte[][] words = script.words();
    if (words.length == 0) return 0;
    int error = Executable.exec(posix, words, around(script, new Environment(posix)));
    return messages
        .fatal()
        .unableTo("exec ")
        .bytes(words[0])
        .exit(Executable.exitCode(error), error);
  }

  private static Environment around(OneshotScript script, Environment environment) {
    environment.set("RC_NAME", script.name());
    return environment;
  }

  /**
   * What this program becomes where its words are as the runner's generated script has them:
   * whoever waits for the lock is not foreseen, and nothing else than a script that is there.
   */
  public static boolean foresee(Posix posix, Spawn spawn) {
    byte[][] words = spawn.arguments;
    if (words.length != FORESEEN || !CString.is(CString.baseName(words[0]), NAME)) return false;
    if (!CString.is(words[1], "-l") || !CString.is(words[3], "--")) return false;
    int kind = script(words[4]);
    long number = Decimal.parse(words[5]);
    if (kind < 0 || number == Decimal.INVALID || !Executable.isOwn(posix, words[0])) return false;
    OneshotScript script = new OneshotScript(posix, words[2]);
    if (script.find(kind, number, false) != OneshotScript.Trouble.NONE) return false;
    if (script.words().length == 0) return false;
    spawn.arguments = script.words();
    byte[][] given = spawn.environment;
    Environment environment = given == null ? new Environment(posix) : new Environment(given);
    spawn.environment = around(script, environment).variables();
    return true;
  }
}
