package s6j.front.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import s6j.front.definition.Condition;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.EndOfRun;
import s6j.front.definition.Keys;
import s6j.front.definition.KillWord;
import s6j.front.definition.Readiness;
import s6j.front.definition.Restart;
import s6j.front.definition.ScriptValue;
import s6j.front.definition.TimeoutWord;
import s6j.front.shell.Sh;
import s6j.front.toml.Name;
import s6j.front.toml.Place;

/** A .service unit as a definition, and as a second one for what is done around its process. */
final class UnitService {
  private static final long DEFAULT_TIMEOUT = 90_000;
  private static final long LONGEST = Integer.MAX_VALUE;

  /** Five starts in ten seconds are possible with shorter pauses only. */
  private static final long FAST = 2000;

  /** The highest that a shell redirects. */
  private static final int BEHIND_SOCKETS = 9;

  private static final String EXIT = " || exit";
  private static final String MAINPID = "MAINPID";
  private static final List<String> TYPES =
      List.of("simple", "exec", "forking", "oneshot", "dbus", "notify", "notify-reload", "idle");

  private final UnitSettings unit;
  private final Specifiers specifiers;
  private final UnitProcess process;
  private final ImportReport report;
  private final Place place;
  private final Definition definition;
  private final List<UnitCommand> start;
  private final List<UnitCommand> before;
  private final List<UnitCommand> after;
  private final List<UnitCommand> stop;
  private final List<UnitCommand> afterStop;
  private final List<UnitCommand> reload;
  private boolean isStartedOnce;
  private boolean hasSockets;

  UnitService(
      String name,
      UnitSettings unit,
      Specifiers specifiers,
      ImportSettings settings,
      Place place,
      ImportReport report) {
    this.unit = unit;
    this.specifiers = specifiers;
    this.report = report;
    this.place = unit.place("Service.ExecStart", place);
    this.process = new UnitProcess(name, unit, settings, this.place, report);
    this.definition = new Definition(name, this.place, Kind.LONGRUN);
    this.start = commands("ExecStart");
    this.before = commands("ExecStartPre");
    this.after = commands("ExecStartPost");
    this.stop = commands("ExecStop");
    this.afterStop = commands("ExecStopPost");
    this.reload = commands("ExecReload");
  }

  /** Something starts it again and again, so that a oneshot is no state that lasts. */
  UnitService startedOnce(boolean is) {
    isStartedOnce = is;
    return this;
  }

  /** Somebody opens sockets for it. */
  UnitService withSockets(boolean has) {
    hasSockets = has;
    return this;
  }

  private List<UnitCommand> commands(String key) {
    return UnitCommand.of("Service." + key, unit, report);
  }

  /** Adds what comes of the unit, and answers the service itself. */
  Optional<Definition> addTo(Import made) {
    boolean isStarted = !start.isEmpty();
    String type = unit.text("Service.Type", isStarted ? "simple" : "oneshot");
    if (!TYPES.contains(type)) {
      report.broken(unit.place("Service.Type", place), "no type: " + type, nearType(type));
      return Optional.empty();
    }
    boolean isAction = unit.has("Unit.SuccessAction") || unit.has("Unit.FailureAction");
    if (!isStarted && stop.isEmpty() && isAction) {
      report.left(place, definition.name + " has no command", "what it does is an action");
      unit.allTaken();
      return Optional.empty();
    }
    if (!isStarted && (!type.equals("oneshot") || stop.isEmpty())) {
      report.broken(place, definition.name + " has no ExecStart");
      return Optional.empty();
    }
    boolean isOneshot = type.equals("oneshot");
    boolean isRun = isOneshot && isStartedOnce && !unit.flag("Service.RemainAfterExit", false);
    definition.set(Keys.TYPE, isOneshot && !isRun ? Kind.ONESHOT : Kind.LONGRUN);
    definition.set(Keys.DESCRIPTION, unit.text("Unit.Description", ""));
    unit.all("Service.Sockets");
    process.read(definition);
    process.settle(definition, List.of(start, before, after, stop, afterStop, reload));
    if (!hasSockets) tellSockets();
    new UnitConditions(unit, specifiers, report).read(definition, made);
    for (UnitCommand command : commands("ExecCondition")) addCondition(command);
    if (isRun) readRun();
    else if (definition.kind() == Kind.ONESHOT) readOneshot();
    else readLongrun(type, made);
    return made.add(definition) ? Optional.of(definition) : Optional.empty();
  }

