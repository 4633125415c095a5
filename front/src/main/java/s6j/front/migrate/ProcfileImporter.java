package s6j.front.migrate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Keys;
import s6j.front.definition.KillWord;
import s6j.front.definition.Logger;
import s6j.front.definition.ScriptValue;
import s6j.front.importer.Import;
import s6j.front.importer.ImportReport;
import s6j.front.importer.ImportSettings;
import s6j.front.importer.Importer;
import s6j.front.importer.SourceText;
import s6j.front.importer.Span;
import s6j.front.toml.Name;

/**
 * A Procfile, as foreman runs it: NAME: COMMAND for a shell, in the directory of the file, with the
 * variables of .env beside it, and a PORT for each.
 */
final class ProcfileImporter implements Importer {
  private static final Pattern LINE = Pattern.compile("([A-Za-z0-9_-]+):[ \\t]*(.+?)[ \\t]*");
  private static final String RELEASE = "release";
  private static final int FIRST_PORT = 5000;
  private static final int PORTS_APART = 100;
  private static final int HIGHEST_PORT = 65_535;

  @Override
  public String kind() {
    return "procfile";
  }

  @Override
  public Import read(List<Path> sources, ImportSettings settings, ImportReport report)
      throws IOException {
    Import made = new Import(report);
    for (Path source : sources) {
      Optional<SourceText> text = SourceText.read(source, report);
      if (text.isPresent()) read(source, text.get(), made, settings, report);
    }
    return made;
  }

  private static void read(
      Path file, SourceText text, Import made, ImportSettings settings, ImportReport report)
      throws IOException {
    Path directory = file.toAbsolutePath().normalize().getParent();
    Map<String, String> variables = EnvFile.beside(directory, report);
    String base = variables.getOrDefault("PORT", String.valueOf(FIRST_PORT));
    int port = base.matches("[0-9]{1,5}") ? Integer.parseInt(base) : FIRST_PORT;
    for (Span line : text.lines()) {
      Matcher parts = LINE.matcher(line.text);
      if (line.text.isBlank() || line.text.startsWith("#")) continue;
      if (!parts.matches()) {
        report.left(line.place(), "no line NAME: COMMAND: " + line, "foreman passes it over");
        continue;
      }
      Map<String, String> own = new LinkedHashMap<>(variables);
      own.put("PORT", String.valueOf(Math.min(port, HIGHEST_PORT)));
      Name name = new Name(parts.group(1), line.place());
      made.add(definition(name, parts.group(2), own, directory, settings, report));
      port += PORTS_APART;
    }
  }

  private static Definition definition(
      Name name,
      String command,
      Map<String, String> variables,
      Path directory,
      ImportSettings settings,
      ImportReport report) {
    Definition definition = new Definition(name);
    definition.set(Keys.DIRECTORY, directory.toString());
    definition.putAll(Keys.ENVIRONMENT, variables);
    if (name.text().equals(RELEASE)) {
      definition.set(Keys.TYPE, Kind.ONESHOT);
      definition.set(Keys.UP, ScriptValue.shell(command + "\n"));
      report.changed(name.place(), "release is a oneshot that nothing starts: s6-rc start release");
      return definition;
    }
    definition.set(Keys.RUN, ScriptValue.shell(command + "\n"));
    definition.set(Keys.KILL, KillWord.TREE);
    if (settings.logs()) definition.set(Keys.LOGGER, new Logger(name.place()));
    definition.add(Keys.IN, new Name("default", name.place()));
    return definition;
  }
}
