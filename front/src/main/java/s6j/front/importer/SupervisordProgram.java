package s6j.front.importer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Keys;
import s6j.front.definition.KillWord;
import s6j.front.definition.Listen;
import s6j.front.definition.Logger;
import s6j.front.definition.Readiness;
import s6j.front.definition.Restart;
import s6j.front.definition.ScriptValue;
import s6j.front.definition.TimeoutWord;
import s6j.front.shell.Sh;
import s6j.front.toml.Name;
import s6j.front.toml.Nearest;
import s6j.front.toml.Place;

/** A section [program:x] as a service, or as a template if numprocs is more than one. */
final class SupervisordProgram {
  private static final TreeSet<String> OPTIONS =
      new TreeSet<>(
          List.of(
              ("command process_name numprocs numprocs_start priority autostart startsecs"
                      + " startretries autorestart exitcodes stopsignal stopwaitsecs stopasgroup"
                      + " killasgroup user redirect_stderr stdout_logfile stdout_logfile_maxbytes"
                      + " stdout_logfile_backups stdout_capture_maxbytes stdout_events_enabled"
                      + " stdout_syslog stderr_logfile stderr_logfile_maxbytes"
                      + " stderr_logfile_backups stderr_capture_maxbytes stderr_events_enabled"
                      + " stderr_syslog environment directory umask serverurl")
                  .split(" ")));

  /** Of [fcgi-program:x] besides. */
  private static final List<String> SOCKET_OPTIONS =
      List.of("socket", "socket_backlog", "socket_owner", "socket_mode");

  private static final int DEFAULT_PRIORITY = 999;
  private static final int MOST = 1000;
  private static final String INSTANCE = "{{instance}}";

  private final String name;
  private final String group;
  private final Map<String, IniFile.Option> options;
  private final Map<String, IniFile.Option> common;
  private final String here;
  private final ImportSettings settings;
  private final ImportReport report;
  private final Set<String> taken = new HashSet<>(List.of("process_name"));
  private final Place place;
  private final boolean hasSocket;
  private Interpolation values;

  SupervisordProgram(
      String name,
      IniFile.Section section,
      String group,
      Map<String, IniFile.Option> common,
      String here,
      ImportSettings settings,
      ImportReport report) {
    this.name = name;
    this.group = group;
    this.options = section.options();
    this.common = common;
    this.here = here;
    this.settings = settings;
    this.report = report;
    this.place = section.name().place();
    this.hasSocket = section.name().text.startsWith("fcgi-program:");
    this.values = interpolation(String.valueOf(0), 1);
  }

  private Interpolation interpolation(String processNumber, int count) {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("here", here);
    names.put("program_name", name);
    names.put("group_name", group);
    names.put("process_num", processNumber);
    names.put("numprocs", String.valueOf(count));
    return new Interpolation(names, variables(), report);
  }

  /** What [supervisord] sets is in the environment that its programs' options see. */
  private Map<String, String> variables() {
    Definition probe = new Definition("", place, Kind.LONGRUN);
    IniFile.Option environment = common.get("environment");
    if (environment == null) return Map.of();
    values = new Interpolation(Map.of("here", here), Map.of(), report);
    readVariables(environment.value(), probe, new ArrayList<>());
    return probe.get(Keys.ENVIRONMENT);
  }

  /** Whether there is a service now. */
  boolean addTo(Import made) {
    int count = number("numprocs", 1, 1, MOST);
    int first = number("numprocs_start", 0, 0, 1 << 20);
    for (String key : hasSocket ? List.of("command", "socket") : List.of("command"))
      if (option(key).isEmpty()) {
        report.broken(place, "[program:" + name + "] has no " + key);
        return false;
      }
    Set<String> formats = new TreeSet<>();
    for (IniFile.Option option : options.values())
      formats.addAll(Interpolation.formats(option.value().text));
    boolean isNamed = options.containsKey("process_name");
    if (isNamed && !options.get("process_name").value().text.equals("%(program_name)s"))
      report.changed(
          place("process_name"), "services are called " + name + (count > 1 ? "@INSTANCE" : ""));
    boolean isAdded = true;
    if (count == 1) isAdded = made.add(definition(name, String.valueOf(first), count));
    else if (formats.size() <= 1) isAdded = made.add(template(count, first, formats));
    else addEach(made, count, first);
    tellRest();
    return isAdded;
  }

