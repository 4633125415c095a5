package s6j.front.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import s6j.front.definition.Credentials;
import s6j.front.definition.Definition;
import s6j.front.definition.Directories;
import s6j.front.definition.Directories.Preservation;
import s6j.front.definition.Keys;
import s6j.front.definition.LimitWord;
import s6j.front.definition.Logger;
import s6j.front.definition.ScriptValue;
import s6j.front.shell.Sh;
import s6j.front.toml.Place;

/**
 * How the processes of a unit run (systemd.exec page). What a definition can say goes there; for
 * the rest there are lines of shell in front, as root, and then each command changes its user.
 */
final class UnitProcess {
  private static final Map<String, LimitWord> LIMITS =
      Map.ofEntries(
          Map.entry("NOFILE", LimitWord.OPEN_FILES),
          Map.entry("NPROC", LimitWord.PROCESSES),
          Map.entry("AS", LimitWord.ADDRESS_SPACE),
          Map.entry("RSS", LimitWord.RESIDENT),
          Map.entry("DATA", LimitWord.DATA),
          Map.entry("STACK", LimitWord.STACK),
          Map.entry("MEMLOCK", LimitWord.LOCKED),
          Map.entry("CORE", LimitWord.CORE),
          Map.entry("FSIZE", LimitWord.FILE_SIZE),
          Map.entry("CPU", LimitWord.CPU_SECONDS));
  private static final Map<String, String> OTHER_LIMITS =
      new TreeMap<>(
          Map.of(
              "LOCKS", "--locks",
              "SIGPENDING", "--sigpending",
              "MSGQUEUE", "--msgqueue",
              "NICE", "--nice",
              "RTPRIO", "--rtprio",
              "RTTIME", "--rttime"));
  private static final String SERVICE = "Service.";

  private final UnitSettings unit;
  private final ImportSettings settings;
  private final ImportReport report;
  private final Place place;

  /** Lines before all commands. */
  final List<String> preparation = new ArrayList<>();

  private final List<String> chain = new ArrayList<>();
  private String user = "";
  private String directory = "/";
  private boolean isComposed;
  private String searchPath = "";
  private final String name;
  private final UnitPrivileges privileges;
  private final UnitPrivileges.Walls walls;
  private final List<String> ownDirectories = new ArrayList<>();

  UnitProcess(
      String name, UnitSettings unit, ImportSettings settings, Place place, ImportReport report) {
    this.name = name;
    this.privileges = new UnitPrivileges(unit, report);
    this.walls = new UnitPrivileges.Walls(unit, place, report);
    this.unit = unit;
    this.settings = settings;
    this.place = place;
    this.report = report;
  }

  void read(Definition definition) {
    readUser(definition);
    readEnvironment(definition);
    readDirectories(definition);
    readCredentials(definition);
    walls.read(unit.flag("Service.DynamicUser", false), ownDirectories);
    readOutput(definition);
    readPriorities();
    readLimits(definition);
    definition.set(Keys.IGNORE_SIGPIPE, unit.flag("Service.IgnoreSIGPIPE", true));
    readWorkingDirectory();
    String umask = unit.text("Service.UMask", "");
    if (umask.matches("[0-7]{0,4}")) definition.set(Keys.UMASK, umask);
    else report.broken(unit.place("Service.UMask", place), "no octal digits: " + umask);
  }

  private void readUser(Definition definition) {
    String group = unit.text("Service.Group", "");
    user = unit.text("Service.User", "");
    boolean isRoot = user.isEmpty() || user.equals("root") || user.equals("0");
    boolean isDynamic = unit.flag("Service.DynamicUser", false);
    definition.set(Keys.LOGIN, isDynamic ? "" : user);
    List<String> more = new ArrayList<>();
    for (UnitWords.Item item : unit.words("Service.SupplementaryGroups")) more.add(item.text());
    if (isDynamic) readDynamicUser(definition, user.isEmpty() ? name : user);
    else if (!group.isEmpty() || !more.isEmpty())
      user = (user.isEmpty() ? "root" : user) + ":" + group;
    else if (isRoot) user = "";
    if (!more.isEmpty()) user += ":" + String.join(":", more);
    privileges.read(isDynamic);
  }

