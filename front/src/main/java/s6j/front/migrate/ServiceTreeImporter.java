package s6j.front.migrate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Keys;
import s6j.front.definition.ScriptValue;
import s6j.front.importer.DirectoryFiles;
import s6j.front.importer.Import;
import s6j.front.importer.ImportReport;
import s6j.front.importer.ImportSettings;
import s6j.front.importer.Importer;
import s6j.front.shell.Sh;
import s6j.front.toml.Name;
import s6j.front.toml.Place;

/**
 * Scan directories of runit and daemontools: a directory with run is a service, log in it its
 * logger. The scripts become part of the definitions and go on working in their directories, where
 * env, conf and the like stay.
 */
final class ServiceTreeImporter implements Importer {
  private static final int LONGEST_LINK = 255;

  private final String kind;

  ServiceTreeImporter(String kind) {
    this.kind = kind;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public Import read(List<Path> sources, ImportSettings settings, ImportReport report)
      throws IOException {
    Import made = new Import(report);
    Map<String, Path> services = new TreeMap<>();
    for (Path source : sources)
      if (!Files.isDirectory(source))
        report.broken(DirectoryFiles.place(source), "no directory of services");
      else if (Files.exists(source.resolve("run"))) services.put(name(source), source);
      else
        for (Path entry : DirectoryFiles.entries(source))
          if (!name(entry).startsWith("."))
            linked(entry).ifPresent(service -> services.put(name(entry), service));
    for (Map.Entry<String, Path> service : services.entrySet())
      new Reading(service.getKey(), service.getValue(), services.keySet(), made, report).read();
    return made;
  }

  /**
   * The directory itself, or where a link leads that is no more than its text after some copies.
   */
  private static Optional<Path> linked(Path entry) throws IOException {
    if (Files.isDirectory(entry)) return Optional.of(entry);
    if (!Files.isRegularFile(entry) || Files.size(entry) > LONGEST_LINK) return Optional.empty();
    String text = new String(Files.readAllBytes(entry), StandardCharsets.ISO_8859_1).strip();
    if (!text.matches("[A-Za-z0-9_.@:/+-]+/[A-Za-z0-9_.@:+-]+")) return Optional.empty();
    Path target = entry.resolveSibling(text).normalize();
    return Files.exists(target.resolve("run")) ? Optional.of(target) : Optional.empty();
  }

  private static String name(Path service) {
    return service.toAbsolutePath().normalize().getFileName().toString();
  }

  /** One service directory. */
  private static final class Reading {
    /** A line that waits for other services and does nothing else: they become needs. */
    private static final Pattern START =
        Pattern.compile(
            "[ \\t]*sv[ \\t]+(?:-w[ \\t]*\\d+[ \\t]+|-v[ \\t]+)*(?:start|check|up|once)((?:[ \\t]+[\\w./@:-]+)+)"
                + "[ \\t]*(?:>[^|;&]*(?:2>&1)?[ \\t]*)?(?:\\|\\|[ \\t]*exit(?:[ \\t]+\\d+)?)?[ \\t]*");

    private static final int SIGNALLED = 256;

    private final Path directory;
    private final String name;
    private final Set<String> names;
    private final Import made;
    private final ImportReport report;

    Reading(String name, Path directory, Set<String> names, Import made, ImportReport report) {
      this.directory = directory.toAbsolutePath().normalize();
      this.name = name;
      this.names = names;
      this.made = made;
      this.report = report;
    }

    void read() throws IOException {
      report.enter(name);
      Definition service = service(directory, name);
      if (Files.exists(directory.resolve("log"))) readLog(service);
      if (!Files.exists(directory.resolve("down")))
        service.add(Keys.IN, new Name("default", service.place));
      made.add(service);
      report.enter("");
    }

    private Definition service(Path from, String as) throws IOException {
      Path run = from.resolve("run");
      Definition definition = new Definition(as, DirectoryFiles.place(run), Kind.LONGRUN);
      if (!Files.exists(run)) {
        report.broken(DirectoryFiles.place(from), as + " has no run");
        return definition;
      }
      definition.set(Keys.DIRECTORY, from.toString());
      DirectoryFiles.script(run, report)
          .ifPresent(script -> definition.set(Keys.RUN, needing(script, definition, run)));
      if (Files.exists(from.resolve("finish"))) readFinish(from.resolve("finish"), definition);
      tellOthers(from);
      return definition;
    }

    /** What is written by the service is read by the logger, which comes first. */
    private void readLog(Definition service) throws IOException {
      Definition logger = service(directory.resolve("log"), name + "-log");
      logger.add(Keys.CONSUMER_FOR, service.name);
      service.set(Keys.PRODUCER_FOR, logger.name);
      made.add(logger);
    }

    private ScriptValue needing(ScriptValue script, Definition definition, Path run) {
      if (script.form() != ScriptValue.Form.SHELL) return script;
      List<String> lines = new ArrayList<>();
      int number = 0;
      for (String line : script.text().split("\n", -1)) {
        number++;
        Matcher start = START.matcher(line);
        boolean isNeed = start.matches() && areServices(start.group(1));
        lines.add(isNeed ? "# needs" + start.group(1) : line);
        if (!isNeed) continue;
        Place place = new Place(run.toString(), number, 1);
        for (String other : start.group(1).strip().split("[ \\t]+"))
          definition.add(Keys.NEEDS, new Name(last(other), place));
        report.changed(place, line.strip() + ": " + name + " needs it");
      }
      return ScriptValue.shell(String.join("\n", lines));
    }

    private boolean areServices(String words) {
      for (String word : words.strip().split("[ \\t]+")) {
        if (!names.contains(last(word)) || last(word).equals(name)) return false;
      }
      return true;
    }

    private static String last(String path) {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    /** It is given the exit code, -1 after a signal, and the signal; s6 tells both otherwise. */
    private void readFinish(Path finish, Definition definition) {
      String text =
          "#!/bin/sh\n"
              + "if [ \"$1\" = %d ]; then set -- -1 \"$2\"; else set -- \"$1\" 0; fi\n"
              + "cd %s || exit 111\n"
              + "exec ./finish \"$@\"\n";
      String in = Sh.quote(finish.getParent().toString());
      definition.set(Keys.FINISH, ScriptValue.shell(text.formatted(SIGNALLED, in)));
    }

    private void tellOthers(Path from) throws IOException {
      Path run = from.resolve("run");
      report.changed(DirectoryFiles.place(run), "works in " + from + ", with the files there");
      for (Path control : DirectoryFiles.entries(from.resolve("control")))
        report.left(
            DirectoryFiles.place(control),
            "control/" + control.getFileName() + " is not asked",
            "down-signal, reload-signal, or a oneshot");
      Path check = from.resolve("check");
      if (Files.exists(check))
        report.left(
            DirectoryFiles.place(check), "the script check", "readiness = { check = \"...\" }");
    }
  }
}