  private Definition template(int count, int first, Set<String> formats) {
    String format = formats.isEmpty() ? "" : formats.iterator().next();
    Definition definition = definition(name + "@", INSTANCE, count);
    for (int i = first; i < first + count; i++)
      definition.add(Keys.INSTANCES, Interpolation.formatted(i, format).strip());
    definition.find(Keys.LOGGER).ifPresent(logger -> definition.set(Keys.LOGGER, parted(logger)));
    return definition;
  }

  private Logger parted(Logger logger) {
    String directory = logger.get(Logger.DIRECTORY);
    if (directory.isEmpty() || directory.contains(INSTANCE)) return logger;
    report.changed(logger.place, "each instance has a log of its own");
    return logger.in(directory + "/" + INSTANCE);
  }

  /** A number that is written in two ways cannot be the name of an instance. */
  private void addEach(Import made, int count, int first) {
    Definition bundle = new Definition(name, place, Kind.BUNDLE);
    for (int i = first; i < first + count; i++) {
      Definition one = definition(name + "@" + i, String.valueOf(i), count);
      if (made.add(one)) bundle.add(Keys.CONTENTS, new Name(one.name.text(), place));
    }
    made.add(bundle);
  }

  private Definition definition(String as, String processNumber, int count) {
    values = interpolation(processNumber, count);
    Definition definition = new Definition(as, place, Kind.LONGRUN);
    if (flag("autostart", true)) definition.add(Keys.IN, new Name("default", place("autostart")));
    List<String> preparation = new ArrayList<>();
    readEnvironment(definition, preparation);
    readOutput(definition, preparation);
    Optional<CommandWord> directory =
        option("directory").map(option -> values.word(option.value()));
    Optional<CommandWord> user =
        option("user").map(option -> values.word(option.value()).insisting());
    readRun(definition, preparation, directory, user);
    readUmask(definition);
    if (hasSocket) readSocket(definition);
    readRestart(definition);
    readStop(definition);
    return definition;
  }

  /** One socket for all its processes, opened before the first and kept. */
  private void readSocket(Definition definition) {
    Span said = option("socket").orElseThrow().value();
    String text = values.text(said).orElse("");
    String address =
        text.startsWith("unix://")
            ? "unix:" + text.substring(7)
            : text.replaceFirst("^tcp://localhost:", "tcp:127.0.0.1:").replace("tcp://", "tcp:");
    if (!Listen.isAddress(address)) {
      report.broken(said.place(), "no socket by number or path: " + said, "tcp://127.0.0.1:9000");
      return;
    }
    Listen listen = new Listen(said.place());
    listen.set(Listen.SOCKETS, List.of(address));
    listen.set(Listen.SHARED, true);
    listen.set(Listen.STDIN, true);
    if (address.startsWith("unix:")) {
      listen.set(Listen.MODE, socketOption("socket_mode").orElse("0700"));
      socketOption("socket_owner")
          .or(() -> definition.find(Keys.USER))
          .filter(owner -> !owner.isEmpty())
          .ifPresent(owner -> listen.set(Listen.OWNER, owner));
    }
    definition.set(Keys.LISTEN, listen);
  }

  private Optional<String> socketOption(String key) {
    return option(key).flatMap(option -> values.text(option.value()));
  }

