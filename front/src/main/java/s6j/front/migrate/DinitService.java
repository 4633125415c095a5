package s6j.front.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Keys;
import s6j.front.definition.KillWord;
import s6j.front.definition.Leftovers;
import s6j.front.definition.LimitWord;
import s6j.front.definition.Listen;
import s6j.front.definition.Logger;
import s6j.front.definition.Readiness;
import s6j.front.definition.Restart;
import s6j.front.definition.ScriptValue;
import s6j.front.definition.TimeoutWord;
import s6j.front.importer.ImportReport;
import s6j.front.importer.ImportSettings;
import s6j.front.importer.ShellWords;
import s6j.front.importer.Span;
import s6j.front.toml.Name;
import s6j.front.toml.Nearest;
import s6j.front.toml.Place;

/** One service of dinit. */
final class DinitService {
  private static final List<String> TYPES =
      List.of("process", "bgprocess", "scripted", "internal", "triggered");

  private static final Map<String, LimitWord> LIMITS =
      Map.of(
          "rlimit-nofile",
          LimitWord.OPEN_FILES,
          "rlimit-core",
          LimitWord.CORE,
          "rlimit-data",
          LimitWord.DATA,
          "rlimit-addrspace",
          LimitWord.ADDRESS_SPACE);

  /** What is about dinit itself, or about when it cancels a start. */
  private static final List<String> OPTIONS_OF_DINIT =
      List.of("starts-rwfs", "starts-log", "start-interruptible", "skippable");

  private static final String STOP_TIMEOUT = "10";
  private static final int DEATHS = 3;
  private static final int WITHIN = 10;

  private final String name;
  private final DinitFile file;
  private final Path directory;
  private final ImportSettings settings;
  private final ImportReport report;
  private final Place place;
  private final Map<String, String> variables = new LinkedHashMap<>();

  DinitService(
      String name, DinitFile file, Path directory, ImportSettings settings, ImportReport report) {
    this.name = name;
    this.file = file;
    this.directory = directory;
    this.settings = settings;
    this.report = report;
    this.place = file.text.place(0);
  }

  /** {@code along} is wanted and not needed. */
  Definition definition(List<Name> needs, List<Name> along) throws IOException {
    String type = file.word("type", "process");
    if (!TYPES.contains(type))
      report.broken(file.place("type"), "no type: " + type, Nearest.hint(type, TYPES));
    boolean isBundle = type.equals("internal") || type.equals("triggered");
    boolean isOneshot = type.equals("scripted");
    Kind kind = isBundle ? Kind.BUNDLE : isOneshot ? Kind.ONESHOT : Kind.LONGRUN;
    Definition definition = new Definition(name, place, kind);
    definition.addAll(isBundle ? Keys.CONTENTS : Keys.NEEDS, needs);
    definition.addAll(isBundle ? Keys.CONTENTS : Keys.WANTS, along);
    if (!isBundle) {
      definition.addAll(Keys.AFTER, along);
      for (Span other : file.all("after"))
        definition.add(Keys.AFTER, new Name(other.text, other.place()));
    }
    if (!isBundle) readProcess(definition, type);
    definition.set(Keys.DESCRIPTION, file.word("description", ""));
    file.rest().forEach((key, value) -> report.left(value.place(), key + " = " + value, ""));
    return definition;
  }

  private void readProcess(Definition definition, String type) throws IOException {
    if (file.one("env-file").isPresent()) {
      Path path = directory.resolve(file.word("env-file", ""));
      if (Files.exists(path)) variables.putAll(EnvFile.read(path, report));
      else report.broken(file.place("env-file"), "no such file: " + path);
    }
    definition.putAll(Keys.ENVIRONMENT, variables);
    definition.set(Keys.USER, file.word("run-as", ""));
    definition.set(Keys.DIRECTORY, file.word("working-dir", "/"));
    LIMITS.forEach((key, limit) -> readLimit(definition, key, limit));
    List<String> command = words("command");
    if (command.isEmpty()) report.broken(place, name + " has no command");
    else if (type.equals("scripted")) readOneshot(definition, command);
    else readDaemon(definition, command, type.equals("bgprocess"));
  }

