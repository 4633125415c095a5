package s6j.rccompiler;

import s6j.cli.Messages;
import s6j.cli.Output;
import s6j.posix.CString;
import s6j.posix.Posix;

/** Tells what is wrong: on standard error for people, or as JSON on standard output. */
final class Report {
  /** How much is told of each problem. */
  enum Format {
    /** The reference's line. */
    SHORT,
    /** That line, and below it the place, what was expected and the nearest name. */
    LONG,
    /** The reference's lines, and on standard output an array of objects. */
    JSON;

    static Format of(byte[] word) {
      if (CString.is(word, "short")) return SHORT;
      if (CString.is(word, "long")) return LONG;
      return CString.is(word, "json") ? JSON : null;
    }
  }

  private final Posix posix;
  private final Messages messages;
  private final Format format;

  Report(Posix posix, Messages messages, Format format) {
    this.posix = posix;
    this.messages = messages;
    this.format = format;
  }

  /** Tells all problems; the exit code, that of the first. */
  int tell(Problems problems) {
    for (int i = 0; i < problems.count(); i++) {
      messages.fatal().bytes(problems.get(i).text).end();
      if (format == Format.LONG) details(problems.get(i));
    }
    if (format == Format.JSON) json(problems);
    return problems.none() ? 0 : problems.get(0).exitCode;
  }

  private void details(Problem problem) {
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

  private void json(Problems problems) {
    Output out = new Output(posix, 1, 16384);
    out.text("[");
    for (int i = 0; i < problems.count(); i++) {
      out.text(i == 0 ? "\n" : ",\n");
      object(out, problems.get(i));
    }
    out.text(problems.none() ? "]\n" : "\n]\n").flush();
  }

  private static void object(Output out, Problem problem) {
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

  private static void field(Output out, String name, byte[] value) {
    if (value == null) return;
    out.text(",\"").text(name).text("\":\"");
    boolean text = isUtf8(value);
    for (byte b : value) character(out, b & 0xff, text);
    out.text("\"");
  }

  /** Whether these bytes are UTF-8, which names usually are; overlong forms are let pass. */
  private static boolean isUtf8(byte[] value) {
    int following = 0;
    for (byte b : value) {
      int c = b & 0xff;
      boolean follows = c >> 6 == 2;
      if (follows != following > 0) return false;
      if (follows) following--;
      else if (c >= 0xf8) return false;
      else following = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
    }
    return following == 0;
  }

  /** Of what is not UTF-8 bytes from 128 become the characters of these numbers. */
  private static void character(Output out, int c, boolean text) {
    if (c == '"' || c == '\\') out.text("\\");
    if (c >= ' ' && (c < 128 || text)) {
      out.bytes(new byte[] {(byte) c}, 0, 1);
    } else {
      String hex = "0123456789abcdef";
      out.text("\\u00").text(hex.substring(c >> 4, (c >> 4) + 1));
      out.text(hex.substring(c & 15, (c & 15) + 1));
    }
  }
}
