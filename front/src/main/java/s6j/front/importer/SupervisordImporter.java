package s6j.front.importer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Key;
import s6j.front.definition.Keys;
import s6j.front.definition.Logger;
import s6j.front.toml.Name;
import s6j.front.toml.Nearest;

/** Configuration of supervisord: programs become services, groups become bundles. */
public final class SupervisordImporter implements Importer {
  private static final List<String> SECTIONS =
      List.of(
          "supervisord",
          "supervisorctl",
          "include",
          "program:",
          "group:",
          "eventlistener:",
          "fcgi-program:",
          "unix_http_server",
          "inet_http_server",
          "rpcinterface:",
          "ctlplugin:");

  @Override
  public String kind() {
    return "supervisord";
  }

  @Override
  public Import read(List<Path> sources, ImportSettings settings, ImportReport report)
      throws IOException {
    Reading reading = new Reading(settings, report);
    for (Path source : sources) reading.readFile(source, true);
    reading.finish();
    return reading.made;
  }

  /** One import. */
  private static final class Reading {
    /** A program, and the directory of the file that it is in. */
    private record Program(IniFile.Section section, String here) {}

    private final ImportSettings settings;
    private final ImportReport report;
    private final Import made;
    private final Map<String, Program> programs = new LinkedHashMap<>();
    private final List<IniFile.Section> groups = new ArrayList<>();
    private final Map<String, IniFile.Option> common = new LinkedHashMap<>();

    /** Names of definitions by priority. */
    private final TreeMap<Integer, List<Name>> priorities = new TreeMap<>();

    Reading(ImportSettings settings, ImportReport report) {
      this.settings = settings;
      this.report = report;
      this.made = new Import(report);
    }

    void readFile(Path file, boolean mayInclude) throws IOException {
      SourceText text = SourceText.read(file, report).orElse(null);
      if (text == null) return;
      Path folder = file.toAbsolutePath().normalize().getParent();
      for (IniFile.Section section : IniFile.read(text, report))
        readSection(section, folder, mayInclude);
    }

    private void readSection(IniFile.Section section, Path folder, boolean mayInclude)
        throws IOException {
      String name = section.name().text;
      if (name.startsWith("program:") || name.startsWith("fcgi-program:")) {
        Program program = new Program(section, folder.toString());
        Program other = programs.put(name.substring(name.indexOf(':') + 1).strip(), program);
        if (other != null)
          report.left(other.section.name().place(), "[" + name + "]: said again later", "");
      } else if (name.startsWith("group:")) groups.add(section);
      else if (name.equals("supervisord")) readCommon(section);
      else if (name.equals("include") && mayInclude) readIncludes(section, folder);
      else tellSection(section);
    }

    private void readCommon(IniFile.Section section) {
      section
          .options()
          .forEach(
              (key, option) -> {
                if (List.of("environment", "umask").contains(key)) common.put(key, option);
                else
                  report.left(
                      option.key().place(), "[supervisord] " + key, "about supervisord itself");
              });
    }

    private void readIncludes(IniFile.Section section, Path folder) throws IOException {
      for (IniFile.Option option : section.options().values()) {
        if (!option.key().text.equals("files")) {
          report.left(option.key().place(), "[include] " + option.key(), "files is known");
          continue;
        }
        Interpolation values =
            new Interpolation(Map.of("here", folder.toString()), Map.of(), report);
        for (Span pattern : ShellWords.of(option.value(), report)) {
          String text = values.text(pattern).orElse("");
          List<Path> files = text.isEmpty() ? List.of() : PathGlob.files(folder, text);
          if (files.isEmpty()) report.left(pattern.place(), "no file is " + pattern, "");
          for (Path file : files) if (Files.isRegularFile(file)) readFile(file, false);
        }
      }
    }

