package s6j.faults.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Files as a program finds them, and the command lines that read them: a directory of the corpus.
 *
 * <p>{@code .words} holds the command lines, blanks between words; a line {@code @FILE} stands for
 * those in a file, which is mutated too. {@code .locks} names files that another process holds
 * locked, {@code .fifos} fifos to make; {@code stdin} is the standard input; {@code .letters} are
 * written into the control fifo of the daemon {@code svc} while it runs.
 */
record Specimen(String name, Map<String, byte[]> files, Map<String, Boolean> executable) {
  private static final Path CORPUS = Path.of(System.getProperty("s6j.corpus", "corpus"));

  /** All of the corpus, in the order of their names. */
  static List<Specimen> all() throws IOException {
    List<Specimen> all = new ArrayList<>();
    try (Stream<Path> found = Files.find(CORPUS, 8, (path, facts) -> path.endsWith(".words"))) {
      for (Path words : found.sorted().toList()) all.add(read(words.getParent()));
    }
    return all;
  }

  private static Specimen read(Path directory) throws IOException {
    Specimen specimen =
        new Specimen(CORPUS.relativize(directory).toString(), new TreeMap<>(), new TreeMap<>());
    try (Stream<Path> found = Files.walk(directory)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        String name = directory.relativize(file).toString();
        specimen.files.put(name, Files.readAllBytes(file));
        specimen.executable.put(name, Files.isExecutable(file));
      }
    }
    return specimen;
  }

  /** The same with one file changed, drawn from the seed; never the command lines. */
  Specimen mutated(long seed) {
    Random random = new Random(seed);
    List<String> subjects = new ArrayList<>(files.keySet());
    subjects.removeIf(file -> file.equals(".words") || file.equals(".locks"));
    String subject = subjects.get(random.nextInt(subjects.size()));
    Map<String, byte[]> changed = new TreeMap<>(files);
    changed.put(subject, new Mutation(random).of(files.get(subject)));
    return new Specimen(name + " seed " + seed + " in " + subject, changed, executable);
  }

  /** Lines of one of the files with a dot; none if it is not there. */
  List<String> lines(String file) {
    byte[] bytes = files.getOrDefault(file, new byte[0]);
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .lines()
        .filter(l -> !l.isEmpty())
        .toList();
  }

  List<byte[][]> commands() {
    List<byte[][]> commands = new ArrayList<>();
    for (String line : lines(".words")) {
      List<String> those = line.startsWith("@") ? lines(line.substring(1)) : List.of(line);
      for (String words : those) commands.add(words(words));
    }
    return commands;
  }

  /** A file may hold NULs, a command line cannot. */
  private static byte[][] words(String line) {
    return Arrays.stream(line.replace("\0", "").split(" +"))
        .filter(word -> !word.isEmpty())
        .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
        .toArray(byte[][]::new);
  }

  /** Files to be laid out: all but those with a dot in front, and the standard input. */
  Map<String, byte[]> tree() {
    Map<String, byte[]> tree = new TreeMap<>(files);
    tree.keySet().removeIf(name -> name.startsWith(".") || name.equals("stdin"));
    return tree;
  }

  byte[] stdin() {
    return files.getOrDefault("stdin", new byte[0]);
  }

  /** Whether it is a daemon's, which is only let loose in the fake kernel. */
  boolean isOfDaemon() {
    return lines(".words").stream().anyMatch(line -> line.startsWith("s6-supervise"));
  }
}