  /**
   * A user of its own, which nobody else is: a number from the range that systemd takes them from,
   * always the same for a name.
   */
  private void readDynamicUser(Definition definition, String account) {
    int number = 61184 + Math.floorMod(account.hashCode(), 65519 - 61184 + 1);
    user = number + ":" + number;
    definition.put(Keys.ENVIRONMENT, "USER", account);
    definition.put(Keys.ENVIRONMENT, "LOGNAME", account);
    definition.put(Keys.ENVIRONMENT, "HOME", "/");
    definition.put(Keys.ENVIRONMENT, "SHELL", "/sbin/nologin");
    Place at = unit.place("Service.DynamicUser", place);
    report.changed(at, "DynamicUser=yes: runs as " + number + ", always the same for a name");
  }

  private void readOutput(Definition definition) {
    String out = unit.text("Service.StandardOutput", "journal");
    String err = unit.text("Service.StandardError", "inherit");
    String usual = unit.has("Service.StandardInputText") ? "data" : "null";
    String in = unit.text("Service.StandardInput", usual);
    // Whoever accepts connections makes one the standard input and output.
    boolean isConnection = in.equals("socket");
    if (isConnection && out.matches("socket|inherit")) out = "journal";
    if (isConnection && err.equals("socket")) err = "journal";
    if (in.startsWith("file:/"))
      preparation.add("exec <" + Sh.quote(in.substring(5)) + " || exit 111");
    else if (in.equals("data")) readInput();
    else if (!in.equals("null") && !isConnection)
      report.left(unit.place("Service.StandardInput", place), "StandardInput", "redirect in run");
    if (out.equals("inherit")) out = "journal";
    boolean isLogged = isLogged(out) || isLogged(err);
    boolean isLongrun = definition.kind() == Definition.Kind.LONGRUN;
    if (isLogged && isLongrun && settings.logs())
      definition.set(Keys.LOGGER, Logger.directory("", place));
    boolean hasOut = redirect("", out, "Service.StandardOutput");
    if (err.equals("inherit")) {
      if (hasOut) preparation.add("exec 2>&1");
    } else redirect("2", err, "Service.StandardError");
  }

  /** Each assignment is a line. */
  private void readInput() {
    StringBuilder text = new StringBuilder();
    for (Span value : unit.all("Service.StandardInputText"))
      text.append(unescaped(unit.expanded(value))).append('\n');
    String end = "EOF";
    while (text.indexOf(end) >= 0) end += "_";
    preparation.add("exec <<'" + end + "'\n" + text + end);
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\");
  }

  private static boolean isLogged(String output) {
    return output.matches("(journal|syslog|kmsg)(\\+console)?");
  }

  /** Whether a line was needed. */
  private boolean redirect(String fd, String output, String key) {
    if (output.endsWith("+console") || output.equals("kmsg"))
      report.changed(unit.place(key, place), output + ": goes to the log only");
    if (isLogged(output)) return false;
    int colon = output.indexOf(':');
    String path = output.equals("null") ? "/dev/null" : output.substring(colon + 1);
    boolean isFile = output.matches("(?s)(file|append|truncate):/.*") || output.equals("null");
    if (!isFile) {
      report.left(unit.place(key, place), "output to " + output, "redirect in run");
      return false;
    }
    String arrow = output.startsWith("append:") || output.startsWith("file:") ? ">>" : ">";
    preparation.add("exec " + fd + arrow + Sh.quote(path) + " || exit 111");
    return true;
  }