    private void tellSection(IniFile.Section section) {
      String name = section.name().text;
      String start = name.substring(0, name.indexOf(':') + 1);
      boolean isKnown = SECTIONS.contains(name) || !start.isEmpty() && SECTIONS.contains(start);
      String hint = Nearest.hint(start.isEmpty() ? name : start, SECTIONS);
      if (name.equals("include")) hint = "only the first file may include others";
      else if (isKnown) hint = "about supervisord itself";
      report.left(
          section.name().place(), "[" + name + "]" + (isKnown ? "" : ": unknown section"), hint);
    }

    void finish() {
      for (Map.Entry<String, Program> program : programs.entrySet()) {
        SupervisordProgram reader =
            new SupervisordProgram(
                program.getKey(),
                program.getValue().section,
                groupOf(program.getKey()),
                common,
                program.getValue().here,
                settings,
                report);
        Name name = new Name(program.getKey(), program.getValue().section.name().place());
        report.enter(program.getValue().section.name().text);
        if (reader.addTo(made))
          priorities.computeIfAbsent(reader.priority(), key -> new ArrayList<>()).add(name);
      }
      groups.forEach(this::addGroup);
      report.enter("");
      partLogs();
      order(settings.ordersAreNeeds() ? Keys.NEEDS : Keys.AFTER);
    }

    /** What the program is part of: a group, or one of its own name. */
    private String groupOf(String program) {
      for (IniFile.Section group : groups)
        for (IniFile.Option option : group.options().values())
          if (option.key().text.equals("programs")
              && List.of(option.value().text.strip().split("\\s*,\\s*")).contains(program))
            return group.name().text.substring(6).strip();
      return program;
    }

    private void addGroup(IniFile.Section section) {
      report.enter(section.name().text);
      String name = section.name().text.substring(6).strip();
      if (programs.containsKey(name)) {
        report.changed(
            section.name().place(), "the group " + name + " is called " + name + "-group");
        name += "-group";
      }
      Definition bundle = new Definition(name, section.name().place(), Kind.BUNDLE);
      section
          .options()
          .forEach(
              (key, option) -> {
                if (key.equals("programs")) addPrograms(option.value(), bundle);
                else if (key.equals("priority"))
                  report.left(option.key().place(), "priority of a group", "needs");
                else
                  report.left(
                      option.key().place(),
                      key + ": unknown option of a group",
                      Nearest.hint(key, List.of("programs", "priority")));
              });
      made.add(bundle);
    }

    private void addPrograms(Span list, Definition bundle) {
      int from = 0;
      for (int at = 0; at <= list.text.length(); at++) {
        if (at < list.text.length() && list.text.charAt(at) != ',') continue;
        Span name = list.sub(from, at).strip();
        from = at + 1;
        if (name.isEmpty()) continue;
        if (programs.containsKey(name.text))
          bundle.add(Keys.CONTENTS, new Name(name.text, name.place()));
        else
          report.broken(
              name.place(),
              "no program is called " + name,
              Nearest.hint(name.text, programs.keySet()));
      }
    }

    /** Two loggers cannot write into one directory, as two programs of supervisord can. */
    private void partLogs() {
      Map<String, Definition> owners = new LinkedHashMap<>();
      for (Definition definition : made.all()) {
        Logger log = definition.get(Keys.LOGGER);
        String directory = log == null ? "" : log.get(Logger.DIRECTORY);
        Definition other = directory.isEmpty() ? null : owners.putIfAbsent(directory, definition);
        if (other == null) continue;
        report.changed(
            log.place, definition.name + " does not write into the log of " + other.name);
        definition.set(Keys.LOGGER, log.in(directory + "/" + definition.name));
      }
    }

    /** What has a higher number comes behind all of the next lower one. */
    private void order(Key<List<Name>> key) {
      List<Name> before = List.of();
      for (List<Name> names : priorities.values()) {
        for (Name name : names)
          for (Definition definition : made.all())
            if (isOf(definition, name.text())) definition.addAll(key, before);
        before = names;
      }
    }

    private static boolean isOf(Definition definition, String program) {
      String name = definition.name.text();
      return definition.kind() != Kind.BUNDLE
          && (name.equals(program) || name.startsWith(program + "@"));
    }
  }
}