  /** It is skipped where the command fails. */
  private void addCondition(UnitCommand command) {
    if (command.mayFail()) return;
    List<String> lines = new ArrayList<>(UnitProcess.exports(definition));
    if (!definition.get(Keys.ENV_FILES).isEmpty())
      report.changed(command.place(), "ExecCondition does not see the EnvironmentFile");
    String line = plainLine(command);
    if (Splitting.isNeeded(List.of(line))) lines.add(Splitting.function(Splitting.Rule.SYSTEMD));
    lines.add(Splitting.line(line));
    definition.add(Keys.CONDITION, Condition.ofCommand(String.join("\n", lines)));
  }

  private static String nearType(String type) {
    String near = s6j.front.toml.Nearest.hint(type, TYPES);
    return near.isEmpty() ? String.join(", ", TYPES) : near;
  }

  /** A oneshot that is started again and again: a process that its supervisor starts once. */
  private void readRun() {
    readStop();
    List<UnitCommand> commands = new ArrayList<>(before);
    commands.addAll(start);
    commands.addAll(after);
    commands.addAll(stop);
    definition.set(Keys.RUN, process.script(process.steps(commands, false), commands));
    definition.set(Keys.RESTART, Restart.of(Restart.Policy.NEVER));
    timeout("Service.TimeoutStartSec", 0)
        .ifPresent(
            limit ->
                report.left(
                    unit.place("Service.TimeoutStartSec", place),
                    "TimeoutStartSec of what is started once",
                    "timeout in run"));
    for (UnitCommand command : reload)
      report.left(
          command.place(),
          "ExecReload of what is started once",
          "a service that stays, or rc reload of another");
    readFinish();
  }

  private void readOneshot() {
    unit.all("Service.KillMode");
    List<UnitCommand> up = new ArrayList<>(before);
    up.addAll(start);
    up.addAll(after);
    List<UnitCommand> down = new ArrayList<>(stop);
    down.addAll(afterStop);
    boolean stays = unit.flag("Service.RemainAfterExit", false);
    if (!stays) {
      definition.set(Keys.AGAIN, true);
      up.addAll(stop);
      down.clear();
    }
    definition.set(Keys.UP, up.isEmpty() ? ScriptValue.command(List.of("true")) : up(up, stays));
    if (!down.isEmpty()) definition.set(Keys.DOWN, process.script(process.steps(down, true), down));
    if (!reload.isEmpty())
      definition.set(Keys.RELOAD, process.script(process.steps(reload, false), reload));
    timeout("Service.TimeoutStartSec", 0)
        .ifPresent(t -> definition.put(Keys.TIMEOUTS, TimeoutWord.UP, t));
    timeout("Service.TimeoutStopSec", DEFAULT_TIMEOUT)
        .filter(t -> !down.isEmpty())
        .ifPresent(t -> definition.put(Keys.TIMEOUTS, TimeoutWord.DOWN, t));
  }

  /** What ExecStart ends with may count as well. */
  private List<String> steps(List<UnitCommand> commands) {
    List<Integer> ends = new ArrayList<>();
    readEnds("Service.SuccessExitStatus", ends);
    List<String> steps = process.steps(commands, false);
    if (ends.isEmpty()) return steps;
    List<String> codes = new ArrayList<>();
    for (int end : ends) codes.add(String.valueOf(end < 256 ? end : end - 256 + 128));
    String rest =
        " || { _c=$?; case $_c in " + String.join(" | ", codes) + ") ;; *) exit $_c ;; esac; }";
    for (int i = 0; i < steps.size(); i++)
      if (start.contains(commands.get(i)) && steps.get(i).endsWith(EXIT))
        steps.set(i, steps.get(i).substring(0, steps.get(i).length() - EXIT.length()) + rest);
    return steps;
  }

  /** With ExecStopPost behind it, of what stays only if it fails. */
  private ScriptValue up(List<UnitCommand> commands, boolean stays) {
    List<String> steps = steps(commands);
    if (afterStop.isEmpty()) return process.script(steps, commands);
    List<String> lines = new ArrayList<>(List.of("("));
    lines.addAll(steps);
    lines.add(")");
    lines.add("_r=$?");
    if (stays) lines.add("[ $_r != 0 ] || exit 0");
    lines.add("set -- \"$_r\"");
    lines.add(result());
    lines.addAll(process.steps(afterStop, true));
    lines.add("exit $_r");
    List<UnitCommand> all = new ArrayList<>(commands);
    all.addAll(afterStop);
    return process.script(lines, all);
  }

