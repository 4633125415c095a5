package s6j.front.toml;

/** A position in a file; line and column count from 1, both are 0 where there is no text. */
public record Place(String file, int line, int column) implements Comparable<Place> {
  /** The beginning of a file. */
  public static Place of(String file) {
    return new Place(file, 1, 1);
  }

  @Override
  public int compareTo(Place other) {
    int files = file.compareTo(other.file);
    if (files != 0) return files;
    return line == other.line ? column - other.column : line - other.line;
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
