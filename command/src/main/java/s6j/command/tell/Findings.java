package s6j.command.tell;

import s6j.cli.Output;
import s6j.formats.files.NameList;
import s6j.posix.CString;

/** What is odd about a tree: what it is about, what it means, and what to do. */
final class Findings {
  private static final String PROBLEM = "problem";
  private static final String NOTE = "note";
  private static final int PARTS = 4;

  private final NameList parts = new NameList();
  private boolean hasProblem;

  void problem(byte[] about, String text, String advice) {
    hasProblem = true;
    add(PROBLEM, about, text, advice);
  }

  void note(byte[] about, String text, String advice) {
    add(NOTE, about, text, advice);
  }

  private void add(String weight, byte[] about, String text, String advice) {
    parts.add(weight).add(about).add(text).add(advice);
  }

  boolean hasProblem() {
    return hasProblem;
  }

  void print(Output out) {
    if (parts.count() == 0) out.text("nothing is odd\n");
    for (int i = 0; i < parts.count(); i += PARTS) {
      out.text(CString.is(parts.get(i), PROBLEM) ? "problem  " : "note     ");
      out.bytes(parts.get(i + 1)).text(": ").bytes(parts.get(i + 2)).line();
      out.text("         do: ").bytes(parts.get(i + 3)).line();
    }
  }

  void json(Output out) {
    out.text("[");
    for (int i = 0; i < parts.count(); i += PARTS) {
      out.text(i == 0 ? "\n" : ",\n").text("{\"weight\":").json(parts.get(i));
      out.text(",\"about\":").json(parts.get(i + 1));
      out.text(",\"text\":").json(parts.get(i + 2));
      out.text(",\"advice\":").json(parts.get(i + 3)).text("}");
    }
    out.text(parts.count() == 0 ? "]\n" : "\n]\n");
  }
}
