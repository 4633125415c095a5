package s6j.front.importer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Key;
import s6j.front.definition.Keys;
import s6j.front.definition.Logger;
import s6j.front.definition.ScriptValue;
import s6j.front.toml.Name;
import s6j.front.toml.Place;

/**
 * The services of an s6-overlay image: cont-init.d becomes oneshots in a row, services.d longruns
 * that need them, cont-finish.d oneshots that work on the way down, s6-rc.d what it says.
 */
public final class OverlayImporter implements Importer {
  private static final List<String> PLACES =
      List.of("", "etc", "s6-overlay", "etc/s6-overlay", "config", "etc/s6-overlay/config");
  private static final List<String> DIRECTORIES =
      List.of(
          "fix-attrs.d", "cont-init.d", "cont-finish.d", "services.d", "s6-rc.d", "user-bundles.d");

  /** What s6-overlay itself, and the images that many are made from, bring up before. */
  private static final List<String> BASE =
      List.of(
          "base",
          "init",
          "s6-overlay-legacy",
          "legacy-cont-init",
          "legacy-services",
          "fix-attrs",
          "cont-init",
          "services",
          "top",
          "user2",
          "init-adduser",
          "init-config",
          "init-config-end",
          "init-crontab-config",
          "init-custom-files",
          "init-device-perms",
          "init-envfile",
          "init-migrations",
          "init-mods",
          "init-mods-end",
          "init-mods-package-install",
          "init-os-end",
          "init-services",
          "svc-cron",
          "ci-service-check");

  /** Bundles that s6-overlay has without their being in the image. */
  private static final List<String> USER = List.of("user", "user2");

  @Override
  public String kind() {
    return "s6-overlay";
  }

  @Override
  public Import read(List<Path> sources, ImportSettings settings, ImportReport report)
      throws IOException {
    Reading reading = new Reading(report);
    for (Path source : sources) reading.readSource(source);
    return reading.made;
  }

  /** One import. */
  private static final class Reading {
    private final ImportReport report;
    private final Import made;
    private final List<Name> first = new ArrayList<>();

    /** The last of cont-init.d, if there is any. */
    private final List<Name> begun = new ArrayList<>();

    private boolean hasWithContenv;

    /** Names of directories with a type. */
    private final Set<String> sources = new LinkedHashSet<>();

    Reading(ImportReport report) {
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
            DirectoryFiles.place(source),
            "none of " + String.join(", ", DIRECTORIES) + " is in it");
    }

    private void readDirectory(String name, Path directory) throws IOException {
      switch (name) {
        case "fix-attrs.d" -> tellAttributes(directory);
        case "cont-init.d" -> readInit(directory);
        case "cont-finish.d" -> readFinish(directory);
        case "services.d" -> readServices(directory);
        case "user-bundles.d" -> readUserBundles(directory);
        default -> readSources(directory);
      }
    }