  private void readEnvironment(Definition definition) {
    for (UnitWords.Item item : unit.words("Service.Environment")) {
      int equals = item.text().indexOf('=');
      String name = equals < 0 ? item.text() : item.text().substring(0, equals);
      if (equals < 0 || !name.matches("[A-Za-z_][A-Za-z0-9_]*"))
        report.broken(item.place(), "not NAME=VALUE: " + item.text());
      else definition.put(Keys.ENVIRONMENT, name, item.text().substring(equals + 1));
    }
    unit.last("Service.ExecSearchPath")
        .filter(path -> !definition.get(Keys.ENVIRONMENT).containsKey("PATH"))
        .ifPresent(path -> definition.put(Keys.ENVIRONMENT, "PATH", unit.expanded(path)));
    for (Span file : unit.all("Service.EnvironmentFile")) readFile(file, definition);
    List<String> unset = new ArrayList<>();
    for (UnitWords.Item item : unit.words("Service.UnsetEnvironment")) {
      int equals = item.text().indexOf('=');
      if (item.text().matches("[A-Za-z_][A-Za-z0-9_]*")) unset.add(item.text());
      else if (item.text().matches("(?s)[A-Za-z_][A-Za-z0-9_]*=.*"))
        preparation.add(
            "[ \"${@}\" != ".replace("@", item.text().substring(0, equals))
                + (Sh.quote(item.text().substring(equals + 1)) + " ] || unset ")
                + item.text().substring(0, equals));
      else report.left(item.place(), "UnsetEnvironment=" + item.text(), "unset in run");
    }
    if (!unset.isEmpty()) preparation.add("unset " + String.join(" ", unset));
  }

  private void readFile(Span value, Definition definition) {
    String path = unit.words(value).isEmpty() ? "" : unit.words(value).get(0).text();
    String bare = path.startsWith("-") ? path.substring(1) : path;
    if (!bare.startsWith("/")) report.broken(value.place(), "no absolute path: " + value);
    else definition.add(Keys.ENV_FILES, path);
  }

  private void readDirectories(Definition definition) {
    Directories directories = new Directories(place);
    for (String kind : Directories.ROOTS.keySet()) {
      String key =
          SERVICE + Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + "Directory";
      String mode = unit.text(key + "Mode", "");
      if (!mode.matches("[0-7]{0,5}"))
        report.broken(unit.place(key + "Mode", place), "no mode: " + mode);
      List<String> names = new ArrayList<>();
      for (UnitWords.Item item : unit.words(key)) {
        if (item.text().indexOf('%') >= 0) continue;
        String name = item.text().replaceFirst("/+$", "");
        String root = Directories.ROOTS.get(kind);
        if (!Directories.isName(name))
          report.broken(item.place(), "no path below " + root + ": " + item.text());
        else names.add(name);
        if (Directories.isName(name)) ownDirectories.add(root + "/" + name);
      }
      directories.say(kind, names, mode);
    }
    String preserve = unit.text(SERVICE + "RuntimeDirectoryPreserve", "no");
    if (preserve.equals("restart")) directories.set(Directories.PRESERVE, Preservation.RESTART);
    else if (preserve.matches("yes|true|on|1|y|t"))
      directories.set(Directories.PRESERVE, Preservation.YES);
    if (!ownDirectories.isEmpty()) definition.set(Keys.DIRECTORIES, directories);
  }

