package s6j.rccompiler.compile;

import org.jspecify.annotations.Nullable;
import s6j.cli.Messages;
import s6j.cli.Output;
import s6j.posix.CString;
import s6j.posix.Posix;

/** Tells what is wrong: on standard error for people, or as JSON on standard output. */
final class ProblemReport {
  /** How much is told of each problem. */
  enum Format {
    /** The reference's line. */
    SHORT,
    /** The reference's line, of the first problem alone. */
    FIRST,
    /** That line, and below it the place, what was expected and the nearest name. */
    LONG,
    /** The reference's lines, and on standard output an array of objects. */
    JSON;

    static @Nullable Format of(byte[] word) {
      if (CString.is(word, "short")) return SHORT;
      if (CString.is(word, "long")) return LONG;
      return CString.is(word, "json") ? JSON : null;
    }
  }

  private final Posix posix;
  private final Messages messages;
  private final Format format;

  ProblemReport(Posix posix, Messages messages, Format format) {
    this.posix = posix;
    this.messages = messages;
    this.format = format;
  }

  /** Tells all problems, or one; the exit code, that of the first. */
  int tell(SourceProblems problems) {
    int told = format == Format.FIRST ? Math.min(1, problems.count()) : problems.count();
    for (int i = 0; i < told; i++) {
      messages.fatal().bytes(problems.get(i).text).end();
      if (format == Format.LONG) details(problems.get(i));
    }
    if (format == Format.JSON) json(problems);
    return problems.none() ? 0 : problems.get(0).exitCode;
  }

  private void details(SourceProblem problem) {
    Output out = new Output(posix, 2, 4096);
    if (problem.file != null) {
      out.text("  at ").bytes(problem.file);
      if (problem.line > 0) out.text(":").number(problem.line).text(":").number(problem.column);
      out.line();
    }
    if (problem.expected != null) out.text("  expected ").bytes(problem.expected).line();
    if (problem.nearest != null)
      out.text("  did you mean ").bytes(problem.nearest).text("?").line();
    out.flush();
  }

  private void json(SourceProblems problems) {
    Output out = new Output(posix, 1, 16384);
    out.text("[");
    for (int i = 0; i < problems.count(); i++) {
      out.text(i == 0 ? "\n" : ",\n");
      object(out, problems.get(i));
    }
    out.text(problems.none() ? "]\n" : "\n]\n").flush();
  }

  private static void object(Output out, SourceProblem problem) {
    out.text("{\"exitCode\":").number(problem.exitCode);
    field(out, "message", problem.text);
    field(out, "service", problem.service);
    field(out, "file", problem.file);
    if (problem.line > 0)
      out.text(",\"line\":").number(problem.line).text(",\"column\":").number(problem.column);
    field(out, "expected", problem.expected);
    field(out, "undefined", problem.undefined);
    field(out, "nearest", problem.nearest);
    out.text("}");
  }

  private static void field(Output out, String name, byte @Nullable [] value) {
    if (value != null) out.text(",\"").text(name).text("\":").json(value);
  }
}
