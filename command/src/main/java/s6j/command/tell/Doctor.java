package s6j.command.tell;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.Subcommand;
import s6j.posix.Posix;
import s6j.posix.RealPath;
import s6j.rc.live.LiveDirectory;

/** {@code s6 doctor}: looks, changes nothing, and says for all that is odd what to do. */
public final class Doctor {
  private static final Option JSON = Option.flag("json", "print JSON");
  private static final Program PROGRAM = Subcommand.options("s6 doctor").options(JSON);

  private Doctor() {}

  /** 1 if there are problems. */
  public static int run(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    if (line.operandCount() > 0) return call.messages.usage("s6 doctor [ --json ]");
    Findings findings = new Findings();
    LiveDirectory live = new LiveDirectory(call.posix, call.settings.livedir);
    byte[] scandir = call.settings.scandir;
    if (call.posix.access(Posix.CWD, live.path(), Posix.F_OK) >= 0) {
      byte[] own = new LiveCheck(call, live, findings).look();
      if (own != null) scandir = own;
    }
    byte[] real = RealPath.of(call.posix, scandir);
    new ScandirCheck(call.posix, real == null ? scandir : real, findings).look();
    Output out = call.output();
    if (line.has(JSON)) findings.json(out);
    else findings.print(out);
    return out.finish(call.messages, findings.hasProblem() ? 1 : 0);
  }
}