  /** Empty for no limit; {@code otherwise} 0 is none, too. */
  private Optional<Long> timeout(String key, long otherwise) {
    Optional<Long> said = unit.time(key);
    if (said.isEmpty()) said = unit.time("Service.TimeoutSec");
    long millis = said.orElse(otherwise);
    return millis == 0 || millis == TimeSpan.FOREVER ? Optional.empty() : Optional.of(millis);
  }

  private void readLongrun(String type, Import made) {
    if (start.size() > 1)
      report.broken(start.get(1).place(), "only Type=oneshot has several ExecStart");
    readType(type);
    readStop();
    List<String> lines = process.steps(before, false);
    List<UnitCommand> all = new ArrayList<>(before);
    all.add(start.get(0));
    List<String> around = around(type);
    readRuntime();
    notifyOnceBefore(lines);
    lines.add("exec " + process.line(start.get(0), around));
    ScriptValue script = process.script(lines, all);
    if (script.form() == ScriptValue.Form.COMMAND && !around.isEmpty()) {
      List<String> words = new ArrayList<>(around);
      words.addAll(script.words());
      script = ScriptValue.command(words);
    }
    definition.set(Keys.RUN, script);
    readRestart();
    readReload();
    readFinish();
    addHooks(made);
  }

  private void readRuntime() {
    // What has ended counts as up until it is stopped.
    unit.all("Service.RemainAfterExit");

    if (unit.has("Service.RuntimeMaxSec"))
      timeout("Service.RuntimeMaxSec", 0).ifPresent(most -> definition.set(Keys.RUN_AT_MOST, most));
    unit.all("Service.RuntimeRandomizedExtraSec");
  }

  /** Descriptors from 3 on are sockets, if somebody opens such. */
  private int readyOn() {
    return hasSockets ? BEHIND_SOCKETS : Readiness.DEFAULT_FD;
  }

  /** It counts as up once what comes before is done. */
  private void notifyOnceBefore(List<String> lines) {
    if (before.isEmpty() || definition.find(Keys.READINESS).isPresent()) return;
    definition.set(Keys.READINESS, Readiness.newline(readyOn()));
    lines.add("echo >&" + readyOn());
    lines.add("exec " + readyOn() + ">&-");
  }

  private void readType(String type) {
    switch (type) {
      case "notify" -> definition.set(Keys.READINESS, Readiness.sdNotify());
      case "notify-reload" -> {
        definition.set(Keys.READINESS, Readiness.sdNotify());
        definition.set(Keys.RELOAD_SIGNAL, "SIGHUP");
      }
      case "dbus" ->
          report.changed(unit.place("Service.Type", place), "Type=dbus: counts as up once it runs");
      case "idle" -> report.changed(unit.place("Service.Type", place), "Type=idle: starts at once");
      default -> {}
    }
    boolean isAwaited = type.startsWith("notify") || type.equals("forking") || !before.isEmpty();
    long otherwise = isAwaited ? DEFAULT_TIMEOUT : 0;
    timeout("Service.TimeoutStartSec", otherwise)
        .ifPresent(t -> definition.put(Keys.TIMEOUTS, TimeoutWord.UP, t));
    unit.all("Service.NotifyAccess");
    if (!type.startsWith("notify") || !unit.has("Service.WatchdogSec")) return;
    unit.time("Service.WatchdogSec")
        .filter(millis -> millis > 0 && millis != TimeSpan.FOREVER)
        .ifPresent(millis -> definition.get(Keys.READINESS).set(Readiness.WATCHDOG, millis));
  }

  /** A daemon that puts itself into the background is watched by a program. */
  private List<String> around(String type) {
    if (!type.equals("forking")) return List.of();
    String file = unit.text("Service.PIDFile", "");
    definition.set(Keys.READINESS, Readiness.newline(readyOn()));
    definition.set(Keys.FOLLOW, file.isEmpty());
    if (file.isEmpty()) return List.of();
    String path = file.startsWith("/") ? file : "/run/" + file;
    return List.of("s6-background-watch", "-d", "" + readyOn(), path);
  }