    private void tellAttributes(Path directory) throws IOException {
      for (Path file : DirectoryFiles.entries(directory)) {
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
      for (Path file : DirectoryFiles.entries(directory)) {
        report.enter("cont-init-" + file.getFileName());
        Definition definition = oneshot("cont-init-", file);
        follow(definition, last);
        script(file, definition).ifPresent(script -> definition.set(Keys.UP, script));
        last = List.of(definition.name);
        made.add(definition);
      }
      report.enter("");
      begun.addAll(last);
    }

    /** Behind them, whether they have failed or not, as S6_BEHAVIOUR_IF_STAGE2_FAILS is 0. */
    private static void follow(Definition definition, List<Name> earlier) {
      definition.addAll(Keys.WANTS, earlier);
      definition.addAll(Keys.AFTER, earlier);
    }

    /** Its way up is nothing; services need it, and so its way down comes after theirs. */
    private void readFinish(Path directory) throws IOException {
      List<Name> later = List.of();
      for (Path file : DirectoryFiles.entries(directory)) {
        Definition definition = oneshot("cont-finish-", file);
        definition.set(Keys.UP, ScriptValue.command(List.of("true")));
        script(file, definition).ifPresent(script -> definition.set(Keys.DOWN, script));
        for (Name name : later) made.get(name.text()).add(Keys.NEEDS, definition.name);
        later = List.of(definition.name);
        made.add(definition);
        first.add(definition.name);
      }
    }

    private Definition oneshot(String prefix, Path file) {
      String name = prefix + file.getFileName();
      Definition definition = new Definition(name, DirectoryFiles.place(file), Kind.ONESHOT);
      definition.add(Keys.IN, new Name("default", definition.name.place()));
      return definition;
    }

    /** A script without with-contenv, whose work env-dirs does. */
    private Optional<ScriptValue> script(Path file, Definition definition) throws IOException {
      Optional<ScriptValue> script = DirectoryFiles.script(file, report);
      if (script.isEmpty() || script.get().form() != ScriptValue.Form.SHELL) return script;
      String text = script.get().text();
      int end = text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n');
      String line = text.substring(0, end);
      int at = line.indexOf("with-contenv");
      if (at < 0) return script;
      String rest = line.substring(at + "with-contenv".length()).strip();
      if (rest.isEmpty()) rest = "/bin/sh";
      if (!rest.startsWith("/")) rest = "/usr/bin/env " + rest;
      if (!definition.get(Keys.ENV_DIRS).contains("-/run/s6/container_environment"))
        definition.add(Keys.ENV_DIRS, "-/run/s6/container_environment");
      if (!hasWithContenv)
        report.changed(
            DirectoryFiles.place(file),
            "with-contenv is env-dirs now: /run/s6/container_environment is read if it is there");
      hasWithContenv = true;
      return Optional.of(ScriptValue.shell("#!" + rest + text.substring(end)));
    }

    private void readServices(Path directory) throws IOException {
      for (Path folder : DirectoryFiles.entries(directory)) {
        if (!Files.isDirectory(folder)) {
          report.tell(
              ImportReport.Rank.REST,
              DirectoryFiles.place(folder),
              folder.getFileName() + ": no directory",
              "");
          continue;
        }
        String name = folder.getFileName().toString();
        if (name.startsWith(".")) continue;
        report.enter(name);
        Definition definition = new Definition(name, at(folder, "run"), Kind.LONGRUN);
        DirectoryFiles files = new DirectoryFiles(folder, report);
        if (!files.take("down")) definition.add(Keys.IN, new Name("default", at(folder, "run")));
        definition.addAll(Keys.NEEDS, first);
        follow(definition, begun);
        readLongrun(folder, files, definition);
        if (files.takeDirectory("log")) readLog(folder.resolve("log"), definition);
        files.tellRest("");
        made.add(definition);
        report.enter("");
      }
    }

    private static Place at(Path folder, String file) {
      return DirectoryFiles.place(folder.resolve(file));
    }

    private void readLongrun(Path folder, DirectoryFiles files, Definition definition)
        throws IOException {
      if (files.take("run"))
        script(folder.resolve("run"), definition)
            .ifPresent(script -> definition.set(Keys.RUN, script));
      else report.broken(at(folder, "run"), definition.name + " has no run");
      if (files.take("finish"))
        script(folder.resolve("finish"), definition)
            .ifPresent(script -> definition.set(Keys.FINISH, script));
      files.readSupervision(definition);
      readVariables(folder, files, definition);
      if (files.takeDirectory("data")) readData(folder.resolve("data"), definition);
    }

    /** A link that leads nowhere when the image is built leads somewhere when it runs. */
    private void readVariables(Path folder, DirectoryFiles files, Definition definition)
        throws IOException {
      Path variables = folder.resolve("env");
      boolean isLink = Files.isSymbolicLink(variables) && !Files.exists(variables);
      if (!isLink && !Files.isDirectory(variables)) return;
      files.take("env");
      Path target = isLink ? folder.resolve(Files.readSymbolicLink(variables)) : variables;
      String path = target.toAbsolutePath().normalize().toString();
      definition.add(Keys.ENV_DIRS, (isLink ? "-" : "") + path);
      for (Key<ScriptValue> key : List.of(Keys.RUN, Keys.FINISH))
        definition
            .find(key)
            .filter(script -> script.form() == ScriptValue.Form.SHELL)
            .ifPresent(script -> definition.set(key, withEnvironment(script.text(), path)));
    }

    /** The directory env is not where the script runs. */
    private static ScriptValue withEnvironment(String text, String path) {
      String quoted = java.util.regex.Matcher.quoteReplacement(s6j.front.shell.Sh.quote(path));
      return ScriptValue.shell(
          text.replaceAll("(s6-envdir(?:[ \\t]+-\\S+)*[ \\t]+)(?:\\./)?env(?=\\s)", "$1" + quoted));
    }

    private void readData(Path data, Definition definition) throws IOException {
      String path = data.toAbsolutePath().normalize().toString();
      boolean isCheck = Files.isRegularFile(data.resolve("check"));
      if (isCheck)
        definition.find(Keys.RUN).ifPresent(run -> definition.set(Keys.RUN, withData(run, path)));
      if (!isCheck || DirectoryFiles.entries(data).size() > 1)
        report.left(at(data.getParent(), "data"), "files in data", "name them by an absolute path");
    }

    /** s6-notifyoncheck looks for ./data/check in the service directory. */
    private static ScriptValue withData(ScriptValue run, String data) {
      if (run.form() != ScriptValue.Form.SHELL || run.isPlainShell()) return run;
      boolean isShell = run.interpreter().matches("(/usr)?/bin/(env )?(ba|da)?sh( -e)?");
      int end = run.text().indexOf('\n') + 1;
      if (!isShell || end == 0) return run;
      String link =
          "mkdir -p data && ln -sf " + s6j.front.shell.Sh.quote(data + "/check") + " data/check";
      return ScriptValue.shell(
          run.text().substring(0, end) + link + "\n" + run.text().substring(end));
    }

    private void readLog(Path folder, Definition producer) throws IOException {
      Definition logger = new Definition(producer.name + "-log", at(folder, "run"), Kind.LONGRUN);
      DirectoryFiles files = new DirectoryFiles(folder, report);
      readLongrun(folder, files, logger);
      files.take("down");
      files.tellRest("");
      producer.set(Keys.LOGGER, Logger.service(logger.name.text(), logger.name.place()));
      made.add(logger);
    }

    private void readSources(Path directory) throws IOException {
      for (Path folder : DirectoryFiles.entries(directory))
        if (Files.exists(folder.resolve("type"))) sources.add(folder.getFileName().toString());
      for (Path folder : DirectoryFiles.entries(directory)) {
        String name = folder.getFileName().toString();
        report.enter(name);
        if (Files.isDirectory(folder) && !name.startsWith(".")) readSource(name, folder);
        else report.left(DirectoryFiles.place(folder), name + ": no directory", "");
      }
      report.enter("");
      for (String name : USER) {
        Definition user = made.get(name);
        if (user != null && user.kind() == Kind.BUNDLE) startAtBoot(user);
      }
    }

    private static void startAtBoot(Definition bundle) {
      Name into = new Name("default", bundle.name.place());
      if (bundle.get(Keys.IN).stream().noneMatch(name -> name.text().equals(into.text())))
        bundle.add(Keys.IN, into);
    }

    /** Where the newest s6-overlay has the contents of the bundles of the user. */
    private void readUserBundles(Path directory) throws IOException {
      for (Path folder : DirectoryFiles.entries(directory)) {
        String name = folder.getFileName().toString();
        if (!Files.isDirectory(folder) || name.startsWith(".")) continue;
        DirectoryFiles files = new DirectoryFiles(folder, report);
        files.take("type");
        Definition bundle = made.make(name, DirectoryFiles.place(folder), Kind.BUNDLE);
        bundle.addAll(Keys.CONTENTS, files.names("contents", "contents.d"));
        startAtBoot(bundle);
        files.tellRest("");
      }
    }

    private void readSource(String name, Path folder) throws IOException {
      DirectoryFiles files = new DirectoryFiles(folder, report);
      Span type = files.line("type").orElse(null);
      if (type == null && isPiece(files)) {
        readPiece(name, folder, files);
        return;
      }
      List<String> kinds = List.of("longrun", "oneshot", "bundle");
      int kind = type == null ? -1 : kinds.indexOf(type.text);
      if (kind < 0) {
        Place place = type == null ? at(folder, "type") : type.place();
        report.broken(place, name + " has no type", "longrun, oneshot or bundle");
        return;
      }
      Definition definition = new Definition(name, type.place(), Kind.values()[kind]);
      readRelations(files, definition);
      switch (definition.kind()) {
        case LONGRUN -> readLongrun(folder, files, definition);
        case ONESHOT -> readOneshot(files, definition);
        case BUNDLE -> definition.addAll(Keys.CONTENTS, files.names("contents", "contents.d"));
      }
      definition.set(Keys.ESSENTIAL, files.take("flag-essential"));
      definition.set(Keys.RECOMMENDED, files.take("flag-recommended"));
      files.tellRest("");
      made.add(definition);
    }

    /** A directory of nothing but relations: the rest of it is in the image below. */
    private static boolean isPiece(DirectoryFiles files) {
      return !files.has("run") && !files.has("up") && !files.has("down");
    }

    private void readPiece(String name, Path folder, DirectoryFiles files) throws IOException {
      Place place = DirectoryFiles.place(folder);
      List<Name> contents = files.names("contents", "contents.d");
      List<Name> needs = files.names("dependencies", "dependencies.d");
      if (USER.contains(name) || !contents.isEmpty()) {
        Definition bundle = made.make(name, place, Kind.BUNDLE);
        bundle.addAll(Keys.CONTENTS, contents);
      } else if (needs.isEmpty() && !BASE.contains(name)) {
        report.broken(at(folder, "type"), name + " has no type", "longrun, oneshot or bundle");
        return;
      }
      for (Name need : needs)
        report.left(need.place(), name + " needs " + need, "of " + name + " only this is here");
      files.tellRest("");
    }

    private void readRelations(DirectoryFiles files, Definition definition) throws IOException {
      List<Name> needs = files.names("dependencies", "dependencies.d");
      // There is no such thing here, unless the sources have it.
      needs.removeIf(name -> isOfBase(name.text()) && tellBase(name));
      definition.addAll(Keys.NEEDS, needs);
      files.names("producer-for", "producer-for.d").stream()
          .findFirst()
          .ifPresent(name -> definition.set(Keys.PRODUCER_FOR, name));
      definition.addAll(Keys.CONSUMER_FOR, files.names("consumer-for", "consumer-for.d"));
      files.line("pipeline-name").ifPresent(line -> definition.set(Keys.PIPELINE_NAME, line.text));
    }

    private boolean tellBase(Name name) {
      report.tell(
          ImportReport.Rank.REST,
          name.place(),
          "needs " + name,
          "s6-overlay's, or its image's, own start");
      return true;
    }

    private boolean isOfBase(String name) {
      return BASE.contains(name) && !sources.contains(name);
    }

    private void readOneshot(DirectoryFiles files, Definition definition) {
      for (Key<ScriptValue> role : List.of(Keys.UP, Keys.DOWN, Keys.RELOAD))
        files
            .text(role.name)
            .filter(text -> !text.text.isBlank())
            .ifPresent(text -> definition.set(role, ScriptValue.execline(text.text)));
      if (definition.find(Keys.UP).isEmpty())
        definition.set(Keys.UP, ScriptValue.command(List.of("true")));
      for (String timeout : List.of("up", "down"))
        files
            .number("timeout-" + timeout, 0, 0xFFFFFFFFL)
            .ifPresent(
                millis ->
                    definition.put(
                        Keys.TIMEOUTS,
                        s6j.front.definition.TimeoutWord.valueOf(
                            timeout.toUpperCase(java.util.Locale.ROOT)),
                        millis));
    }
  }
}
