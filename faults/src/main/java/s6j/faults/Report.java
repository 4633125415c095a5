package s6j.faults;

/** The campaign in a Markdown table, beside the reference's if there was one. */
record Report(Campaign reference, Campaign own) {
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        reference == null ? "| | s6j |\n|---|---|\n" : "| | reference | s6j |\n|---|---|---|\n");
    row(text, "rounds", reference == null ? 0 : reference.rounds(), own.rounds());
    for (Fault fault : Fault.values())
      row(text, words(fault), reference == null ? 0 : reference.struck(fault), own.struck(fault));
    for (String invariant : Invariants.ALL)
      row(
          text,
          "**" + invariant + "**",
          reference == null ? 0 : reference.broken().count(invariant),
          own.broken().count(invariant));
    own.broken().examples().forEach((kind, first) -> text.append(example(kind, first)));
    return text.toString();
  }

  private static String words(Fault fault) {
    return fault.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private static String example(String kind, String first) {
    return "\n" + kind + ", first: " + first + "\n";
  }

  private void row(StringBuilder text, String name, int theirs, int ours) {
    text.append("| ").append(name).append(" | ");
    if (reference != null) text.append(theirs).append(" | ");
    text.append(ours).append(" |\n");
  }
}