  private void readCredentials(Definition definition) {
    Credentials credentials = new Credentials(place);
    for (Span value : unit.all(SERVICE + "LoadCredential")) {
      String[] words = unit.expanded(value).split(":", 2);
      boolean isFile = words.length == 2 && words[1].startsWith("/");
      if (isFile && Credentials.isName(words[0]))
        credentials.put(Credentials.LOAD, words[0], words[1]);
      else report.left(value.place(), "LoadCredential=" + value, "an absolute path behind a name");
    }
    for (Span value : unit.all(SERVICE + "SetCredential")) {
      String[] words = unit.expanded(value).split(":", 2);
      boolean isPlain = words.length == 2 && words[1].indexOf('\\') < 0;
      boolean isLoaded = credentials.get(Credentials.LOAD).containsKey(words[0]);
      if (isLoaded) report.left(value.place(), "SetCredential=" + words[0], "it has to be a file");
      else if (isPlain && Credentials.isName(words[0]))
        credentials.put(Credentials.SET, words[0], words[1]);
      else report.left(value.place(), "SetCredential=" + value, "NAME:VALUE, as it stands");
    }
    boolean isNone =
        credentials.get(Credentials.LOAD).isEmpty() && credentials.get(Credentials.SET).isEmpty();
    if (!isNone) definition.set(Keys.CREDENTIALS, credentials);
  }

  /** As chown takes it: without further groups; nothing behind the colon is the user's own. */
  private String owner() {
    String[] words = user.split(":", -1);
    if (words.length > 1) return words[0] + ":" + words[1];
    return words[0] + (words[0].matches("[0-9]+") ? "" : ":");
  }

  private void readPriorities() {
    unit.number("Service.Nice", -20, 19)
        .ifPresent(nice -> chain.addAll(List.of("nice", "-n", String.valueOf(nice))));
    unit.number("Service.OOMScoreAdjust", -1000, 1000)
        .ifPresent(score -> preparation.add("echo " + score + " >/proc/self/oom_score_adj"));
    unit.number("Service.CoredumpFilter", 0, 511)
        .ifPresent(kinds -> preparation.add("echo " + kinds + " >/proc/self/coredump_filter"));
    readAffinity();
    readScheduling();
    String scheduling = unit.text("Service.IOSchedulingClass", "");
    Optional<Integer> priority = unit.number("Service.IOSchedulingPriority", 0, 7);
    if (scheduling.isEmpty() && priority.isEmpty()) return;
    int number = List.of("none", "realtime", "best-effort", "idle").indexOf(scheduling);
    if (number < 0 && scheduling.matches("[0-3]")) number = Integer.parseInt(scheduling);
    if (number < 0 && !scheduling.isEmpty())
      report.broken(unit.place("Service.IOSchedulingClass", place), "no class: " + scheduling);
    chain.addAll(List.of("ionice", "-c", String.valueOf(number < 0 ? 2 : number)));
    if (number != 0 && number != 3)
      priority.ifPresent(level -> chain.addAll(List.of("-n", String.valueOf(level))));
  }

  /** Numbers and ranges, as taskset has them. */
  private void readAffinity() {
    List<String> numbers = new ArrayList<>();
    for (UnitWords.Item item : unit.words("Service.CPUAffinity"))
      for (String word : item.text().split(","))
        if (word.matches("[0-9]{1,4}(-[0-9]{1,4})?")) numbers.add(word);
        else if (!word.isEmpty())
          report.left(item.place(), "CPUAffinity=" + item.text(), "numbers for taskset in run");
    if (!numbers.isEmpty()) chain.addAll(List.of("taskset", "-c", String.join(",", numbers)));
  }

  private void readScheduling() {
    String policy = unit.text("Service.CPUSchedulingPolicy", "other");
    int priority = unit.number("Service.CPUSchedulingPriority", 0, 99).orElse(0);
    if (!List.of("other", "batch", "idle", "fifo", "rr").contains(policy))
      report.broken(unit.place("Service.CPUSchedulingPolicy", place), "no policy: " + policy);
    boolean isReset = unit.flag("Service.CPUSchedulingResetOnFork", false);
    if (policy.equals("other") && !isReset) return;
    chain.add("chrt");
    if (isReset) chain.add("--reset-on-fork");
    chain.addAll(List.of("--" + policy, String.valueOf(priority)));
  }

  private void readLimits(Definition definition) {
    for (Map.Entry<String, LimitWord> limit : LIMITS.entrySet())
      unit.last(SERVICE + "Limit" + limit.getKey())
          .ifPresent(value -> readLimit(limit.getValue(), value, definition));
    OTHER_LIMITS.forEach(
        (limit, option) ->
            unit.last(SERVICE + "Limit" + limit)
                .ifPresent(value -> readOther(limit, option, value)));
  }