  private void readRun(
      Definition definition,
      List<String> preparation,
      Optional<CommandWord> directory,
      Optional<CommandWord> user) {
    List<CommandWord> words = new ArrayList<>();
    Span command = command();
    Set<String> split = Interpolation.unquoted(command.text);
    for (Span word : ShellWords.of(command, report)) words.add(values.word(word, split));
    if (words.isEmpty() || words.get(0).literal().orElse("x").isEmpty()) {
      report.broken(place("command"), "no command");
      return;
    }
    Optional<List<String>> literals = CommandWord.literals(words);
    boolean isPlain =
        preparation.isEmpty()
            && directory.flatMap(CommandWord::literal).isPresent() == directory.isPresent()
            && user.flatMap(CommandWord::literal).isPresent() == user.isPresent();
    if (isPlain) {
      definition.set(Keys.DIRECTORY, directory.flatMap(CommandWord::literal).orElse("/"));
      definition.set(Keys.USER, user.flatMap(CommandWord::literal).orElse(""));
      if (!definition.get(Keys.DIRECTORY).isEmpty()
          && !definition.get(Keys.DIRECTORY).startsWith("/"))
        report.broken(
            place("directory"),
            "no absolute path: " + definition.get(Keys.DIRECTORY),
            "%(here)s/...");
      definition.set(
          Keys.RUN,
          literals.isPresent()
              ? ScriptValue.command(literals.get())
              : script(List.of(), "exec " + CommandWord.shell(words)));
      return;
    }
    List<String> lines = new ArrayList<>(preparation);
    lines.add("cd " + directory.map(CommandWord::shell).orElse("/") + " || exit 111");
    String change = user.map(to -> "s6-setuidgid " + to.shell() + " ").orElse("");
    definition.set(Keys.RUN, script(lines, "exec " + change + CommandWord.shell(words)));
  }

  private static ScriptValue script(List<String> before, String command) {
    List<String> lines = new ArrayList<>();
    if (Splitting.isNeeded(List.of(command)))
      lines.add(Splitting.function(Splitting.Rule.SHLEX).strip());
    lines.addAll(before);
    lines.add(Splitting.line(command));
    return ScriptValue.shell(String.join("\n", lines) + "\n");
  }

  /** With the variables that [supervisord] itself sets, which are part of the text. */
  private Span command() {
    return values.replaced(option("command").orElseThrow().value());
  }

  private void readUmask(Definition definition) {
    IniFile.Option option = option("umask").orElse(common.get("umask"));
    if (option == null) return;
    String umask = values.text(option.value()).orElse("");
    if (umask.matches("[0-7]{1,4}")) definition.set(Keys.UMASK, umask);
    else report.broken(option.value().place(), "no octal digits: " + umask);
  }

  private void readEnvironment(Definition definition, List<String> preparation) {
    definition.put(Keys.ENVIRONMENT, "SUPERVISOR_ENABLED", "1");
    definition.put(Keys.ENVIRONMENT, "SUPERVISOR_PROCESS_NAME", processName(definition));
    definition.put(Keys.ENVIRONMENT, "SUPERVISOR_GROUP_NAME", group);
    if (common.containsKey("environment"))
      readVariables(common.get("environment").value(), definition, preparation);
    option("environment")
        .ifPresent(option -> readVariables(option.value(), definition, preparation));
  }

  private String processName(Definition definition) {
    String said =
        options.containsKey("process_name")
            ? values.word(options.get("process_name").value()).literal().orElse(name)
            : name;
    return said.isEmpty() ? definition.name.text() : said;
  }

  /** KEY="value",KEY2='value',KEY3=value. */
  private void readVariables(Span list, Definition definition, List<String> preparation) {
    int at = 0;
    while (at < list.text.length()) {
      char c = list.text.charAt(at);
      if (c == ',' || Span.isBlank(c)) {
        at++;
        continue;
      }
      int equals = list.text.indexOf('=', at);
      String key = equals < 0 ? "" : list.text.substring(at, equals).strip();
      if (!key.matches("[A-Za-z_][A-Za-z0-9_]*")) {
        report.broken(list.place(at), "not KEY=\"value\",KEY=\"value\": " + list.sub(at));
        return;
      }
      at = equals + 1;
      while (at < list.text.length() && Span.isBlank(list.text.charAt(at))) at++;
      boolean isQuoted = at < list.text.length() && "\"'".indexOf(list.text.charAt(at)) >= 0;
      int end =
          isQuoted ? list.text.indexOf(list.text.charAt(at), at + 1) : list.text.indexOf(',', at);
      if (isQuoted && end < 0) {
        report.broken(list.place(at), "a quote that does not end");
        return;
      }
      if (end < 0) end = list.text.length();
      Span value = isQuoted ? list.sub(at + 1, end) : list.sub(at, end).strip();
      putVariable(key, values.word(value), definition, preparation);
      at = isQuoted ? end + 1 : end;
    }
  }

  private static void putVariable(
      String key, CommandWord value, Definition definition, List<String> preparation) {
    if (value.literal().isPresent()) definition.put(Keys.ENVIRONMENT, key, value.literal().get());
    else preparation.add("export " + key + "=" + value.shell());
  }

