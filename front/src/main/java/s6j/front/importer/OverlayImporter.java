package s6j.front.importer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import s6j.front.Definition;
import s6j.front.Definition.Kind;
import s6j.front.Definition.Role;
import s6j.front.Logger;
import s6j.front.Name;
import s6j.front.Place;
import s6j.front.Script;

/**
 * The services of an s6-overlay image: cont-init.d becomes oneshots in a row, services.d longruns
 * that need them, cont-finish.d oneshots that work on the way down, s6-rc.d what it says.
 */
final class OverlayImporter implements Importer {
  private static final List<String> PLACES =
      List.of("", "etc", "s6-overlay", "etc/s6-overlay", "config", "etc/s6-overlay/config");
  private static final List<String> DIRECTORIES =
      List.of("fix-attrs.d", "cont-init.d", "cont-finish.d", "services.d", "s6-rc.d");

  @Override
  public String kind() {
    return "s6-overlay";
  }

  @Override
  public String describes() {
    return "a root with cont-init.d, services.d and s6-rc.d, or its etc";
  }

  @Override
  public Import read(List<Path> sources, Settings settings, Report report) throws IOException {
    Reading reading = new Reading(report);
    for (Path source : sources) reading.readSource(source);
    return reading.made;
  }

  /** One import. */
  private static final class Reading {
    private final Report report;
    private final Import made;
    private final List<Name> first = new ArrayList<>();
    private boolean hasWithContenv;

    Reading(Report report) {
      this.report = report;
      this.made = new Import(report);
    }

    void readSource(Path source) throws IOException {
      Set<Path> found = new LinkedHashSet<>();
      for (String directory : DIRECTORIES) {
        if (source.endsWith(directory) && Files.isDirectory(source))
          readDirectory(directory, source);
        for (String place : PLACES) {
          Path path = source.resolve(place).resolve(directory).normalize();
          if (Files.isDirectory(path) && found.add(path)) readDirectory(directory, path);
        }
        if (source.endsWith(directory)) found.add(source);
      }
      if (found.isEmpty())
        report.broken(
            ServiceFiles.place(source), "none of " + String.join(", ", DIRECTORIES) + " is in it");
    }

    private void readDirectory(String name, Path directory) throws IOException {
      switch (name) {
        case "fix-attrs.d" -> tellAttributes(directory);
        case "cont-init.d" -> readInit(directory);
        case "cont-finish.d" -> readFinish(directory);
        case "services.d" -> readServices(directory);
        default -> readSources(directory);
      }
    }

    private void tellAttributes(Path directory) throws IOException {
      for (Path file : ServiceFiles.entries(directory)) {
        Optional<SourceText> text = SourceText.read(file, report);
        if (text.isEmpty()) continue;
        for (Span line : text.get().lines())
          if (!line.strip().isEmpty() && !line.strip().text.startsWith("#"))
            report.left(
                line.strip().place(),
                "fix-attrs: " + line.strip(),
                "chown and chmod when the image is built, or in a oneshot");
      }
    }

    private void readInit(Path directory) throws IOException {
      List<Name> last = List.of();
      for (Path file : ServiceFiles.entries(directory)) {
        Definition definition = oneshot("cont-init-", file);
        definition.needs.addAll(last);
        script(file, definition).ifPresent(script -> definition.scripts.put(Role.UP, script));
        last = List.of(definition.name);
        made.add(definition);
      }
      first.addAll(last);
    }

    /** Its way up is nothing; services need it, and so its way down comes after theirs. */
    private void readFinish(Path directory) throws IOException {
      List<Name> later = List.of();
      for (Path file : ServiceFiles.entries(directory)) {
        Definition definition = oneshot("cont-finish-", file);
        definition.scripts.put(Role.UP, Script.command(List.of("true")));
        script(file, definition).ifPresent(script -> definition.scripts.put(Role.DOWN, script));
        for (Name name : later) made.get(name.text()).needs.add(definition.name);
        later = List.of(definition.name);
        made.add(definition);
        first.add(definition.name);
      }
    }

    private Definition oneshot(String prefix, Path file) {
      String name = prefix + file.getFileName();
      Definition definition = new Definition(name, ServiceFiles.place(file), Kind.ONESHOT);
      definition.in.add(new Name("default", definition.name.place()));
      return definition;
    }

    /** A script without with-contenv, whose work env-dirs does. */
    private Optional<Script> script(Path file, Definition definition) throws IOException {
      Optional<Script> script = ServiceFiles.script(file, report);
      if (script.isEmpty() || script.get().form() != Script.Form.SHELL) return script;
      String text = script.get().text();
      int end = text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n');
      String line = text.substring(0, end);
      int at = line.indexOf("with-contenv");
      if (at < 0) return script;
      String rest = line.substring(at + "with-contenv".length()).strip();
      if (rest.isEmpty()) rest = "/bin/sh";
      if (!rest.startsWith("/")) rest = "/usr/bin/env " + rest;
      if (!definition.envDirs.contains("-/run/s6/container_environment"))
        definition.envDirs.add("-/run/s6/container_environment");
      if (!hasWithContenv)
        report.changed(
            ServiceFiles.place(file),
            "with-contenv is env-dirs now: /run/s6/container_environment is read if it is there");
      hasWithContenv = true;
      return Optional.of(Script.shell("#!" + rest + text.substring(end)));
    }