  /** Limits that only prlimit knows. It starts as well where a limit may not be raised. */
  private void readOther(String limit, String option, Span value) {
    String said = value.text.replace("infinity", "unlimited");
    String nice = said.matches("[+-][0-9]{1,2}") ? "" + (20 - Integer.parseInt(said)) : said;
    String words = limit.equals("NICE") ? nice : said;
    if (!words.matches("([0-9]{1,18}|unlimited)(:([0-9]{1,18}|unlimited))?"))
      report.left(value.place(), "Limit" + limit + "=" + value, "prlimit in run, with a number");
    else preparation.add("prlimit --pid $$ " + option + "=" + words + " || :");
  }

  private void readLimit(LimitWord limit, Span value, Definition definition) {
    int colon = value.text.indexOf(':');
    String soft = colon < 0 ? value.text : value.text.substring(0, colon);
    String hard = value.text.substring(colon + 1);
    String number = soft.equals("infinity") ? "unlimited" : number(limit, soft);
    String most = hard.equals("infinity") ? "unlimited" : number(limit, hard);
    if (number.isEmpty() || most.isEmpty()) report.broken(value.place(), "no limit: " + value);
    else if (colon < 0 && hard.equals("infinity")) definition.put(Keys.LIMITS, limit, number);
    else definition.put(Keys.LIMITS, limit, number + ":" + most);
  }

  private static String number(LimitWord limit, String text) {
    if (limit == LimitWord.CPU_SECONDS) {
      long millis = TimeSpan.millis(text);
      return millis == TimeSpan.NONE || millis == TimeSpan.FOREVER
          ? ""
          : "" + (millis + 999) / 1000;
    }
    if (!text.matches("[0-9]{1,12}[KMGTkmgt]?B?")) return "";
    String digits = text.replaceAll("[^0-9]", "");
    int power =
        "KMGT".indexOf(Character.toUpperCase(text.charAt(digits.length() % text.length()))) + 1;
    if (digits.length() == text.length()) power = 0;
    long number = Long.parseLong(digits);
    if (power > 0 && number > Long.MAX_VALUE >> (10 * power)) return "";
    String bytes = String.valueOf(number << (10 * power));
    return bytes.length() <= 18 ? bytes : "unlimited";
  }

  private void readWorkingDirectory() {
    String path = unit.text("Service.WorkingDirectory", "");
    Place at = unit.place("Service.WorkingDirectory", place);
    boolean mayBeMissing = path.startsWith("-");
    if (mayBeMissing) path = path.substring(1);
    if (path.isEmpty()) return;
    if (path.equals("~")) goHome();
    else if (!path.startsWith("/")) report.broken(at, "no absolute path: " + path);
    else if (mayBeMissing) preparation.add("cd " + Sh.quote(path) + " 2>/dev/null || cd /");
    else directory = path;
    if (mayBeMissing) directory = "";
  }

  private void goHome() {
    directory = "";
    preparation.add("cd " + (user.isEmpty() ? "/root" : "\"$HOME\"") + " || exit 111");
  }

