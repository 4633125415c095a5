package s6j.front.importer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The files that a pattern with *, ? and [] stands for. */
final class PathGlob {
  private static final int MOST = 10_000;

  private PathGlob() {}

  /** In order; nothing if there are none. */
  static List<Path> files(Path base, String pattern) throws IOException {
    List<Path> found = List.of(pattern.startsWith("/") ? Path.of("/") : base);
    for (String segment : pattern.split("/")) {
      if (segment.isEmpty() || segment.equals(".")) continue;
      List<Path> next = new ArrayList<>();
      for (Path directory : found) add(directory, segment, next);
      found = next;
    }
    return found;
  }

  private static void add(Path directory, String segment, List<Path> next) throws IOException {
    if (!segment.matches("(?s).*[*?\\[].*")) {
      Path path = directory.resolve(segment);
      if (Files.exists(path) && next.size() < MOST) next.add(path);
      return;
    }
    if (!Files.isReadable(directory)) return;
    Pattern pattern = regex(segment);
    for (Path entry : DirectoryFiles.entries(directory)) {
      String name = entry.getFileName().toString();
      boolean isHidden = name.startsWith(".") && !segment.startsWith(".");
      if (!isHidden && pattern.matcher(name).matches() && next.size() < MOST) next.add(entry);
    }
  }

  private static Pattern regex(String segment) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      int end = segment.indexOf(']', i + 2);
      if (c == '*') regex.append(".*");
      else if (c == '?') regex.append('.');
      else if (c == '[' && end > 0) {
        String set = segment.substring(i + 1, end).replace("\\", "\\\\").replace("[", "\\[");
        regex.append('[').append(set.startsWith("!") ? "^" + set.substring(1) : set).append(']');
        i = end;
      } else regex.append(Pattern.quote(String.valueOf(c)));
    }
    try {
      return Pattern.compile(regex.toString(), Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      return Pattern.compile(Pattern.quote(segment));
    }
  }
}