    private void readServices(Path directory) throws IOException {
      for (Path folder : ServiceFiles.entries(directory)) {
        if (!Files.isDirectory(folder)) {
          report.left(ServiceFiles.place(folder), folder.getFileName() + ": no directory", "");
          continue;
        }
        String name = folder.getFileName().toString();
        if (name.startsWith(".")) continue;
        Definition definition = new Definition(name, at(folder, "run"), Kind.LONGRUN);
        ServiceFiles files = new ServiceFiles(folder, report);
        if (!files.take("down")) definition.in.add(new Name("default", at(folder, "run")));
        definition.needs.addAll(first);
        readLongrun(folder, files, definition);
        if (files.takeDirectory("log")) readLog(folder.resolve("log"), definition);
        files.tellRest("");
        made.add(definition);
      }
    }

    private static Place at(Path folder, String file) {
      return ServiceFiles.place(folder.resolve(file));
    }

    private void readLongrun(Path folder, ServiceFiles files, Definition definition)
        throws IOException {
      if (files.take("run"))
        script(folder.resolve("run"), definition)
            .ifPresent(script -> definition.scripts.put(Role.RUN, script));
      else report.broken(at(folder, "run"), definition.name + " has no run");
      if (files.take("finish"))
        script(folder.resolve("finish"), definition)
            .ifPresent(script -> definition.scripts.put(Role.FINISH, script));
      files.readSupervision(definition);
      if (files.takeDirectory("env"))
        definition.envDirs.add(folder.resolve("env").toAbsolutePath().normalize().toString());
      if (files.takeDirectory("data"))
        report.left(at(folder, "data"), "files in data", "name them by an absolute path");
    }

    private void readLog(Path folder, Definition producer) throws IOException {
      Definition logger = new Definition(producer.name + "-log", at(folder, "run"), Kind.LONGRUN);
      ServiceFiles files = new ServiceFiles(folder, report);
      readLongrun(folder, files, logger);
      files.take("down");
      files.tellRest("");
      producer.logger = Optional.of(Logger.service(logger.name.text(), logger.name.place()));
      made.add(logger);
    }

    private void readSources(Path directory) throws IOException {
      for (Path folder : ServiceFiles.entries(directory)) {
        String name = folder.getFileName().toString();
        if (Files.isDirectory(folder) && !name.startsWith(".")) readSource(name, folder);
        else report.left(ServiceFiles.place(folder), name + ": no directory", "");
      }
      Definition user = made.get("user");
      if (user != null && user.kind == Kind.BUNDLE)
        user.in.add(new Name("default", user.name.place()));
    }

    private void readSource(String name, Path folder) throws IOException {
      ServiceFiles files = new ServiceFiles(folder, report);
      Span type = files.line("type").orElse(null);
      List<String> kinds = List.of("longrun", "oneshot", "bundle");
      int kind = type == null ? -1 : kinds.indexOf(type.text);
      if (kind < 0) {
        Place place = type == null ? at(folder, "type") : type.place();
        report.broken(place, name + " has no type", "longrun, oneshot or bundle");
        return;
      }
      Definition definition = new Definition(name, type.place(), Kind.values()[kind]);
      readRelations(files, definition);
      switch (definition.kind) {
        case LONGRUN -> readLongrun(folder, files, definition);
        case ONESHOT -> readOneshot(files, definition);
        case BUNDLE -> definition.contents.addAll(files.names("contents", "contents.d"));
      }
      definition.essential = files.take("flag-essential");
      definition.recommended = files.take("flag-recommended");
      files.tellRest("");
      made.add(definition);
    }

    private void readRelations(ServiceFiles files, Definition definition) throws IOException {
      List<Name> needs = files.names("dependencies", "dependencies.d");
      // base is what s6-overlay itself brings up before; there is no such thing here.
      needs.removeIf(name -> name.text().equals("base") && tellBase(name));
      definition.needs.addAll(needs);
      definition.producerFor = files.names("producer-for", "producer-for.d").stream().findFirst();
      definition.consumerFor.addAll(files.names("consumer-for", "consumer-for.d"));
      files.line("pipeline-name").ifPresent(line -> definition.pipelineName = line.text);
    }

    private boolean tellBase(Name name) {
      report.left(name.place(), "needs base", "s6-overlay's own start");
      return true;
    }

    private void readOneshot(ServiceFiles files, Definition definition) {
      for (Role role : List.of(Role.UP, Role.DOWN, Role.RELOAD))
        files
            .text(role.key())
            .filter(text -> !text.text.isBlank())
            .ifPresent(text -> definition.scripts.put(role, Script.execline(text.text)));
      if (!definition.scripts.containsKey(Role.UP))
        definition.scripts.put(Role.UP, Script.command(List.of("true")));
      for (String timeout : List.of("up", "down"))
        files
            .number("timeout-" + timeout, 0, 0xFFFFFFFFL)
            .ifPresent(
                millis ->
                    definition.timeouts.put(
                        s6j.front.Timeout.valueOf(timeout.toUpperCase(java.util.Locale.ROOT)),
                        millis));
    }
  }
}
