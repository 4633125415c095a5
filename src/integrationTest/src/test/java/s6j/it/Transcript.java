package s6j.it;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands behind a prompt, each with what it prints. */
record Transcript(List<Step> steps) {
  static final String PROMPT = "$ ";
  private static final Pattern CAT = Pattern.compile("cat ([A-Za-z0-9@._/-]+)");

  record Step(String command, List<String> output) {}

  private record Replacement(Pattern pattern, String by) {
    Replacement(String pattern, String by) {
      this(Pattern.compile(pattern), by);
    }
  }

  /** What is never the same twice; in this order. */
  private static final List<Replacement> CHANGING =
      List.of(
          new Replacement("@[0-9a-f]{24}", "@STAMP"),
          new Replacement("(STAMP|s6-rc-init|s6-rc-update|bundles):[A-Za-z0-9]{6}\\b", "$1:RANDOM"),
          new Replacement("\\d{4}-\\d\\d-\\d\\d[ _T]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z?", "DATE"),
          new Replacement(
              "([A-Z][a-z]{2} )?[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d( UTC \\d{4})?",
              "DATE"),
          new Replacement("\\b\\d\\d:\\d\\d:\\d\\d\\b", "DATE"),
          new Replacement("(starting|healthy) \\d+ @", "$1 PID @"),
          new Replacement("(pid|pgid|PID:|process|MAINPID=) ?\\d+", "$1 PID"),
          new Replacement("\\b\\d+(\\.\\d+)? ?(s|m|seconds?)\\b", "TIME"),
          new Replacement("\\b\\d+\\.\\d{3,6}\\b", "TIME"),
          new Replacement("/[^ ]*/s6j/bin\\b", "BIN"),
          new Replacement(" {2,}", "  "),
          new Replacement("(?<=  )\\d+(?=  |$)", "N"),
          new Replacement("\\s+$", ""));

  /** Words that go on in lines of four blanks and more belong to the command above. */
  static Transcript of(List<String> lines) {
    List<Step> steps = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(PROMPT)) steps.add(new Step(line.substring(2), new ArrayList<>()));
      else if (isContinued(steps)) continueWith(steps, line);
      else if (!steps.isEmpty()) steps.get(steps.size() - 1).output().add(line);
      else if (!line.isEmpty()) throw new AssertionError("before the first command: " + line);
    }
    return new Transcript(steps);
  }

  /** Files that a reader is supposed to have: those that the first commands show. */
  Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    for (Step step : steps) {
      Matcher cat = CAT.matcher(step.command());
      if (!cat.matches()) break;
      given.put(cat.group(1), String.join("\n", step.output()) + "\n");
    }
    return given;
  }

  private static boolean isContinued(List<Step> steps) {
    if (steps.isEmpty()) return false;
    Step last = steps.get(steps.size() - 1);
    return last.output().isEmpty() && last.command().matches("(?s).*(\\||\\\\|&&)");
  }

  private static void continueWith(List<Step> steps, String line) {
    Step last = steps.remove(steps.size() - 1);
    steps.add(new Step(last.command() + "\n" + line, new ArrayList<>()));
  }

  /** Lines without what changes from run to run, and without empty ones at the end. */
  static List<String> settled(List<String> lines) {
    List<String> settled = new ArrayList<>();
    for (String line : lines) {
      String text = line;
      for (Replacement change : CHANGING)
        text = change.pattern().matcher(text).replaceAll(change.by());
      settled.add(text);
    }
    while (!settled.isEmpty() && settled.get(settled.size() - 1).isEmpty())
      settled.remove(settled.size() - 1);
    return settled;
  }
}