  private void readOneshot(Definition definition, List<String> command) {
    definition.set(Keys.UP, ScriptValue.command(command));
    List<String> stop = words("stop-command");
    if (!stop.isEmpty()) definition.set(Keys.DOWN, ScriptValue.command(stop));
    time(definition, "start-timeout", TimeoutWord.UP, "60");
    time(definition, "stop-timeout", TimeoutWord.DOWN, STOP_TIMEOUT);
    file.all("restart");
  }

  private void readDaemon(Definition definition, List<String> command, boolean isInBackground) {
    List<String> words = new ArrayList<>();
    String pidFile = file.word("pid-file", "");
    if (isInBackground && pidFile.isEmpty()) report.broken(place, "bgprocess without pid-file");
    if (isInBackground)
      words.addAll(List.of("s6-background-watch", "-d", String.valueOf(readyOn()), pidFile));
    if (isInBackground) definition.set(Keys.READINESS, Readiness.newline(readyOn()));
    words.addAll(command);
    definition.set(Keys.RUN, ScriptValue.command(words));
    definition.set(Keys.LEFTOVERS, Leftovers.LEAVE);
    readSocket(definition);
    if (!readOptions() && !isInBackground) definition.set(Keys.KILL, KillWord.GROUP);
    readReadiness(definition);
    readRestart(definition);
    String signal = file.word("term-signal", file.word("termsignal", "TERM"));
    if (signal.equals("none"))
      report.left(file.place("term-signal"), "term-signal = none", "a signal to end by");
    else if (!signal.equals("TERM"))
      definition.set(Keys.DOWN_SIGNAL, "SIG" + signal.replaceFirst("^SIG", ""));
    time(definition, "stop-timeout", TimeoutWord.KILL, STOP_TIMEOUT);
    if (file.one("stop-command").isPresent())
      report.left(file.place("stop-command"), "stop-command", "down-signal, or a oneshot");
    readLog(definition);
  }

  /** The first descriptor is the socket, if there is one. */
  private int readyOn() {
    return Readiness.DEFAULT_FD + (file.one("socket-listen").isPresent() ? 1 : 0);
  }

  /** One socket, opened before it starts. */
  private void readSocket(Definition definition) {
    Span path = file.one("socket-listen").orElse(null);
    if (path == null) return;
    String mode = file.word("socket-permissions", "0666");
    String user = file.word("socket-uid", "");
    String group = file.word("socket-gid", "");
    if (!path.text.startsWith("/")) report.broken(path.place(), "no absolute path: " + path);
    if (!mode.matches("[0-7]{1,4}"))
      report.broken(file.place("socket-permissions"), "no octal digits: " + mode);
    Listen listen = new Listen(path.place());
    listen.add(Listen.SOCKETS, "unix:" + path.text);
    listen.set(Listen.MODE, mode);
    if (!(user + group).isEmpty())
      listen.set(
          Listen.OWNER, (user.isEmpty() ? "root" : user) + (group.isEmpty() ? "" : ":" + group));
    definition.set(Keys.LISTEN, listen);
  }

  /** Whether signals are for the process alone, and not for its group. */
  private boolean readOptions() {
    boolean isAlone = false;
    for (Span line : file.all("options"))
      for (String word : line.text.split("[ \\t]+"))
        if (word.equals("signal-process-only")) isAlone = true;
        else if (!word.isEmpty())
          report.tell(
              OPTIONS_OF_DINIT.contains(word)
                  ? ImportReport.Rank.REST
                  : ImportReport.Rank.BEHAVIOUR,
              line.place(),
              "options = " + word,
              "");
    return isAlone;
  }