  /** Decides where the user and the directory are said: after this, texts can be asked for. */
  void settle(Definition definition, List<List<UnitCommand>> commands) {
    boolean isMixed = commands.stream().flatMap(List::stream).anyMatch(UnitCommand::isPrivileged);
    isComposed =
        !preparation.isEmpty()
            || (!user.isEmpty() || !walls.isNone() || walls.isShut())
                && (isMixed || !chain.isEmpty())
            || privileges.setsUser();
    if (!user.isEmpty() && privileges.setsUser()) preparation.addAll(privileges.groups(user));
    if (isComposed && !directory.isEmpty())
      preparation.add("cd " + Sh.quote(directory) + " || exit 111");
    if (isComposed) searchPath = ownPath(definition);
    if (isComposed && !user.isEmpty()) {
      definition.find(Keys.DIRECTORIES).ifPresent(own -> own.set(Directories.OWNER, owner()));
      definition.find(Keys.CREDENTIALS).ifPresent(own -> own.set(Credentials.OWNER, owner()));
    }
    if (isComposed) return;
    if (!walls.isNone() || walls.isShut())
      definition.set(Keys.CONFINE, walls.confinement(privileges.isLocked()));
    definition.set(Keys.USER, user);
    definition.set(Keys.DIRECTORY, directory);
  }

  /** Of the commands alone: what runs them is found as before. */
  private static String ownPath(Definition definition) {
    Map<String, String> others = new TreeMap<>(definition.get(Keys.ENVIRONMENT));
    String path = others.remove("PATH");
    if (path == null) return "";
    definition.set(Keys.ENVIRONMENT, others);
    return path;
  }

  /** A command line of shell. {@code around} are programs that run the command. */
  String line(UnitCommand command, List<String> around) {
    List<String> words = new ArrayList<>(chain);
    words.addAll(around);
    boolean isOwn = !command.isPrivileged();
    if (isOwn && isComposed) words.addAll(walls.words());
    if (isOwn && isComposed && !user.isEmpty() && !privileges.setsUser())
      words.addAll(List.of("s6-setuidgid", user));
    String line = words.isEmpty() ? "" : Sh.line(words) + " ";
    String path = searchPath.isEmpty() ? "" : "env " + Sh.quote("PATH=" + searchPath) + " ";
    if (!isOwn) return line + path + CommandWord.shell(command.words());
    if (isComposed || !walls.isShut()) line += privileges.line(user);
    String behind = isComposed ? Sh.line(walls.wordsBehind()) : "";
    return line
        + behind
        + (behind.isEmpty() ? "" : " ")
        + path
        + CommandWord.shell(command.words());
  }

  /** Commands that run one after the other, each until it ends. */
  List<String> steps(List<UnitCommand> commands, boolean mayFail) {
    List<String> lines = new ArrayList<>();
    for (UnitCommand command : commands)
      lines.add(line(command, List.of()) + (mayFail || command.mayFail() ? " || :" : " || exit"));
    return lines;
  }

  /** A script of commands; as the words of one if that says it all. */
  ScriptValue script(List<String> lines, List<UnitCommand> commands) {
    if (commands.size() == 1 && lines.size() == 1 && !isComposed) {
      Optional<List<String>> words = CommandWord.literals(commands.get(0).words());
      if (words.isPresent() && !lines.get(0).endsWith(" || :")) {
        List<String> all = new ArrayList<>(chain);
        if (!commands.get(0).isPrivileged() && !walls.isShut()) all.addAll(privileges.words());
        all.addAll(words.get());
        return ScriptValue.command(all);
      }
    }
    return ScriptValue.shell(text(lines));
  }

  /** Lines of shell with what comes before all commands. */
  String text(List<String> lines) {
    List<String> text = new ArrayList<>();
    if (Splitting.isNeeded(lines)) text.add(Splitting.function(Splitting.Rule.SYSTEMD).strip());
    text.addAll(preparation);
    text.addAll(Splitting.lines(lines));
    return String.join("\n", text) + "\n";
  }

  /** Lines that set the variables, for scripts that are not given them. */
  static List<String> exports(Definition definition) {
    List<String> lines = new ArrayList<>();
    definition
        .get(Keys.ENVIRONMENT)
        .forEach((name, value) -> lines.add("export " + name + "=" + Sh.quote(value)));
    definition
        .find(Keys.DIRECTORIES)
        .ifPresent(
            own ->
                own.variables()
                    .forEach((name, paths) -> lines.add("export " + name + "=" + Sh.quote(paths))));
    return lines;
  }
}
