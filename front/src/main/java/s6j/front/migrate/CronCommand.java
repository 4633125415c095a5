package s6j.front.migrate;

import s6j.front.shell.Sh;

/**
 * The last field of a line of cron: a command up to the first percent sign, behind which its
 * standard input stands, with percent signs for the ends of lines; a backslash makes one a sign
 * again.
 */
record CronCommand(String line, String input, boolean hasInput) {
  static CronCommand of(String field) {
    StringBuilder line = new StringBuilder();
    StringBuilder input = new StringBuilder();
    boolean hasInput = false;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      boolean isEscaped = c == '\\' && i + 1 < field.length() && field.charAt(i + 1) == '%';
      if (isEscaped) i++;
      char meant = isEscaped ? '%' : c;
      if (c == '%' && !hasInput) hasInput = true;
      else if (hasInput) input.append(c == '%' ? '\n' : meant);
      else line.append(meant);
    }
    return new CronCommand(line.toString().strip(), input.toString(), hasInput);
  }

  /** For /bin/sh, which the process is already set up for but for the path of programs. */
  String script(String shell, String path) {
    String text =
        "export PATH="
            + Sh.quote(path)
            + "\ncd \"${HOME:-/}\" || exit 111\n"
            + "exec "
            + Sh.quote(shell)
            + " -c "
            + Sh.quote(line);
    if (!hasInput) return text + " </dev/null\n";
    String end = "END";
    while (input.contains(end)) end += "_";
    return text + " <<'" + end + "'\n" + input + "\n" + end + "\n";
  }
}