  private void readReadiness(Definition definition) {
    String word = file.word("ready-notification", "");
    if (word.isEmpty()) return;
    if (word.matches("pipefd:[0-9]{1,4}"))
      definition.set(Keys.READINESS, Readiness.newline(Integer.parseInt(word.substring(7))));
    else if (word.matches("pipevar:\\w+")) {
      definition.set(Keys.READINESS, Readiness.newline(readyOn()));
      definition.put(Keys.ENVIRONMENT, word.substring(8), String.valueOf(readyOn()));
    } else report.broken(file.place("ready-notification"), "no notification: " + word, "pipefd:3");
  }

  private void readRestart(Definition definition) {
    String word = file.word("restart", "yes");
    Restart.Policy policy = Restart.Policy.NEVER;
    if (word.equals("yes") || word.equals("true")) policy = Restart.Policy.ALWAYS;
    if (word.equals("on-failure")) policy = Restart.Policy.ON_FAILURE;
    boolean isLimited = policy != Restart.Policy.NEVER;
    String count = file.word("restart-limit-count", String.valueOf(DEATHS));
    String within = file.word("restart-limit-interval", String.valueOf(WITHIN));
    boolean isNumber = count.matches("[0-9]{1,3}") && within.matches("[0-9]{1,6}");
    int restarts = isNumber && isLimited ? Integer.parseInt(count) : 0;
    int deaths = restarts == 0 ? 0 : restarts + 1;
    int seconds = isNumber ? Math.max(1, Integer.parseInt(within)) : WITHIN;
    Restart restart = Restart.of(policy, List.of(), deaths, seconds);
    String delay = file.word("restart-delay", "0.2");
    if (!delay.matches("[0-9]{1,6}(\\.[0-9]{1,6})?"))
      report.broken(file.place("restart-delay"), "restart-delay is no number of seconds: " + delay);
    else if (isLimited) {
      long pause = Math.max(1, Math.round(Double.parseDouble(delay) * 1000));
      if (pause != 1000) restart.set(Restart.BACKOFF, pause + " 1 " + pause + " 999999999");
    }
    definition.set(Keys.RESTART, restart);
    if (file.isTrue("smooth-recovery", false))
      report.tell(
          ImportReport.Rank.REST,
          file.place("smooth-recovery"),
          "smooth-recovery: what needs it never stops for a restart",
          "");
  }

  private void readLog(Definition definition) {
    String type = file.word("log-type", file.one("logfile").isPresent() ? "file" : "none");
    if (type.equals("none") || !settings.logs()) return;
    Place at = file.place("logfile");
    definition.set(Keys.LOGGER, new Logger(at));
    report.changed(at, "the log is a directory, /var/log/" + name);
  }

  private void time(Definition definition, String key, TimeoutWord timeout, String otherwise) {
    String seconds = file.word(key, otherwise);
    if (!seconds.matches("[0-9]{1,6}(\\.[0-9]{1,3})?")) {
      report.broken(file.place(key), key + " is no number of seconds: " + seconds);
      return;
    }
    long millis = Math.round(Double.parseDouble(seconds) * 1000);
    if (millis > 0) definition.put(Keys.TIMEOUTS, timeout, millis);
  }

  private void readLimit(Definition definition, String key, LimitWord limit) {
    String text = file.word(key, "");
    if (text.isEmpty()) return;
    if (text.matches("([0-9]{1,18}|-)?(:([0-9]{1,18}|-)?)?"))
      definition.put(Keys.LIMITS, limit, text.replace("-", "="));
    else report.broken(file.place(key), "no limit: " + text, "SOFT:HARD");
  }

  /** Split at blanks, with quotes and backslashes; variables are those of the file of them. */
  private List<String> words(String key) {
    List<String> words = new ArrayList<>();
    DollarText values = new DollarText(variables, false, report);
    for (Span value : file.all(key))
      for (Span word : ShellWords.of(value, report)) words.add(values.in(word.text, word.place()));
    return words;
  }
}
