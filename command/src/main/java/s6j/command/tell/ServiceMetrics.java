package s6j.command.tell;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.Subcommand;
import s6j.posix.Posix;

/** {@code s6 metrics}: figures of all services for a monitoring system, by s6-metrics. */
public final class ServiceMetrics {
  private static final Option FORMAT =
      Option.value('f', "format", "FORMAT", "openmetrics, or text");
  private static final Option OUTPUT =
      Option.value('o', "output", "FILE", "replace this file instead of printing");
  private static final Option COUNTS =
      Option.value('k', "counts", "FILE", "count deaths and rotations for ever, in this file");
  private static final Program PROGRAM =
      Subcommand.options("s6 metrics").options(FORMAT, OUTPUT, COUNTS);

  private ServiceMetrics() {}

  public static int run(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    if (line.operandCount() > 0)
      return call.messages.usage("s6 metrics [ -f format ] [ -o file ] [ -k counts ]");
    byte[] live = call.settings.livedir;
    boolean isLive = call.posix.access(Posix.CWD, live, Posix.F_OK) >= 0;
    return new CompanionRun(call, "s6-metrics")
        .value("-f", line.bytes(FORMAT, null))
        .value("-o", line.bytes(OUTPUT, null))
        .value("-k", line.bytes(COUNTS, null))
        .value("-l", isLive ? live : null)
        .word("--")
        .word(call.settings.scandir)
        .become();
  }
}