  /** Sockets that another program opens for it: without them it does not start. */
  private void tellSockets() {
    for (UnitCommand command : start)
      for (CommandWord word : command.words())
        for (String sign : List.of("fd://", "systemd:"))
          if (word.mentions(sign))
            report.left(
                command.place(),
                sign + " takes sockets from systemd, which nobody opens here",
                "another address");
  }

  /** What systemd tells of the end; 256 is the exit code of a process that a signal ended. */
  private static final String RESULT =
      """
      case $1 in
        0) SERVICE_RESULT=success EXIT_CODE=exited EXIT_STATUS=0 ;;
        256) SERVICE_RESULT=signal EXIT_CODE=killed EXIT_STATUS=$(kill -l "$2") ;;
        *) SERVICE_RESULT=exit-code EXIT_CODE=exited EXIT_STATUS=$1 ;;
      esac
      case $EXIT_CODE$EXIT_STATUS in
        killedTERM | killedHUP | killedINT | killedPIPE@) SERVICE_RESULT=success ;;
      esac
      export SERVICE_RESULT EXIT_CODE EXIT_STATUS
      """;

  private String result() {
    List<Integer> ends = new ArrayList<>();
    readEnds("Service.SuccessExitStatus", ends);
    StringBuilder more = new StringBuilder();
    for (int end : ends) more.append(" | ").append(EndOfRun.told(end));
    return RESULT.strip().replace("@", more);
  }

  private void readFinish() {
    if (afterStop.isEmpty()) return;
    List<String> lines = new ArrayList<>();
    if (!afterStop.isEmpty()) {
      lines.add(result());
      lines.addAll(UnitProcess.exports(definition));
      if (!definition.get(Keys.ENV_FILES).isEmpty())
        report.changed(afterStop.get(0).place(), "ExecStopPost does not see the EnvironmentFile");
      List<String> commands = new ArrayList<>();
      for (UnitCommand command : afterStop) commands.add(plainLine(command) + " || :");
      if (Splitting.isNeeded(commands)) lines.add(Splitting.function(Splitting.Rule.SYSTEMD));
      lines.addAll(Splitting.lines(commands));
      timeout("Service.TimeoutStopSec", DEFAULT_TIMEOUT)
          .ifPresent(t -> definition.put(Keys.TIMEOUTS, TimeoutWord.FINISH, t));
    }
    definition.set(Keys.FINISH, ScriptValue.shell(String.join("\n", lines) + "\n"));
  }

  /** The finish script always starts as the supervisor's user. */
  private String plainLine(UnitCommand command) {
    String line = process.line(command, List.of());
    boolean isUser = !definition.get(Keys.USER).isEmpty() && !command.isPrivileged();
    return isUser ? "s6-setuidgid " + Sh.quote(definition.get(Keys.USER)) + " " + line : line;
  }

  private void readRestart() {
    Restart.Policy policy = policy();
    List<Integer> codes = new ArrayList<>();
    List<Integer> again = new ArrayList<>();
    if (policy != Restart.Policy.NEVER) readEnds("Service.RestartPreventExitStatus", codes);
    if (policy == Restart.Policy.ON_FAILURE || policy == Restart.Policy.ON_SIGNAL) {
      readEnds("Service.SuccessExitStatus", codes);
      codes.addAll(EndOfRun.CLEAN);
    }
    if (policy == Restart.Policy.ON_SUCCESS) readEnds("Service.SuccessExitStatus", again);
    unit.all("Service.SuccessExitStatus");
    int deaths = 0;
    int within = 0;
    Optional<Integer> burst = unit.number(limitKey("StartLimitBurst"), 0, 4096);
    String interval = limitKey("StartLimitIntervalSec");
    if (!unit.has(interval)) interval = limitKey("StartLimitInterval");
    Optional<Long> time = unit.time(interval);
    boolean isSaid = burst.isPresent() || time.isPresent();
    boolean isFast = unit.time("Service.RestartSec").orElse(100L) < FAST;
    boolean isLimited = burst.orElse(5) > 0 && time.orElse(10_000L) > 0 && (isSaid || isFast);
    if (isLimited && policy != Restart.Policy.NEVER) {
      deaths = burst.orElse(5);
      within = (int) Math.min(Math.max(1, time.orElse(10_000L) / 1000), 4_000_000);
    }
    String backoff = policy == Restart.Policy.NEVER ? "" : backoff();
    if (policy != Restart.Policy.ALWAYS) readEnds("Service.RestartForceExitStatus", again);
    codes.removeAll(again);
    Restart restart = Restart.of(policy, codes, deaths, within);
    restart.set(Restart.RESTART_CODES, again);
    restart.set(Restart.BACKOFF, backoff);
    definition.set(Keys.RESTART, restart);
  }

