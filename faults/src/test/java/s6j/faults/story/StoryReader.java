package s6j.faults.story;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a story. */
final class StoryReader {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|([^\\s']+)");
  private static final String INDENT = "    ";
  private static final String LINES =
      "expected since, file, script, lines, &, $, ~, pass or finally, found \"";

  private final String name;
  private final List<String> lines;
  private final List<Step> steps = new ArrayList<>();
  private String since = "";
  private boolean ends;
  private int at;

  StoryReader(String name, String text) {
    this.name = name;
    lines = text.lines().toList();
  }

  Story read() {
    if (lines.isEmpty() || !lines.get(0).startsWith("# "))
      throw wrong("expected \"# \" and what the story shows");
    String title = lines.get(0).substring(2);
    for (at = 1; at < lines.size(); ) step(lines.get(at));
    if (!ends) throw wrong("expected finally and how the story ends");
    if (steps.get(steps.size() - 1) instanceof Step.Finally)
      throw wrong("expected something behind finally");
    return new Story(name, title, since, List.copyOf(steps));
  }

  private BadStory wrong(String what) {
    return new BadStory(name, at + 1, what);
  }

  private void step(String line) {
    if (line.isBlank() || line.startsWith("#")) {
      at++;
      return;
    }
    String[] parts = line.split(" ", 2);
    String rest = parts.length < 2 ? "" : parts[1].trim();
    switch (parts[0]) {
      case "since" -> since(rest);
      case "file" -> file(rest);
      case "script" -> script(rest);
      case "lines" -> lines(rest);
      case "pass" -> pass(rest);
      case "finally" -> end(rest);
      case "&" -> start(rest);
      case "$" -> ask(rest, false);
      case "~" -> ask(rest, true);
      default -> throw wrong(LINES + parts[0] + "\"");
    }
  }

  private void since(String version) {
    if (!version.equals(Story.OURS) && !version.matches("\\d+(\\.\\d+)*"))
      throw wrong("expected \"ours\" or a version of s6, found \"" + version + "\"");
    if (!steps.isEmpty() || !since.isEmpty()) throw wrong("expected since before all else");
    since = version;
    at++;
  }

  private void file(String rest) {
    String[] words = rest.split(" ");
    if (words.length > 2 || words[0].isEmpty()) throw wrong("expected a path and perhaps a mode");
    if (words.length == 2 && !words[1].matches("[0-7]{3,4}"))
      throw wrong("expected a mode, found \"" + words[1] + "\"");
    int mode = words.length == 2 ? Integer.parseInt(words[1], 8) : 0644;
    int line = ++at;
    StringBuilder text = new StringBuilder();
    for (String content : indented()) text.append(content).append('\n');
    steps.add(new Step.Given(line, words[0], mode, text.toString()));
  }

  private List<String> indented() {
    List<String> block = new ArrayList<>();
    for (; at < lines.size() && lines.get(at).startsWith(INDENT); at++)
      block.add(lines.get(at).substring(INDENT.length()));
    return block;
  }

  private void script(String path) {
    if (path.isEmpty() || path.contains(" ")) throw wrong("expected one path");
    int line = ++at;
    List<String> deeds = indented();
    if (deeds.isEmpty())
      throw new BadStory(name, line, "expected what the script does, four blanks before it");
    for (int i = 0; i < deeds.size(); i++) {
      String fault = Script.fault(deeds.get(i));
      if (fault != null) throw new BadStory(name, line + i + 1, fault);
    }
    steps.add(new Step.Played(line, path, Script.of(deeds)));
  }

  private void lines(String rest) {
    String[] words = rest.split(" ", 3);
    if (words.length < 3 || !words[1].matches("\\d{1,5}"))
      throw wrong("expected a path, a number and a text");
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= Integer.parseInt(words[1]); i++)
      text.append(words[2]).append(' ').append(i).append('\n');
    at++;
    steps.add(new Step.Given(at, words[0], 0644, text.toString()));
  }

  private void pass(String time) {
    if (!Time.isTime(time))
      throw wrong("expected a time, as in 200ms or 3s, found \"" + time + "\"");
    steps.add(new Step.Pass(++at, Time.millis(time)));
  }

  private void end(String rest) {
    if (!rest.isEmpty()) throw wrong("expected nothing behind finally");
    if (ends) throw wrong("expected one finally, found another");
    ends = true;
    steps.add(new Step.Finally(++at));
  }

  private void start(String rest) {
    List<String> words = words(rest);
    String input = input(words);
    steps.add(new Step.Start(++at, words, input));
  }

  private void ask(String rest, boolean again) {
    List<String> words = words(rest);
    String input = input(words);
    int line = ++at;
    List<String> out = said('>');
    List<String> err = said('!');
    int code = 0;
    if (at < lines.size() && lines.get(at).startsWith("=")) code = code(lines.get(at));
    Builtin.check(words, again, problem -> new BadStory(name, line, problem));
    steps.add(new Step.Ask(line, again, words, input, code, out, err));
  }

  private int code(String line) {
    if (!line.matches("= \\d{1,3}")) throw wrong("expected an exit code, found \"" + line + "\"");
    at++;
    return Integer.parseInt(line.substring(2));
  }

  private List<String> said(char mark) {
    List<String> said = new ArrayList<>();
    for (; at < lines.size() && isSaid(lines.get(at), mark); at++)
      said.add(lines.get(at).length() < 2 ? "" : lines.get(at).substring(2));
    return said;
  }

  private static boolean isSaid(String line, char mark) {
    return line.equals(String.valueOf(mark)) || line.startsWith(mark + " ");
  }

  private List<String> words(String rest) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(rest);
    while (word.find()) words.add(word.group(1) != null ? word.group(1) : word.group(2));
    if (words.isEmpty()) throw wrong("expected a command");
    return words;
  }

  /** Takes the words that say where input is from, if there are such. */
  private String input(List<String> words) {
    int arrow = words.indexOf("<");
    if (arrow < 0) return null;
    if (arrow == 0 || arrow != words.size() - 2) throw wrong("expected one file behind <");
    String input = words.remove(arrow + 1);
    words.remove(arrow);
    return input;
  }
}
