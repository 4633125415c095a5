package s6j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import s6j.cli.Option;
import s6j.cli.Program;

/**
 * The option table of a program's page has what its declaration has, written alike: {@code -x}, or
 * {@code -x operand}, and {@code --long} or {@code --long=operand}.
 */
class OptionPagesTest {
  private static final int LEAST = 400;
  private static final Path PAGES = Path.of("../docs/programs");
  private static final Pattern WORD = Pattern.compile("(?<=^| )-([^ =]+)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @Test
  void tablesHaveWhatIsDeclared() throws IOException {
    List<String> differences = new ArrayList<>();
    int count = 0;
    for (Image image : Image.ALL)
      for (Program program : image.programs().get()) {
        TreeSet<String> declared = new TreeSet<>();
        for (Option option : program.options()) declare(option, declared);
        TreeSet<String> written = written(Files.readString(PAGES.resolve(program.name + ".md")));
        count += declared.size();
        for (String word : written)
          if (!declared.contains(word)) differences.add(program.name + " has no " + word);
        declared.removeAll(written);
        for (String word : declared) differences.add(program.name + ".md lacks " + word);
      }
    assertEquals("", String.join("\n", differences));
    assertTrue(count >= LEAST, "only " + count);
  }

  /** The usage message is s6's text; what it names is declared. */
  @Test
  void usageNamesOnlyWhatIsDeclared() {
    List<String> unknown = new ArrayList<>();
    int count = 0;
    for (Image image : Image.ALL)
      for (Program program : image.programs().get())
        for (Matcher word = WORD.matcher(program.usage); word.find(); count++)
          if (!isDeclared(program, word.group(1))) unknown.add(program.name + " " + word.group());
    assertEquals(List.of(), unknown);
    assertTrue(count >= LEAST / 2, "only " + count);
  }

  /** A long name, or letters, the last of which may have a value attached. */
  private static boolean isDeclared(Program program, String word) {
    // redirfd has its letters behind a bracket.
    if (word.equals("[")) return true;
    boolean endsOptions = word.equals("-");
    if (word.startsWith("-"))
      return endsOptions
          || Stream.of(program.options()).anyMatch(o -> word.substring(1).equals(o.longName));
    for (char letter : word.toCharArray()) {
      Option option = program.option(letter);
      if (option == null) return false;
      if (option.value != null) return true;
    }
    return true;
  }

  private static void declare(Option option, TreeSet<String> into) {
    String value = option.value == null ? "" : option.value;
    if (option.hasLetter()) into.add(("-" + option.letter + " " + value).trim());
    if (option.longName != null)
      into.add("--" + option.longName + (value.isEmpty() ? "" : "=" + value));
  }

  /** The options in the rows below a head that begins with the word option. */
  private static TreeSet<String> written(String page) {
    TreeSet<String> words = new TreeSet<>();
    boolean isTable = false;
    for (String line : page.split("\n")) {
      isTable = line.startsWith("|") && (isTable || line.startsWith("| option |"));
      if (isTable) Stream.of(cells(line)).forEach(cell -> addWords(cell, words));
    }
    return words;
  }

  /** All cells of a row but the last, which tells what the option means. */
  private static String[] cells(String row) {
    String[] cells = row.replace("\\|", "!").split("\\|");
    return List.of(cells).subList(0, cells.length - 1).toArray(new String[0]);
  }

  private static void addWords(String cell, TreeSet<String> words) {
    for (Matcher code = CODE.matcher(cell); code.find(); )
      for (String word : code.group(1).split(", ")) words.add(word.replace('!', '|'));
  }
}