  /** Old units say the limits of starts among the settings of the service. */
  private String limitKey(String key) {
    return unit.has("Service." + key) ? "Service." + key : "Unit." + key;
  }

  private Restart.Policy policy() {
    String word = unit.text("Service.Restart", "no");
    Place at = unit.place("Service.Restart", place);
    switch (word) {
      case "no":
        return Restart.Policy.NEVER;
      case "always":
        return Restart.Policy.ALWAYS;
      case "on-failure":
        return Restart.Policy.ON_FAILURE;
      case "on-abnormal":
        return Restart.Policy.ON_SIGNAL;
      case "on-abort":
        return Restart.Policy.ON_SIGNAL;
      case "on-watchdog":
        report.changed(at, "Restart=" + word + " has become on-signal");
        return Restart.Policy.ON_SIGNAL;
      case "on-success":
        return Restart.Policy.ON_SUCCESS;
      default:
        report.broken(at, "no answer to Restart: " + word, "no, always, on-failure");
        return Restart.Policy.NEVER;
    }
  }

  private void readEnds(String key, List<Integer> ends) {
    for (UnitWords.Item item : unit.words(key)) {
      OptionalInt end = UnitWords.end(item.text());
      if (end.isEmpty())
        report.broken(
            item.place(), "no exit code and no signal: " + item.text(), "75, TEMPFAIL or SIGKILL");
      else if (!ends.contains(end.getAsInt())) ends.add(end.getAsInt());
    }
  }

  /** The line of restart-backoff, empty for the usual second. */
  private String backoff() {
    Optional<Long> pause = unit.time("Service.RestartSec");
    Optional<Integer> steps = unit.number("Service.RestartSteps", 0, 1000);
    Optional<Long> most = unit.time("Service.RestartMaxDelaySec");
    long first = Math.min(pause.orElse(100L), 999_999_999);
    if (steps.orElse(0) > 0 && most.isPresent() && most.get() > first) {
      double factor = Math.pow((double) most.get() / Math.max(1, first), 1.0 / steps.get());
      long whole = Math.min(1000, Math.max(2, Math.round(factor)));
      return Math.max(1, first) + " " + whole + " " + Math.min(most.get(), 999_999_999) + " 10000";
    }
    return first == 1000 ? "" : constant(Math.max(1, first));
  }

  private static String constant(long pause) {
    return pause + " 1 " + pause + " 999999999";
  }

  private void readStop() {
    Optional<Long> kill = timeout("Service.TimeoutStopSec", DEFAULT_TIMEOUT);
    if (!unit.flag("Service.SendSIGKILL", true)) kill = Optional.empty();
    kill.ifPresent(millis -> definition.put(Keys.TIMEOUTS, TimeoutWord.KILL, millis));
    definition.set(Keys.DOWN_SIGNAL, signal("Service.KillSignal"));
    boolean isKilled = unit.flag("Service.SendSIGKILL", true);
    String mode = unit.text("Service.KillMode", "control-group");
    Place at = unit.place("Service.KillMode", place);
    switch (mode) {
      case "control-group" -> endTree(isKilled, kill);
      case "mixed" -> definition.set(Keys.KILL, isKilled ? KillWord.MIXED : KillWord.PROCESS);
      case "process" -> {}
      case "none" -> report.left(at, "KillMode=none", "the process is always ended");
      default -> report.broken(at, "no KillMode: " + mode);
    }
  }

  /** The others have as much time as the main process. */
  private void endTree(boolean isKilled, Optional<Long> kill) {
    if (!isKilled) return;
    definition.set(Keys.KILL, KillWord.TREE);
    definition.set(Keys.KILL_GRACE, Math.min(kill.orElse(LONGEST), LONGEST));
  }

  private String signal(String key) {
    String name = unit.text(key, "");
    if (name.isEmpty()) return "";
    Optional<String> signal = UnitCommand.signal(name);
    if (signal.isEmpty()) report.broken(unit.place(key, place), "no signal: " + name);
    return signal.orElse("").equals("SIGTERM") ? "" : signal.orElse("");
  }

