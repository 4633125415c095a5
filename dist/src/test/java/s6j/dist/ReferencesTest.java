package s6j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A page that a comment names is there, and so is the place of the specification. */
class ReferencesTest {
  private static final int FEWEST_PAGES = 60;
  private static final Path ROOT = Path.of("..");
  private static final Pattern PAGE =
      Pattern.compile("docs/([\\w/-]+)\\.md((?:, (?:and )?[A-J](?:\\.\\d+)*\\b)*)");
  private static final Pattern PLACE = Pattern.compile("[A-J](?:\\.\\d+)*\\b");

  /** The lines of comments and strings hang together, wherever the formatter broke them. */
  private static final Pattern BREAK = Pattern.compile("\\n\\s*(?:\\*|//)?\\s*");

  private final TreeSet<String> missing = new TreeSet<>();
  private int pages;

  @Test
  void leadSomewhere() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT, 9)) {
      for (Path file : files.filter(ReferencesTest::isSource).toList()) check(file);
    }
    assertEquals(new TreeSet<>(), missing);
    assertTrue(pages >= FEWEST_PAGES, pages + " references seen");
  }

  private static boolean isSource(Path file) {
    String path = file.toString();
    return path.endsWith(".java") && path.contains("/src/") && !path.contains("/target/");
  }

  private void check(Path file) throws IOException {
    String text = BREAK.matcher(Files.readString(file)).replaceAll(" ");
    for (Matcher named = PAGE.matcher(text); named.find(); pages++) {
      Path page = ROOT.resolve("docs/" + named.group(1) + ".md");
      if (!Files.exists(page)) missing.add(file.getFileName() + ": " + page);
      else checkPlaces(file, page, named.group(2));
    }
  }

  /** A place is a heading, or the beginning of a paragraph. */
  private void checkPlaces(Path file, Path page, String places) throws IOException {
    String text = Files.readString(page);
    for (Matcher named = PLACE.matcher(places); named.find(); ) {
      String begin = "(?m)^(?:#+ )?" + Pattern.quote(named.group()) + "[. ]";
      if (!Pattern.compile(begin).matcher(text).find())
        missing.add(file.getFileName() + ": " + page + ", " + named.group());
    }
  }
}
