package s6j.front.importer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import s6j.front.definition.AdoptionWord;
import s6j.front.definition.Definition;
import s6j.front.definition.Keys;
import s6j.front.definition.KillWord;
import s6j.front.definition.Readiness;
import s6j.front.definition.Restart;
import s6j.front.definition.ScriptValue;
import s6j.front.definition.TimeoutWord;
import s6j.front.toml.Name;
import s6j.front.toml.Place;

/** The files of a service directory, read into a definition one by one. */
public final class DirectoryFiles {
  private static final long LARGEST_NUMBER = 0xFFFFFFFFL;

  private final Path directory;
  private final ImportReport report;
  private final TreeSet<String> rest = new TreeSet<>();

  /** All names in it are to be asked for, or else are left over. */
  DirectoryFiles(Path directory, ImportReport report) throws IOException {
    this.directory = directory;
    this.report = report;
    for (Path entry : entries(directory)) rest.add(entry.getFileName().toString());
  }

  /** What is in a directory, by name; nothing if there is none. */
  public static List<Path> entries(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) return List.of();
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }

  public static Place place(Path file) {
    return Place.of(file.toString());
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  boolean has(String name) {
    return Files.exists(path(name));
  }

  /** Whether there is such an entry, which then is none of the rest. */
  boolean take(String name) {
    return rest.remove(name);
  }

  /** Whether there is such a directory. */
  boolean takeDirectory(String name) {
    return Files.isDirectory(path(name)) && rest.remove(name);
  }

  Optional<SourceText> text(String name) {
    return take(name) ? SourceText.read(path(name), report) : Optional.empty();
  }

  /** The first line of a file without the blanks around it. */
  Optional<Span> line(String name) {
    return text(name)
        .map(text -> text.lines().isEmpty() ? text.span(0, 0) : text.lines().get(0).strip());
  }

  /** A file of lines, or the names in a directory. */
  List<Name> names(String file, String folder) throws IOException {
    List<Name> names = new ArrayList<>();
    text(file).ifPresent(text -> text.lines().forEach(line -> addName(line.strip(), names)));
    if (takeDirectory(folder))
      for (Path entry : entries(path(folder)))
        names.add(new Name(entry.getFileName().toString(), place(entry)));
    return names;
  }

  private static void addName(Span line, List<Name> names) {
    if (!line.isEmpty() && line.text.charAt(0) != '#') names.add(new Name(line.text, line.place()));
  }

  /** A number from a file; empty if there is no such file, or, reported, no number in it. */
  Optional<Long> number(String name, long least, long most) {
    Optional<Span> line = line(name);
    if (line.isEmpty()) return Optional.empty();
    String text = line.get().text;
    long number = text.matches("[0-9]{1,15}") ? Long.parseLong(text) : -1;
    if (number >= least && number <= most) return Optional.of(number);
    report.broken(
        line.get().place(), name + " is no number from " + least + " to " + most + ": " + text);
    return Optional.empty();
  }

  /** The files that all service directories of s6 may have. */
  void readSupervision(Definition definition) {
    for (TimeoutWord timeout : TimeoutWord.values())
      number("timeout-" + timeout.word(), 0, LARGEST_NUMBER)
          .ifPresent(millis -> definition.put(Keys.TIMEOUTS, timeout, millis));
    number("notification-fd", 3, 1023)
        .ifPresent(fd -> definition.set(Keys.READINESS, Readiness.newline(fd.intValue())));
    number("lock-fd", 3, 1023).ifPresent(fd -> definition.set(Keys.LOCK_FD, fd.intValue()));
    definition.set(Keys.DOWN_SIGNAL, signal("down-signal"));
    definition.set(Keys.RELOAD_SIGNAL, signal("reload-signal"));
    definition.set(Keys.KILL_GROUP, take("flag-timeout-killpg"));
    readKill(definition);
    definition.set(Keys.NEW_PID_NAMESPACE, take("flag-newpidns"));
    definition.set(Keys.DOWN_SIGNAL_ALONE, take("flag-no-cont"));
    if (take(AdoptionWord.ALWAYS.flag)) definition.set(Keys.ADOPT, AdoptionWord.ALWAYS);
    if (take(AdoptionWord.NEVER.flag)) definition.set(Keys.ADOPT, AdoptionWord.NEVER);
    readRestart(definition);
  }

  private void readKill(Definition definition) {
    Optional<Span> line = line("kill");
    if (line.isEmpty()) return;
    for (String word : line.get().text.strip().split("[ \\t]+")) {
      Optional<KillWord> kill =
          Stream.of(KillWord.values()).filter(one -> one.word().equals(word)).findFirst();
      if (kill.isPresent()) definition.set(Keys.KILL, kill.get());
      else if (word.equals("follow")) definition.set(Keys.FOLLOW, true);
      else if (word.matches("[0-9]{1,9}")) definition.set(Keys.KILL_GRACE, Long.parseLong(word));
      else
        report.broken(
            line.get().place(), "no word of kill: " + word, "tree, mixed, group or process");
    }
  }

  private void readRestart(Definition definition) {
    int tally = number("max-death-tally", 1, 4096).orElse(0L).intValue();
    String backoff = "";
    Optional<Span> line = line("restart-backoff");
    if (line.isPresent() && line.get().text.matches("\\d{1,9}( \\d{1,9}){0,3}"))
      backoff = line.get().text;
    else line.ifPresent(l -> report.broken(l.place(), "restart-backoff takes up to four numbers"));
    Restart restart = Restart.of(Restart.Policy.ALWAYS);
    restart.set(Restart.BACKOFF, backoff);
    restart.set(Restart.TALLY, tally);
    definition.set(Keys.RESTART, restart);
  }

  private String signal(String name) {
    Optional<Span> line = line(name);
    if (line.isEmpty()) return "";
    if (line.get().text.matches("[A-Z][A-Z0-9+-]*|[0-9]{1,2}")) return line.get().text;
    report.broken(line.get().place(), "no signal: " + line.get().text, "such as SIGTERM");
    return "";
  }

  /** A program as a script in the definition; one that is no text stays where it is. */
  public static Optional<ScriptValue> script(Path file, ImportReport report) throws IOException {
    if (!Files.isRegularFile(file)) {
      report.broken(place(file), "is no file that can be read");
      return Optional.empty();
    }
    if (!startsWithInterpreter(file))
      return Optional.of(
          ScriptValue.command(List.of(file.toAbsolutePath().normalize().toString())));
    return SourceText.read(file, report).map(text -> ScriptValue.shell(text.text));
  }

  private static boolean startsWithInterpreter(Path file) throws IOException {
    try (java.io.InputStream stream = Files.newInputStream(file)) {
      byte[] start = stream.readNBytes(2);
      return start.length == 2 && start[0] == '#' && start[1] == '!';
    }
  }

  /** The variables of a directory as s6-envdir reads it: first lines, an empty file unsets. */
  static Map<String, Span> variables(Path directory, ImportReport report) throws IOException {
    Map<String, Span> variables = new LinkedHashMap<>();
    for (Path file : entries(directory)) {
      String name = file.getFileName().toString();
      if (name.startsWith(".")) continue;
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*"))
        report.left(place(file), "no name of a variable: " + name, "");
      else
        SourceText.read(file, report)
            .filter(text -> !text.text.isEmpty())
            .ifPresent(text -> variables.put(name, value(text)));
    }
    return variables;
  }

  private static Span value(SourceText text) {
    Span line = text.lines().get(0);
    int end = line.text.length();
    while (end > 0 && Span.isBlank(line.text.charAt(end - 1))) end--;
    return line.sub(0, end);
  }

  /** Tells what nobody asked for. */
  void tellRest(String hint) {
    for (String name : rest)
      if (!name.startsWith("."))
        report.left(place(path(name)), name + " is not carried over", hint);
  }
}
