package s6j.front.importer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Keys;
import s6j.front.definition.ScriptValue;
import s6j.front.shell.Sh;
import s6j.front.toml.Name;
import s6j.front.toml.Place;

/**
 * Files and directories that systemd-tmpfiles makes before services start (tmpfiles.d page): lines
 * of a oneshot, which all services need.
 */
final class TemporaryFiles {
  private static final String NOTHING = "-";

  private final ImportReport report;
  private final List<String> lines = new ArrayList<>();
  private @Nullable Place place;

  private TemporaryFiles(ImportReport report) {
    this.report = report;
  }

  static TemporaryFiles of(List<Path> files, ImportReport report) {
    TemporaryFiles made = new TemporaryFiles(report);
    for (Path file : files)
      SourceText.read(file, report).ifPresent(text -> text.lines().forEach(made::read));
    return made;
  }

  private void read(Span line) {
    Span text = line.strip();
    if (text.isEmpty() || text.text.startsWith("#")) return;
    List<String> words = UnitWords.of(text, report).stream().map(UnitWords.Item::text).toList();
    Optional<String> command =
        words.size() < 2 ? Optional.empty() : command(words, argument(text.text));
    if (command.isEmpty()) {
      report.left(text.place(), "tmpfiles.d: " + text, "a oneshot");
      return;
    }
    if (place == null) place = text.place();
    lines.add(command.get());
  }

  /** The seventh field goes on to the end of the line. */
  private static String argument(String line) {
    String[] fields = line.split("[ \\t]+", 7);
    return fields.length < 7 || fields[6].equals(NOTHING) ? "" : fields[6];
  }

  private Optional<String> command(List<String> words, String argument) {
    String path = words.get(1).replace("%%", "\u0000");
    if (!path.startsWith("/") || path.indexOf('%') >= 0 || argument.indexOf('%') >= 0)
      return Optional.empty();
    String word = Sh.quote(path.replace('\u0000', '%'));
    boolean isForced = words.get(0).indexOf('+') >= 0;
    return switch (words.get(0).replaceAll("[-+!=~^$]", "")) {
      case "d", "D" -> Optional.of("mkdir -p " + word + owned(words, word, "0755"));
      case "f", "F" -> Optional.of(file(words, word, argument, isForced));
      case "p" ->
          Optional.of("{ [ -p @ ] || mkfifo @; }".replace("@", word) + owned(words, word, "0644"));
      case "L" ->
          argument.isEmpty() ? Optional.empty() : Optional.of(link(word, argument, isForced));
      default -> Optional.empty();
    };
  }

  private static String file(List<String> words, String word, String argument, boolean isForced) {
    boolean isNew = isForced || words.get(0).startsWith("F");
    String write = "printf %s " + Sh.quote(argument) + " >" + word;
    String made = isNew ? write : "{ [ -e " + word + " ] || " + write + "; }";
    return made + owned(words, word, "0644");
  }

  private static String link(String word, String target, boolean isForced) {
    String made = "ln -sfn " + Sh.quote(target) + " " + word;
    return (isForced ? made : "{ [ -e @ ] || [ -L @ ] || ".replace("@", word) + made + "; }")
        + " || exit 1";
  }

  private static String owned(List<String> words, String word, String otherwise) {
    String mode = field(words, 2).replaceAll("[~:]", "");
    String user = field(words, 3).replace(":", "");
    String group = field(words, 4).replace(":", "");
    String owner = user + (group.isEmpty() ? "" : ":" + group);
    return (" && chmod " + (mode.isEmpty() ? otherwise : Sh.quote(mode)) + " " + word)
        + (owner.isEmpty() ? "" : " && chown " + Sh.quote(owner) + " " + word)
        + " || exit 1";
  }

  private static String field(List<String> words, int index) {
    return index >= words.size() || words.get(index).equals(NOTHING) ? "" : words.get(index);
  }

  void addTo(Import made) {
    if (lines.isEmpty()) return;
    String name = made.has("tmpfiles") ? "tmpfiles-setup" : "tmpfiles";
    Definition oneshot = new Definition(name, place, Kind.ONESHOT);
    oneshot.set(Keys.DESCRIPTION, "files and directories that services expect");
    oneshot.set(Keys.UP, ScriptValue.shell(String.join("\n", lines) + "\n"));
    for (Definition definition : made.all())
      if (definition.kind() != Kind.BUNDLE) definition.add(Keys.NEEDS, new Name(name, place));
    made.add(oneshot);
  }
}
