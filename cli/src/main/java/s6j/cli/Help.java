package s6j.cli;

import s6j.posix.Posix;

/** The text of --help, from a program's declaration. */
final class Help {
  private static final int COLUMN = 26;
  private static final int STDOUT = 1;

  private Help() {}

  static int print(Posix posix, Program program) {
    Output out = new Output(posix, STDOUT, 4096);
    out.text(program.name).text(": ").text(program.summary).line();
    out.text("usage: ").text(program.name).text(" ").text(program.usage).line();
    for (Option option : program.options()) option(out, option);
    return out.flush() < 0 ? ExitCode.SYSTEM : 0;
  }

  private static void option(Output out, Option option) {
    String left = label(option);
    out.text(left);
    for (int i = left.length(); i < COLUMN; i++) out.text(" ");
    out.text(left.length() >= COLUMN ? "  " : "").text(option.description).line();
  }

  private static String label(Option option) {
    StringBuilder label = new StringBuilder("  ");
    if (option.hasLetter()) label.append('-').append(option.letter);
    if (option.longName != null)
      label.append(option.hasLetter() ? ", --" : "--").append(option.longName);
    if (option.value != null)
      label.append(option.longName == null ? ' ' : '=').append(option.value);
    return label.toString();
  }
}
