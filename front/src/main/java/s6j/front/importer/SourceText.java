package s6j.front.importer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import s6j.front.toml.Place;

/** The text of a file, which knows the line and column of each of its characters. */
public final class SourceText {
  private static final int LARGEST = 4 << 20;
  private static final List<String> BRACES =
      List.of(
          "{{name}}", "{{directory}}", "{{mode}}", "{{template}}", "{{instance}}", "{{number}}");

  final String file;
  public final String text;
  private final int[] lineStarts;

  private SourceText(String file, String text) {
    this.file = file;
    this.text = text;
    this.lineStarts = starts(text);
  }

  private static int[] starts(String text) {
    List<Integer> starts = new ArrayList<>(List.of(0));
    for (int i = 0; i < text.length(); i++) if (text.charAt(i) == '\n') starts.add(i + 1);
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Empty, and reported, if it cannot be read or is no text. */
  public static Optional<SourceText> read(Path file, ImportReport report) {
    try {
      if (!Files.isRegularFile(file)) return refused(file, "is no file that can be read", report);
      if (Files.size(file) > LARGEST) return refused(file, "is larger than 4 MiB", report);
      return of(file.toString(), Files.readAllBytes(file), report);
    } catch (IOException e) {
      return refused(file, "cannot be read: " + e.getMessage(), report);
    }
  }

  private static Optional<SourceText> refused(Path file, String text, ImportReport report) {
    report.broken(Place.of(file.toString()), text);
    return Optional.empty();
  }

  public static Optional<SourceText> of(String file, byte[] content, ImportReport report) {
    CharBuffer buffer = CharBuffer.allocate(content.length + 1);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content), buffer, true);
    buffer.flip();
    SourceText source = new SourceText(file, buffer.toString());
    int nul = source.text.indexOf('\0');
    if (nul >= 0) report.broken(source.place(nul), "a NUL");
    else if (result.isError()) report.broken(source.place(source.text.length()), "not UTF-8");
    else {
      source.tellBraces(report);
      return Optional.of(source);
    }
    return Optional.empty();
  }

  /** Words that convert replaces, and that cannot be escaped. */
  private void tellBraces(ImportReport report) {
    for (String token : BRACES)
      for (int at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1))
        report.changed(place(at), token + " is replaced when the definition is converted");
  }

  public Place place(int offset) {
    int line = Arrays.binarySearch(lineStarts, offset);
    if (line < 0) line = -line - 2;
    return new Place(file, line + 1, offset - lineStarts[line] + 1);
  }

  /** The offset of a line and column, or what is nearest to it. */
  int offset(int line, int column) {
    int start = lineStarts[Math.min(Math.max(line, 1), lineStarts.length) - 1];
    return Math.min(start + Math.max(column, 1) - 1, text.length());
  }

  /** The lines without their ends. */
  public List<Span> lines() {
    List<Span> lines = new ArrayList<>();
    for (int i = 0; i < lineStarts.length; i++) {
      int end = i + 1 < lineStarts.length ? lineStarts[i + 1] - 1 : text.length();
      if (end > lineStarts[i] && text.charAt(end - 1) == '\r') end--;
      if (i + 1 < lineStarts.length || end > lineStarts[i]) lines.add(span(lineStarts[i], end));
    }
    return lines;
  }

  public Span span(int from, int to) {
    int[] offsets = new int[to - from + 1];
    for (int i = 0; i < offsets.length; i++) offsets[i] = from + i;
    return new Span(this, text.substring(from, to), offsets);
  }
}
