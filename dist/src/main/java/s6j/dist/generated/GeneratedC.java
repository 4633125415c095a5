package s6j.dist.generated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The C files of one image as TeaVM has written them: read when asked for, written at the end. */
final class GeneratedC {
  private static final Pattern INCLUDE = Pattern.compile("#include \"([^\"]+)\"");

  private final Path directory;
  private final Map<String, String> texts = new TreeMap<>();
  private final List<String> included = new ArrayList<>();

  GeneratedC(Path directory) throws IOException {
    this.directory = directory;
    Matcher include = INCLUDE.matcher(text("all.c"));
    while (include.find()) included.add(include.group(1));
  }

  /** What {@code all.c} includes, in its order. */
  List<String> included() {
    return included;
  }

  /** The files of classes, arrays and primitive types. */
  List<String> ofClasses() {
    return included.stream().filter(f -> f.contains("/") || f.equals("special.c")).toList();
  }

  String text(String file) throws IOException {
    String text = texts.get(file);
    if (text != null) return text;
    text = Files.readString(directory.resolve(file));
    texts.put(file, text);
    return text;
  }

  void put(String file, String text) {
    texts.put(file, text);
  }

  void append(String file, String more) throws IOException {
    put(file, text(file) + more);
  }

  /** Puts a text in place of another, which must be there so many times. */
  void replace(String file, String old, String fresh, int times) throws IOException {
    replaceAll(file, Pattern.compile(Pattern.quote(old)), found -> fresh, times);
  }

  /** The same for what a pattern finds. */
  void replaceAll(String file, Pattern pattern, Function<MatchResult, String> fresh, int times)
      throws IOException {
    long found = pattern.matcher(text(file)).results().count();
    if (found != times)
      throw new IOException(
          directory.resolve(file) + ": " + found + " times and not " + times + ": " + pattern);
    put(file, replaced(text(file), pattern, fresh));
  }

  static String replaced(String text, Pattern pattern, Function<MatchResult, String> fresh) {
    return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(fresh.apply(found)));
  }

  IOException unexpected(String file, String what) {
    return new IOException(directory.resolve(file) + ": not expected: " + what);
  }

  void write() throws IOException {
    for (Map.Entry<String, String> one : texts.entrySet())
      Files.writeString(directory.resolve(one.getKey()), one.getValue());
  }
}
