package s6j.portable.file;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.portable.call.ToolCall;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Posix;

/** s6-chown: the owner of a file, by numbers. */
public final class Chown {
  private static final Option FROM_ENVIRONMENT =
      Option.flag('U', "user and group are the variables UID and GID");
  private static final Option USER = Option.value('u', "uid", "the user").number();
  private static final Option GROUP = Option.value('g', "gid", "the group").number();

  /** Leaves an id as it is. */
  private static final int SAME = -1;

  private final ToolCall call;
  private final Environment environment;
  private int uid = SAME;
  private int gid = SAME;
  private int exitCode;

  private Chown(ToolCall call) {
    this.call = call;
    environment = new Environment(call.posix);
  }

  public static Program declaration() {
    return new Program(
            "s6-chown",
            null,
            "[ -U ] [ -u uid ] [ -g gid ] file",
            "changes the owner of a file",
            Chown::run)
        .options(FROM_ENVIRONMENT, USER, GROUP);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    return new Chown(call).change(program.open(arguments, call.messages));
  }

  private int change(Line line) {
    for (Line.Given given = line.first(); given != null; given = given.next()) take(given);
    if (exitCode != 0 || line.judge(1) != 0) return exitCode != 0 ? exitCode : line.exitCode();
    int error = call.posix.chown(Posix.CWD, line.operand(0), uid, gid);
    return error < 0 ? call.unable("chown ", line.operand(0), error) : 0;
  }

  private void take(Line.Given given) {
    if (given.option == USER) uid = (int) given.number();
    if (given.option == GROUP) gid = (int) given.number();
    if (given.option != FROM_ENVIRONMENT) return;
    uid = variable("UID");
    gid = variable("GID");
  }

  /** The number in a variable; says what is wrong with it, unless something was said. */
  private int variable(String name) {
    byte[] value = environment.get(name);
    long number = value == null ? Decimal.INVALID : Decimal.parse(value);
    if (number >= 0 || exitCode != 0) return (int) number;
    call.messages.fatal().text(value == null ? "" : "invalid $").text(name);
    exitCode = call.messages.text(value == null ? " not set" : "").exit(ExitCode.USAGE);
    return SAME;
  }
}