  private void readOutput(Definition definition, List<String> preparation) {
    String out = option("stdout_logfile").flatMap(o -> values.text(o.value())).orElse("AUTO");
    Place at = place("stdout_logfile");
    boolean isMerged = flag("redirect_stderr", false);
    boolean isSaid = option("stderr_logfile").isPresent();
    String err = option("stderr_logfile").flatMap(o -> values.text(o.value())).orElse("AUTO");
    if (out.equals("NONE") || out.equals("/dev/null")) preparation.add("exec >/dev/null");
    else if (out.equals("/dev/stderr") || out.equals("/dev/fd/2")) preparation.add("exec >&2");
    else if (!out.equals("/dev/stdout") && !out.equals("/dev/fd/1")) log(definition, out, at);
    boolean isSame = err.equals("AUTO") || err.equals(out);
    if (isMerged)
      preparation.addAll(definition.find(Keys.LOGGER).isEmpty() ? List.of("exec 2>&1") : List.of());
    else if (err.equals("NONE") || err.equals("/dev/null")) preparation.add("exec 2>/dev/null");
    else if (isSaid && !isSame && !err.startsWith("/dev/")) {
      report.changed(place("stderr_logfile"), err + " grows without end: it is not rotated");
      preparation.add("exec 2>>" + Sh.quote(err) + " || exit 111");
    } else if (isSaid && err.startsWith("/dev/") && definition.find(Keys.LOGGER).isPresent())
      report.changed(place("stderr_logfile"), "standard error goes to the log, too");
  }

  private void log(Definition definition, String path, Place at) {
    boolean isDefault = path.equals("AUTO") || path.equals("syslog");
    if (path.equals("syslog")) report.changed(at, "syslog: goes to the log");
    if (!isDefault && !path.startsWith("/")) path = here + "/" + path;
    String directory = isDefault ? "" : withoutSuffix(path);
    if (isDefault && !settings.logs()) return;
    if (!isDefault) report.changed(at, path + ": the log is " + directory + "/current");
    Logger logger = Logger.directory(directory, at);
    logger.set(Logger.KEEP, keep());
    logger.set(Logger.SIZE, size());
    definition.set(Keys.LOGGER, logger);
  }

  private static String withoutSuffix(String path) {
    return path.endsWith(".log") && !path.endsWith("/.log")
        ? path.substring(0, path.length() - 4)
        : path + ".d";
  }

  private int keep() {
    return Math.max(1, number("stdout_logfile_backups", Logger.KEEP.usual, 0, 1 << 30));
  }

  private int size() {
    Span value = option("stdout_logfile_maxbytes").map(IniFile.Option::value).orElse(null);
    if (value == null) return Logger.SIZE.usual;
    String text = value.text.toUpperCase(java.util.Locale.ROOT);
    if (!text.matches("[0-9]{1,9}\\s*(KB|MB|GB)?")) {
      report.broken(value.place(), "no number of bytes: " + value, "such as 50MB");
      return Logger.SIZE.usual;
    }
    long bytes = Long.parseLong(text.replaceAll("[^0-9]", ""));
    if (text.endsWith("KB")) bytes <<= 10;
    if (text.endsWith("MB")) bytes <<= 20;
    if (text.endsWith("GB")) bytes <<= 30;
    long size = bytes == 0 ? 268435455L : Math.min(Math.max(bytes, 4096), 268435455L);
    if (size != bytes) report.changed(value.place(), "log files of " + size + " bytes");
    return (int) size;
  }

