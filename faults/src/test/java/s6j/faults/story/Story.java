package s6j.faults.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A scenario from a file, as docs/internals/stories.md has it.
 *
 * @param since the version of s6 that can tell it, empty for any, {@code ours} for none
 */
public record Story(String name, String title, String since, List<Step> steps) {
  static final String OURS = "ours";
  private static final String ASKED = "(" + System.getProperty("s6j.stories", ".*") + ")";

  /** The stories of a directory, by name; with {@code -Ds6j.stories=REGEX} those that match. */
  public static List<Story> all(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches(ASKED + "\\.story"))
          .sorted()
          .map(Story::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Story of(Path file) {
    try {
      return new StoryReader(file.getFileName().toString(), Files.readString(file)).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Story of(String name, String text) {
    return new StoryReader(name, text).read();
  }

  /** Whether the program is one of its daemons. */
  public boolean starts(String program) {
    return steps.stream()
        .anyMatch(step -> step instanceof Step.Start start && start.words().get(0).equals(program));
  }

  /** Whether an s6 of that version, as in 2.11.3, can tell it. */
  public boolean isFor(String version) {
    if (since.isEmpty()) return true;
    return !since.equals(OURS) && compare(version, since) >= 0;
  }

  private static int compare(String one, String other) {
    String[] left = one.split("\\.");
    String[] right = other.split("\\.");
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int order = Integer.compare(Integer.parseInt(left[i]), Integer.parseInt(right[i]));
      if (order != 0) return order;
    }
    return Integer.compare(left.length, right.length);
  }

  BadStory wrong(Step step, String what) {
    return new BadStory(name, step.line(), what);
  }

  @Override
  public String toString() {
    return name;
  }
}
