package s6j.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import s6j.formats.Tai64n;

/**
 * A directory that {@code s6-log} writes: {@code current}, and older files by the times at which
 * they were put aside. Files that are put aside or removed while they are read make no line come
 * twice, and none be missed that is still there.
 */
public final class LogDirectory {
  private static final int BUFFER = 65536;
  private static final int MOST_TRIES = 200;
  private static final List<String> YOUNG = List.of("previous", "current");

  private final Path path;

  private LogDirectory(Path path) {
    this.path = path;
  }

  /** The log directory at a path. */
  public static LogDirectory at(Path path) {
    return new LogDirectory(path);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** The last lines, oldest first; fewer if there are no more. */
  public List<LogLine> tail(int lines) {
    if (lines < 0) throw new IllegalArgumentException(lines + " lines, expected 0 or more");
    List<LogLine> all = new ArrayList<>();
    List<LogFile> files = open();
    try {
      for (int i = files.size() - 1; i >= 0 && all.size() < lines; i--) {
        List<LogLine> of = new ArrayList<>();
        read(files.get(i), of::add);
        int first = Math.max(0, of.size() - (lines - all.size()));
        all.addAll(0, of.subList(first, of.size()));
      }
    } finally {
      files.forEach(LogFile::close);
    }
    return all;
  }

  /** The lines of a moment and later ones, as {@link #since(Instant, Consumer)} tells them. */
  public List<LogLine> since(Instant moment) {
    List<LogLine> lines = new ArrayList<>();
    since(moment, lines::add);
    return lines;
  }

  /**
   * Tells the lines of a moment and later ones, oldest first. A line without a time counts as later
   * than the line before it; if that has none either, it is told unless its whole file was put
   * aside before the moment.
   */
  public void since(Instant moment, Consumer<LogLine> consumer) {
    List<LogFile> files = open();
    try {
      boolean[] later = {false};
      for (LogFile file : files) {
        if (file.end.isPresent() && file.end.get().isBefore(moment)) continue;
        boolean[] known = {later[0]};
        read(
            file,
            line -> {
              if (line.time().isPresent()) {
                known[0] = true;
                later[0] |= !line.time().get().isBefore(moment);
              }
              if (later[0] || !known[0]) consumer.accept(line);
            });
      }
    } finally {
      files.forEach(LogFile::close);
    }
  }

  /** An open file, and when it was put aside. */
  private record LogFile(Path path, InputStream stream, Optional<Instant> end) {
    void close() {
      try {
        stream.close();
      } catch (IOException e) {
        throw SupervisionException.of(path, "a log file", e);
      }
    }
  }

  /**
   * Opens all files as they are between two rotations: once more if there was one meanwhile, which
   * put a file aside, or had a processor write it anew under another name. Files that were put
   * aside stay open, so that another try takes little time. What is open keeps its key to itself.
   */
  private List<LogFile> open() {
    TreeMap<Path, LogFile> archives = new TreeMap<>();
    List<LogFile> young = new ArrayList<>();
    try {
      for (int tries = 1; ; tries++) {
        Object before = young();
        for (String name : YOUNG) open(path.resolve(name), Optional.empty()).ifPresent(young::add);
        for (Path name : archives())
          if (!archives.containsKey(name))
            open(name, end(name)).ifPresent(file -> archives.put(name, file));
        if (before.equals(young()) || tries == MOST_TRIES) return all(archives, young);
        young.forEach(LogFile::close);
        young.clear();
      }
    } catch (IOException e) {
      archives.values().forEach(LogFile::close);
      young.forEach(LogFile::close);
      throw SupervisionException.of(path, "a log directory", e);
    }
  }

  private static List<LogFile> all(TreeMap<Path, LogFile> archives, List<LogFile> young) {
    List<LogFile> files = new ArrayList<>(archives.values());
    files.addAll(young);
    return files;
  }

  /** Which files the two names stand for that a rotation begins and ends with. */
  private List<Object> young() throws IOException {
    List<Object> keys = new ArrayList<>();
    for (String name : YOUNG)
      try {
        Path file = path.resolve(name);
        keys.add(keyOf(file, Files.readAttributes(file, BasicFileAttributes.class)));
      } catch (NoSuchFileException absent) {
        keys.add(name);
      }
    return keys;
  }

  private List<Path> archives() throws IOException {
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, "@*.[su]")) {
      entries.forEach(names::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  private static Optional<Instant> end(Path archive) {
    byte[] name = archive.getFileName().toString().getBytes(StandardCharsets.US_ASCII);
    long nanos = Tai64n.parseLabel(name, 0);
    return nanos == Tai64n.INVALID ? Optional.empty() : Optional.of(Status.instant(nanos));
  }

  /** Empty if it is gone, or no file. */
  private static Optional<LogFile> open(Path file, Optional<Instant> end) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) return Optional.empty();
      InputStream stream = Files.newInputStream(file);
      return Optional.of(new LogFile(file, stream, end));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  private static Object keyOf(Path file, BasicFileAttributes attributes) {
    Object key = attributes.fileKey();
    return key == null ? file : key;
  }

  private static void read(LogFile file, Consumer<LogLine> consumer) {
    byte[] buffer = new byte[BUFFER];
    int length = 0;
    try {
      for (int got; (got = file.stream.read(buffer, length, buffer.length - length)) > 0; ) {
        length += got;
        int from = 0;
        for (int i = length - got; i < length; i++)
          if (buffer[i] == '\n') {
            consumer.accept(LogLine.of(buffer, from, i));
            from = i + 1;
          }
        System.arraycopy(buffer, from, buffer, 0, length - from);
        length -= from;
        if (length == buffer.length) buffer = Arrays.copyOf(buffer, 2 * length);
      }
    } catch (IOException e) {
      throw SupervisionException.of(file.path, "a log file", e);
    }
    if (length > 0) consumer.accept(LogLine.of(buffer, 0, length));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogDirectory directory && directory.path.equals(path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  /** The path. */
  @Override
  public String toString() {
    return path.toString();
  }
}
