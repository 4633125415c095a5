package s6j.front.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import s6j.formats.timer.CronReader;
import s6j.front.definition.Definition;
import s6j.front.definition.Keys;
import s6j.front.definition.Leftovers;
import s6j.front.definition.Restart;
import s6j.front.definition.ScriptValue;
import s6j.front.definition.Timer;
import s6j.front.importer.DirectoryFiles;
import s6j.front.importer.Import;
import s6j.front.importer.ImportReport;
import s6j.front.importer.ImportSettings;
import s6j.front.importer.Importer;
import s6j.front.importer.SourceText;
import s6j.front.importer.Span;
import s6j.front.toml.Name;
import s6j.front.toml.Place;

/**
 * Tables of cron, as Debian's reads them: those of users, /etc/crontab and the files of cron.d, and
 * the scripts of cron.daily and the like. Each line becomes a longrun that a timer starts once.
 */
final class CronImporter implements Importer {
  /** Directories of scripts, and when Debian's /etc/crontab has them run. */
  private static final Map<String, String> SCRIPTS =
      Map.of(
          "cron.hourly", "17 * * * *",
          "cron.daily", "25 6 * * *",
          "cron.weekly", "47 6 * * 7",
          "cron.monthly", "52 6 1 * *");

  /** Words that say nothing of what a line does. */
  private static final Set<String> SHELL_WORDS =
      Set.of("cd", "test", "[", "[[", "if", "for", "while", "export", "set", "exec", "eval", ".");

  @Override
  public String kind() {
    return "cron";
  }

  @Override
  public Import read(List<Path> sources, ImportSettings settings, ImportReport report)
      throws IOException {
    Import made = new Import(report);
    for (Path source : sources) {
      if (Files.isDirectory(source)) readDirectory(source, made, report);
      else readTable(source, made, report);
    }
    return made;
  }

  private static String nameOf(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? "" : name.toString();
  }

  /** An etc, a cron.d, the tables of users, or a directory of scripts. */
  private static void readDirectory(Path directory, Import made, ImportReport report)
      throws IOException {
    String name = nameOf(directory);
    boolean isEtc = Files.exists(directory.resolve("crontab")) || has(directory, "cron.d");
    if (SCRIPTS.containsKey(name)) {
      for (Path script : DirectoryFiles.entries(directory)) addScript(script, made, report);
    } else if (isEtc) {
      if (Files.exists(directory.resolve("crontab")))
        readTable(directory.resolve("crontab"), made, report);
      if (has(directory, "cron.d")) readDirectory(directory.resolve("cron.d"), made, report);
    } else {
      for (Path table : DirectoryFiles.entries(directory))
        if (isOfCron(table, report)) readTable(table, made, report);
    }
  }

  private static boolean has(Path directory, String name) {
    return Files.isDirectory(directory.resolve(name));
  }

  /** Names with other characters are passed over, as those that editors and packages leave. */
  private static boolean isOfCron(Path file, ImportReport report) {
    if (nameOf(file).matches("[A-Za-z0-9_-]+")) return true;
    if (!nameOf(file).startsWith("."))
      report.tell(
          ImportReport.Rank.REST, DirectoryFiles.place(file), "cron passes over " + file, "");
    return false;
  }

  private static void addScript(Path script, Import made, ImportReport report) {
    if (!isOfCron(script, report) || !Files.isExecutable(script)) return;
    String directory = nameOf(script.toAbsolutePath().normalize().getParent());
    Name name = free(made, "cron-" + nameOf(script), DirectoryFiles.place(script));
    Definition job = new Definition(name);
    job.set(Keys.RUN, ScriptValue.command(List.of(script.toAbsolutePath().normalize().toString())));
    Timer timer = new Timer(name.place());
    timer.add(Timer.CRON, SCRIPTS.get(directory));
    finish(job, timer);
    made.add(job);
  }

  private static void readTable(Path file, Import made, ImportReport report) {
    report.enter(nameOf(file));
    Optional<SourceText> text = SourceText.read(file, report);
    if (text.isPresent()) new Table(file, made, report).read(text.get());
    report.enter("");
  }

  private static Name free(Import made, String wanted, Place place) {
    String name = wanted;
    for (int i = 2; made.has(name); i++) name = wanted + "-" + i;
    return new Name(name, place);
  }

  private static void finish(Definition job, Timer timer) {
    job.set(Keys.RESTART, Restart.of(Restart.Policy.NEVER));
    job.set(Keys.LEFTOVERS, Leftovers.LEAVE);
    timer.set(Timer.OVERLAP, Timer.Overlap.QUEUE);
    job.set(Keys.TIMER, timer);
    job.add(Keys.IN, new Name("default", job.name.place()));
  }

  /** One table; what is set in it counts for the lines below. */
  private static final class Table {
    private static final Pattern VARIABLE =
        Pattern.compile("(\"[^\"]*\"|'[^']*'|[^\\s=\"']+)[ \\t]*=[ \\t]*(.*?)[ \\t]*");
    private static final List<String> TOLD = List.of("MAILTO", "MAILFROM");
    private static final List<String> ZONES = List.of("CRON_TZ", "TZ");

