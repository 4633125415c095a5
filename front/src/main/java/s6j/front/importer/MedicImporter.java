package s6j.front.importer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Keys;
import s6j.front.definition.Logger;
import s6j.front.definition.ScriptValue;
import s6j.front.definition.TimeoutWord;
import s6j.front.shell.Sh;
import s6j.front.toml.Name;
import s6j.front.toml.Place;

/**
 * Packages of Medic OS: each program in ROOT/scripts/PKG/run is a service PKG:SVC, and PKG the
 * bundle of those that are not disabled. The programs stay where they are.
 */
public final class MedicImporter implements Importer {
  private static final long KILL = 20_000;

  @Override
  public String kind() {
    return "medic";
  }

  @Override
  public Import read(List<Path> sources, ImportSettings settings, ImportReport report)
      throws IOException {
    Import made = new Import(report);
    for (Path source : sources)
      if (Files.isDirectory(source)) new Reading(source, made, settings, report).read();
      else report.broken(DirectoryFiles.place(source), "no directory of a package");
    return made;
  }

  /** One package. */
  private static final class Reading {
    private final Path directory;
    private final String name;
    private final Path root;
    private final Import made;
    private final ImportSettings settings;
    private final ImportReport report;
    private final DirectoryFiles files;
    private final Definition bundle;
    private final List<Name> before = new ArrayList<>();

    Reading(Path source, Import made, ImportSettings settings, ImportReport report)
        throws IOException {
      this.directory = source.toAbsolutePath().normalize();
      this.name = directory.getFileName() == null ? "" : directory.getFileName().toString();
      Path scripts = directory.getParent();
      this.root = scripts == null || scripts.getParent() == null ? directory : scripts.getParent();
      this.made = made;
      this.settings = settings;
      this.report = report;
      this.files = new DirectoryFiles(directory, report);
      this.bundle = new Definition(name, DirectoryFiles.place(directory), Kind.BUNDLE);
    }

    void read() throws IOException {
      if (files.take("start")) bundle.add(Keys.IN, new Name("default", at("start")));
      if (files.takeDirectory("setup")) readSetup();
      files.take("postrun");
      if (files.takeDirectory("run"))
        for (Path run : DirectoryFiles.entries(directory.resolve("run"))) readRun(run);
      for (String task : List.of("install", "remove", "include", "private"))
        if (files.take(task)) report.left(at(task), task, "packages come and go by other means");
      if (files.take("env"))
        report.left(at("env"), "the environment of the package", "environment or env-files");
      files.tellRest("");
      if (bundle.get(Keys.CONTENTS).isEmpty() && before.isEmpty())
        report.broken(at("run"), "the package " + name + " has no service");
      made.add(bundle);
    }

    private Place at(String file) {
      return DirectoryFiles.place(directory.resolve(file));
    }

    /** One after the other, as they are when the system starts. */
    private void readSetup() throws IOException {
      for (Path task : DirectoryFiles.entries(directory.resolve("setup"))) {
        if (!isProgram(task)) continue;
        Name own = new Name(name + ":setup-" + task.getFileName(), DirectoryFiles.place(task));
        Definition definition = new Definition(own);
        definition.set(Keys.TYPE, Kind.ONESHOT);
        definition.set(Keys.UP, ScriptValue.command(List.of(task.toString())));
        definition.addAll(Keys.NEEDS, before);
        before.clear();
        before.add(own);
        if (made.add(definition)) bundle.add(Keys.CONTENTS, own);
      }
    }

    private boolean isProgram(Path file) {
      if (Files.isRegularFile(file) && Files.isExecutable(file)) return true;
      report.left(DirectoryFiles.place(file), file.getFileName() + " is no program", "chmod +x");
      return false;
    }

    private void readRun(Path run) throws IOException {
      if (!isProgram(run)) return;
      String service = run.getFileName().toString();
      Name own = new Name(name + ":" + service, DirectoryFiles.place(run));
      Definition definition = new Definition(own);
      definition.set(Keys.RUN, script(run, service));
      definition.addAll(Keys.NEEDS, before);
      definition.put(Keys.TIMEOUTS, TimeoutWord.KILL, KILL);
      Path supervised = root.resolve("settings").resolve(name).resolve(service).resolve("service");
      DirectoryFiles supervision = new DirectoryFiles(supervised, report);
      supervision.readSupervision(definition);
      supervision.tellRest("");
      Path state = root.resolve("system/storage/supervisor").resolve(name);
      if (settings.logs()) definition.set(Keys.LOGGER, log(state, service, own.place()));
      Path mark = state.resolve("status/persistent").resolve(service + ".disabled");
      if (!made.add(definition)) return;
      if (Files.exists(mark))
        report.left(
            DirectoryFiles.place(mark), service + " is disabled: not in the bundle " + name, "");
      else bundle.add(Keys.CONTENTS, own);
    }

    private static Logger log(Path state, String service, Place place) {
      String logs = state.resolve("logs").resolve(service).toString();
      Logger logger = Logger.directory(logs, place);
      logger.set(Logger.KEEP, 20);
      return logger;
    }

    /** The hook runs beside the service, which does not wait for it and is not its parent. */
    private ScriptValue script(Path run, String service) {
      Path hook = directory.resolve("postrun").resolve(service);
      if (!Files.isExecutable(hook)) return ScriptValue.command(List.of(run.toString()));
      report.changed(DirectoryFiles.place(hook), "postrun runs beside the service, not after it");
      String lines =
          "(" + Sh.quote(hook.toString()) + " &)\nexec " + Sh.quote(run.toString()) + "\n";
      return ScriptValue.shell(lines);
    }
  }
}