  private void readReload() {
    String own = signal("Service.ReloadSignal");
    if (!own.isEmpty()) definition.set(Keys.RELOAD_SIGNAL, own);
    if (reload.size() == 1 && reload.get(0).signal().isPresent()) {
      definition.set(Keys.RELOAD_SIGNAL, reload.get(0).signal().get());
      reload.clear();
    }
    boolean isSignalled = stop.size() == 1 && stop.get(0).endingSignal().isPresent();
    if (!isSignalled) return;
    definition.set(Keys.DOWN_SIGNAL, stop.get(0).endingSignal().get());
    stop.clear();
  }

  /** A oneshot that needs the service: it comes up after it, and goes down before it. */
  private void addHooks(Import made) {
    if (after.isEmpty() && stop.isEmpty() && reload.isEmpty()) return;
    List<UnitCommand> all = new ArrayList<>(after);
    all.addAll(stop);
    all.addAll(reload);
    if (definition.name.text().endsWith("@")) {
      for (UnitCommand command : all)
        report.left(
            command.place(),
            "a command around the process of a template",
            "a oneshot for each instance");
      return;
    }
    Place at = all.get(0).place();
    Definition hooks = new Definition(definition.name + "-hooks", at, Kind.ONESHOT);
    hooks.set(Keys.DESCRIPTION, "what is done around " + definition.name);
    hooks.add(Keys.NEEDS, new Name(definition.name.text(), at));
    definition.add(Keys.WANTS, hooks.name);
    hooks.copy(definition, Keys.USER, Keys.LOGIN, Keys.DIRECTORY, Keys.UMASK);
    hooks.copy(definition, Keys.ENVIRONMENT, Keys.ENV_FILES, Keys.LIMITS, Keys.DIRECTORIES);
    if (all.stream().anyMatch(command -> command.mentions(MAINPID))) {
      hooks.set(Keys.DIRECTORY, "");
      hooks.set(Keys.USER, "");
    }
    hooks.set(Keys.UP, hook(after, false));
    if (!stop.isEmpty()) hooks.set(Keys.DOWN, hook(stop, true));
    if (!reload.isEmpty()) hooks.set(Keys.RELOAD, hook(reload, false));
    report.changed(
        at,
        "commands around the process are in the oneshot "
            + hooks.name
            + ", which must be up for them"
            + (reload.isEmpty() ? "" : "; rc reload " + hooks.name + " reloads"));
    made.add(hooks);
  }

  /** Where a command wants the pid of the daemon, the owner of the tree asks for it. */
  private ScriptValue hook(List<UnitCommand> commands, boolean mayFail) {
    if (commands.isEmpty()) return ScriptValue.command(List.of("true"));
    boolean wantsPid = commands.stream().anyMatch(command -> command.mentions(MAINPID));
    List<String> steps =
        wantsPid ? plainSteps(commands, mayFail) : process.steps(commands, mayFail);
    if (!wantsPid) return process.script(steps, commands);
    List<String> lines = new ArrayList<>();
    lines.add("MAINPID=$(s6-svstat -o pid ../" + Sh.quote(definition.name.text()) + ") || exit");
    lines.add("[ \"$MAINPID\" -gt 1 ] || exit 0");
    // Of what s6-tree runs, that is what the daemon has named, or the first child.
    if (definition.get(Keys.KILL) != KillWord.PROCESS || definition.get(Keys.FOLLOW))
      lines.add(
          "{ read -r _pid <../"
              + Sh.quote(definition.name.text())
              + "/supervise/main ||\n"
              + "  read -r _pid _ <\"/proc/$MAINPID/task/$MAINPID/children\"; } 2>/dev/null\n"
              + "[ -z \"${_pid-}\" ] || MAINPID=$_pid");
    // It is asked for before the directory is another.
    lines.add("export MAINPID");
    if (!definition.get(Keys.DIRECTORY).isEmpty())
      lines.add("cd " + Sh.quote(definition.get(Keys.DIRECTORY)) + " || exit 111");
    String text = process.text(steps);
    return ScriptValue.shell(String.join("\n", lines) + "\n" + text);
  }

  private List<String> plainSteps(List<UnitCommand> commands, boolean mayFail) {
    List<String> steps = new ArrayList<>();
    for (UnitCommand command : commands)
      steps.add(plainLine(command) + (mayFail || command.mayFail() ? " || :" : " || exit"));
    return steps;
  }
}