    private final Import made;
    private final ImportReport report;

    /** Lines have the user behind the times. */
    private final boolean isOfSystem;

    /** Whose table it is, empty if nobody says. */
    private final String owner;

    private final Map<String, String> variables = new LinkedHashMap<>();

    Table(Path file, Import made, ImportReport report) {
      this.made = made;
      this.report = report;
      String folder = nameOf(file.toAbsolutePath().normalize().getParent());
      isOfSystem = nameOf(file).equals("crontab") || folder.equals("cron.d");
      owner = folder.equals("crontabs") ? nameOf(file) : "";
      variables.put("SHELL", "/bin/sh");
      variables.put("PATH", "/usr/bin:/bin");
    }

    void read(SourceText text) {
      int jobs = 0;
      for (Span line : text.lines()) {
        Span stripped = line.sub(blanks(line.text, 0));
        if (stripped.text.isEmpty() || stripped.text.startsWith("#")) continue;
        if (readVariable(stripped)) continue;
        readJob(stripped);
        jobs++;
      }
      if (jobs > 0)
        report.changed(
            text.lines().get(0).place(),
            "runs of one line do not overlap: one that is due meanwhile comes behind");
    }

    private static int blanks(String text, int from) {
      int at = from;
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) at++;
      return at;
    }

    private static int word(String text, int from) {
      int at = from;
      while (at < text.length() && text.charAt(at) != ' ' && text.charAt(at) != '\t') at++;
      return at;
    }

    /** NAME = VALUE, each perhaps in quotes. */
    private boolean readVariable(Span line) {
      Matcher parts = VARIABLE.matcher(line.text);
      if (!parts.matches()) return false;
      String name = unquoted(parts.group(1));
      String value = unquoted(parts.group(2));
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        report.left(line.place(), "no name of a variable: " + name, "");
      } else if (TOLD.contains(name)) {
        if (!value.isEmpty())
          report.left(
              line.place(),
              line + ": nothing is sent by mail",
              "output goes where that of the supervision tree goes; a logger keeps it");
      } else if (name.equals("LOGNAME") || name.equals("USER")) {
        report.tell(ImportReport.Rank.REST, line.place(), line + ": cron does not take it", "");
      } else {
        if (ZONES.contains(name))
          report.changed(line.place(), line + " counts for the command, not for when it is due");
        variables.put(name, value);
      }
      return true;
    }

    private static String unquoted(String text) {
      boolean isQuoted =
          text.length() > 1
              && (text.charAt(0) == '"' || text.charAt(0) == '\'')
              && text.charAt(text.length() - 1) == text.charAt(0);
      return isQuoted ? text.substring(1, text.length() - 1) : text;
    }

    private void readJob(Span line) {
      int end = 0;
      int fields = line.text.startsWith("@") ? 1 : 5;
      for (int i = 0; i < fields; i++) end = word(line.text, blanks(line.text, end));
      String when = line.text.substring(0, end).replaceAll("[ \\t]+", " ");
      Timer timer = timer(when, line);
      String user = owner;
      if (isOfSystem) {
        int from = blanks(line.text, end);
        end = word(line.text, from);
        user = line.text.substring(from, end);
      }
      int from = blanks(line.text, end);
      if (timer == null) return;
      if (from == line.text.length()) {
        report.broken(
            line.place(from),
            "no command: " + line,
            isOfSystem ? "MINUTE HOUR DAY MONTH WEEKDAY USER COMMAND" : "");
        return;
      }
      add(line.sub(from), user, timer);
    }

    private @Nullable Timer timer(String when, Span line) {
      Timer timer = new Timer(line.place());
      if (when.equalsIgnoreCase("@reboot")) {
        timer.set(Timer.BOOT, 0L);
        return timer;
      }
      CronReader reader = new CronReader(when);
      if (reader.read() == null) {
        report.broken(line.place(), "no line of cron: " + reader.problem(), "such as 0 3 * * 1-5");
        return null;
      }
      timer.add(Timer.CRON, when);
      return timer;
    }

    private void add(Span command, String user, Timer timer) {
      CronCommand parts = CronCommand.of(command.text);
      Name name = free(made, "cron-" + label(parts.line()), command.place());
      Definition job = new Definition(name);
      job.set(Keys.USER, user.equals("root") ? "" : user);
      job.set(Keys.LOGIN, user);
      Map<String, String> environment = new LinkedHashMap<>(variables);
      environment.remove("PATH");
      job.putAll(Keys.ENVIRONMENT, environment);
      job.set(
          Keys.RUN, ScriptValue.shell(parts.script(variables.get("SHELL"), variables.get("PATH"))));
      CronImporter.finish(job, timer);
      made.add(job);
    }

    /** What somebody would call it: the program, or whose table it is in. */
    private String label(String line) {
      for (String word : line.split("[ \\t;&|()]+")) {
        String base = word.substring(word.lastIndexOf('/') + 1);
        boolean isProgram = word.matches("[A-Za-z0-9_./+-]+") && !SHELL_WORDS.contains(word);
        if (isProgram && base.matches("[A-Za-z0-9_][A-Za-z0-9_.+-]*")) return base;
      }
      return "job";
    }
  }
}
