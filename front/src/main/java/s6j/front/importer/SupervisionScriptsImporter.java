package s6j.front.importer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Keys;
import s6j.front.definition.Logger;
import s6j.front.definition.ScriptValue;
import s6j.front.toml.Name;

/**
 * Definitions of supervision-scripts: a directory env with DAEMON, DAEMONOPTS and PRELAUNCH, a run
 * script that is a link to a shared template, and links in needs.
 */
public final class SupervisionScriptsImporter implements Importer {
  private static final List<String> TEMPLATE = List.of("PRELAUNCH", "DAEMON", "DAEMONOPTS");
  private static final List<String> GETTY =
      List.of("PRELAUNCH", "GETTY", "GETTYOPTS", "TTY", "SECONDARYOPTS");

  @Override
  public String kind() {
    return "supervision-scripts";
  }

  @Override
  public Import read(List<Path> sources, ImportSettings settings, ImportReport report)
      throws IOException {
    Import made = new Import(report);
    for (Path source : sources) {
      if (!Files.isDirectory(source))
        report.broken(DirectoryFiles.place(source), "no directory of a definition");
      else if (isDefinition(source)) new Reading(source, made, settings, report).read();
      else
        for (Path entry : DirectoryFiles.entries(source))
          if (isDefinition(entry)) new Reading(entry, made, settings, report).read();
          else tellOther(entry, report);
    }
    return made;
  }

  private static boolean isDefinition(Path directory) {
    Path run = directory.resolve("run");
    boolean isShared =
        directory.getFileName() == null || directory.getFileName().toString().startsWith(".");
    return !isShared
        && Files.isDirectory(directory)
        && (Files.exists(run) || Files.isSymbolicLink(run));
  }

  private static void tellOther(Path entry, ImportReport report) {
    String name = entry.getFileName().toString();
    if (!name.startsWith("."))
      report.left(DirectoryFiles.place(entry), name + ": no definition", "");
  }

  /** One definition. */
  private static final class Reading {
    private final Path directory;
    private final Import made;
    private final ImportSettings settings;
    private final ImportReport report;
    private final DirectoryFiles files;
    private final Definition definition;

    Reading(Path directory, Import made, ImportSettings settings, ImportReport report)
        throws IOException {
      this.directory = directory;
      this.made = made;
      this.settings = settings;
      this.report = report;
      this.files = new DirectoryFiles(directory, report);
      String name = directory.toAbsolutePath().normalize().getFileName().toString();
      this.definition =
          new Definition(name, DirectoryFiles.place(directory.resolve("run")), Kind.LONGRUN);
    }

    void read() throws IOException {
      report.enter(definition.name.text());
      readAll();
      report.enter("");
    }

    private void readAll() throws IOException {
      Optional<SourceText> broken = files.text("broken");
      if (broken.isPresent()) {
        String why = broken.get().text.strip();
        report.left(broken.get().place(0), definition.name + " is marked as broken: " + why, "");
        return;
      }
      Map<String, Span> variables = files.take("env") ? variables() : Map.of();
      for (String name : readRun(variables)) variables.remove(name);
      variables.forEach((name, value) -> putVariable(name, value));
      readNeeds();
      readLog();
      files.readSupervision(definition);
      if (files.take("finish")) readFinish();
      if (!files.take("down"))
        definition.add(Keys.IN, new Name("default", definition.name.place()));
      if (files.take("untested")) report.left(at("untested"), definition.name + " is untested", "");
      if (files.take("check"))
        report.left(at("check"), "the script check", "readiness = { check = \"...\" }");
      files.take("data");
      files.tellRest("");
      made.add(definition);
    }

    private s6j.front.toml.Place at(String file) {
      return DirectoryFiles.place(directory.resolve(file));
    }

    private Map<String, Span> variables() throws IOException {
      Path env = directory.resolve("env");
      if (!Files.isDirectory(env)) report.broken(at("env"), "env leads to no directory");
      return DirectoryFiles.variables(env, report);
    }

    private void putVariable(String name, Span value) {
      if (!name.equals("PATH") || value.text.startsWith("/"))
        definition.put(Keys.ENVIRONMENT, name, value.text);
      else report.left(value.place(), "PATH=" + value, "directories must be absolute");
    }

    /** The variables that it needs no more. */
    private List<String> readRun(Map<String, Span> variables) throws IOException {
      files.take("run");
      Path run = directory.resolve("run");
      String template = template(run);
      if (template.isEmpty()) {
        DirectoryFiles.script(run, report).ifPresent(script -> definition.set(Keys.RUN, script));
        definition.set(Keys.DIRECTORY, directory.toAbsolutePath().normalize().toString());
        report.changed(
            at("run"), "a run of its own, which works in " + definition.get(Keys.DIRECTORY));
        return List.of();
      }
      List<String> names = template.equals("run-getty") ? GETTY : TEMPLATE;
      List<String> words = new ArrayList<>();
      for (String name : names)
        if (variables.containsKey(name)) words.addAll(words(variables.get(name)));
      String daemon = names.get(1);
      if (variables.containsKey(daemon) && !variables.get(daemon).text.isBlank())
        definition.set(Keys.RUN, ScriptValue.command(words));
      else report.broken(at("env"), definition.name + " has no " + daemon + " in env");
      return names;
    }

    /** The name of the shared script that run is a link to, empty if it is none. */
    private static String template(Path run) throws IOException {
      if (!Files.isSymbolicLink(run)) return "";
      Path target = Files.readSymbolicLink(run);
      int count = target.getNameCount();
      if (count < 2) return "";
      String parent = target.getName(count - 2).toString();
      boolean isShared = parent.equals(".run") || parent.equals(".bin");
      return isShared ? target.getFileName().toString() : "";
    }

    /** As a shell splits a variable without quotes; it would look for files, too. */
    private List<String> words(Span value) {
      if (value.text.matches("(?s).*[*?\\[].*"))
        report.changed(
            value.place(), "the pattern is no longer replaced by names of files: " + value);
      List<String> words = new ArrayList<>();
      for (String word : value.text.strip().split("[ \\t\\n]+"))
        if (!word.isEmpty()) words.add(word);
      return words;
    }

    private void readNeeds() throws IOException {
      if (!files.takeDirectory("needs")) return;
      for (Path need : DirectoryFiles.entries(directory.resolve("needs")))
        definition.add(
            Keys.NEEDS, new Name(need.getFileName().toString(), DirectoryFiles.place(need)));
    }

    private void readLog() throws IOException {
      if (!files.takeDirectory("log")) return;
      Path shared = directory.toAbsolutePath().normalize().resolveSibling(".env");
      Span root = DirectoryFiles.variables(shared, report).get("LOGDIR");
      boolean hasRoot = root != null && root.text.startsWith("/");
      String log = hasRoot ? root.text + "/" + definition.name : "";
      if (template(directory.resolve("log/run")).isEmpty() && !isLinkToLog())
        report.changed(at("log/run"), "s6-log takes the place of a logger of its own");
      if (settings.logs()) definition.set(Keys.LOGGER, Logger.directory(log, at("log")));
    }

    private boolean isLinkToLog() throws IOException {
      Path run = directory.resolve("log/run");
      return Files.isSymbolicLink(run) && Files.readSymbolicLink(run).toString().contains(".log/");
    }

    private void readFinish() throws IOException {
      Path finish = directory.resolve("finish");
      if (!Files.exists(finish)) report.left(at("finish"), "finish leads nowhere", "");
      else
        DirectoryFiles.script(finish, report)
            .ifPresent(script -> definition.set(Keys.FINISH, script));
    }
  }
}
