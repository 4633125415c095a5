package s6j.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation, and what is shown in it between fences. */
record Page(String name, String text, List<Block> blocks) {
  private static final String FENCE = "```";
  private static final Pattern STAGE = Pattern.compile("examples\\.md#([a-z-]+)");
  private static final Pattern SECTION = Pattern.compile("## (.+)");

  /** {@code section} is the last heading of the second level above it. */
  record Block(String page, int line, String language, String section, List<String> lines) {
    String first() {
      return lines.isEmpty() ? "" : lines.get(0);
    }

    /** Whether it shows commands behind a prompt. */
    boolean isTranscript() {
      return lines.stream().anyMatch(line -> line.startsWith(Transcript.PROMPT));
    }

    /** The text of a definition of a service, made whole; empty if it is none. */
    String definition() {
      String text = String.join("\n", lines) + "\n";
      boolean lacksRun =
          language.equals("toml")
              && !text.startsWith("run =")
              && !text.matches("(?s)[^\\[]*\nrun =.*");
      boolean isDefinition = language.equals("toml") || language.equals("xml");
      return isDefinition ? (lacksRun ? "run = 'true'\n" : "") + text : "";
    }

    @Override
    public String toString() {
      return page + ":" + line + ": " + first();
    }
  }

  static Page read(Path root, Path file) throws IOException {
    String name = root.relativize(file).toString();
    List<Block> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    String section = "";
    for (int i = 0; i < lines.size(); i++) {
      Matcher heading = SECTION.matcher(lines.get(i));
      if (heading.matches()) section = heading.group(1);
      if (!lines.get(i).startsWith(FENCE)) continue;
      int end = i + 1;
      while (!lines.get(end).equals(FENCE)) end++;
      String language = lines.get(i).substring(FENCE.length());
      blocks.add(new Block(name, i + 1, language, section, List.copyOf(lines.subList(i + 1, end))));
      i = end;
    }
    return new Page(name, String.join("\n", lines), blocks);
  }

  /** The sections of docs/examples.md that it says its examples start from. */
  List<String> stages() {
    return STAGE.matcher(text).results().map(found -> found.group(1)).distinct().toList();
  }

  List<Block> transcripts() {
    return blocks.stream().filter(Block::isTranscript).toList();
  }
}
