package s6j.metrics;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.ByteSink;
import s6j.formats.files.Transfer;
import s6j.posix.CString;
import s6j.posix.Posix;

/**
 * s6-metrics: prints figures of all services of a scan directory for a monitoring system, or puts
 * them into a file.
 *
 * <p>Exit codes: 0; 100 for a wrong call; 111 if something cannot be read or written.
 */
public final class Metrics {
  private static final Option FORMAT =
      Option.value('f', "FORMAT", "openmetrics, or text, which is usual with -o");
  private static final Option FILE =
      Option.value('o', "FILE", "replace this file, as a whole, instead of printing");

  private Metrics() {}

  public static Program declaration() {
    return new Program(
            "s6-metrics",
            null,
            "[ -f openmetrics | text ] [ -o file ] [ -k counts ] [ -l livedir ] scandir",
            "prints figures of services for a monitoring system",
            Metrics::run)
        .options(FORMAT, FILE, TreeMetrics.COUNTS, TreeMetrics.LIVE);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 1);
    if (line.refused()) return line.exitCode();
    byte[] file = line.bytes(FILE, null);
    Format format = file == null ? Format.OPENMETRICS : Format.TEXT;
    byte[] word = line.bytes(FORMAT, null);
    if (word != null) {
      format = Format.of(word, format);
      if (!CString.is(word, format.word)) return messages.usage(program);
    }
    ByteSink text = new TreeMetrics(posix, messages, line).text(format);
    if (text == null) return ExitCode.SYSTEM;
    int answer =
        file == null
            ? Transfer.writeFully(posix, 1, text.array(), text.length())
            : ReplacedFile.write(posix, file, text, 0644);
    if (answer >= 0) return 0;
    messages.fatal().unableTo("write ");
    if (file == null) messages.text("to stdout");
    else messages.bytes(file);
    return messages.exit(ExitCode.SYSTEM, answer);
  }
}