  private void readRestart(Definition definition) {
    String word =
        option("autorestart")
            .map(o -> o.value().text.toLowerCase(java.util.Locale.ROOT))
            .orElse("unexpected");
    List<Integer> expected = codes();
    Restart.Policy policy = Restart.Policy.ALWAYS;
    List<Integer> codes = List.of();
    if (word.equals("unexpected")) {
      if (expected.contains(0)) policy = Restart.Policy.ON_FAILURE;
      codes = expected.stream().filter(code -> code != 0).toList();
    } else if (!flag("autorestart", true)) policy = Restart.Policy.NEVER;
    int seconds = number("startsecs", 1, 0, 1_000_000);
    int deaths = 0;
    int within = 0;
    // Without a time to stay up every start is a success.
    boolean mayFail = seconds > 0 && policy != Restart.Policy.NEVER;
    if (option("startretries").isPresent() && mayFail) {
      int tries = number("startretries", 3, 0, 4095);
      deaths = tries + 1;
      // supervisord waits a second longer after each failure.
      within = (int) Math.min((tries + 1L) * (seconds + 1L) + (tries + 1L) * tries / 2, 4_000_000);
    }
    definition.set(Keys.RESTART, Restart.of(policy, codes, deaths, within));
    if (seconds < 2) return;
    ScriptValue check = ScriptValue.command(List.of("sleep", String.valueOf(seconds)));
    definition.set(Keys.READINESS, Readiness.check(check));
    report.changed(place("startsecs"), "startsecs=" + seconds + ": what needs it waits as long");
  }

  private List<Integer> codes() {
    List<Integer> codes = new ArrayList<>();
    Span list = option("exitcodes").map(IniFile.Option::value).orElse(null);
    if (list == null) return List.of(0);
    for (String code : list.text.split(",")) {
      String text = code.strip();
      boolean isCode = text.matches("[0-9]{1,3}") && Integer.parseInt(text) < 256;
      if (isCode && !codes.contains(Integer.parseInt(text))) codes.add(Integer.parseInt(text));
      else if (!isCode) report.broken(list.place(), "no exit code: " + text);
    }
    return codes;
  }

  private void readStop(Definition definition) {
    definition.put(
        Keys.TIMEOUTS, TimeoutWord.KILL, number("stopwaitsecs", 10, 0, 4_000_000) * 1000L);
    boolean isStopGroup = flag("stopasgroup", false);
    boolean isKillGroup = flag("killasgroup", isStopGroup);
    if (isStopGroup) definition.set(Keys.KILL, KillWord.GROUP);
    else definition.set(Keys.KILL_GROUP, isKillGroup);
    Span signal = option("stopsignal").map(IniFile.Option::value).orElse(null);
    if (signal == null) return;
    Optional<String> known = UnitCommand.signal(signal.text.toUpperCase(java.util.Locale.ROOT));
    if (known.isEmpty()) report.broken(signal.place(), "no signal: " + signal);
    definition.set(Keys.DOWN_SIGNAL, known.orElse("").equals("SIGTERM") ? "" : known.orElse(""));
  }

  int priority() {
    return number("priority", DEFAULT_PRIORITY, -1_000_000, 1_000_000);
  }

  private Optional<IniFile.Option> option(String key) {
    taken.add(key);
    return Optional.ofNullable(options.get(key));
  }

  private Place place(String key) {
    return options.containsKey(key) ? options.get(key).key().place() : place;
  }

  private int number(String key, int otherwise, int least, int most) {
    Span value = option(key).map(IniFile.Option::value).orElse(null);
    if (value == null) return otherwise;
    int number =
        value.text.matches("-?[0-9]{1,8}") ? Integer.parseInt(value.text) : Integer.MIN_VALUE;
    if (number >= least && number <= most) return number;
    report.broken(
        value.place(), key + " is no number from " + least + " to " + most + ": " + value);
    return otherwise;
  }

  private boolean flag(String key, boolean otherwise) {
    Span value = option(key).map(IniFile.Option::value).orElse(null);
    if (value == null) return otherwise;
    String word = value.text.toLowerCase(java.util.Locale.ROOT);
    if (List.of("true", "yes", "on", "t", "1").contains(word)) return true;
    if (!List.of("false", "no", "off", "f", "0").contains(word))
      report.broken(value.place(), key + " is neither true nor false: " + value);
    return false;
  }

  private void tellRest() {
    for (Map.Entry<String, IniFile.Option> option : options.entrySet()) {
      String key = option.getKey();
      if (taken.contains(key) || key.equals("priority")) continue;
      Place at = option.getValue().key().place();
      boolean isOfSocket = hasSocket && SOCKET_OPTIONS.contains(key);
      if (isOfSocket || OPTIONS.contains(key))
        report.left(at, key + "=" + option.getValue().value(), "");
      else report.left(at, key + ": unknown option", Nearest.hint(key, OPTIONS));
    }
  }
}
