package s6j.front.migrate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Keys;
import s6j.front.definition.Leftovers;
import s6j.front.definition.Logger;
import s6j.front.definition.Readiness;
import s6j.front.definition.Restart;
import s6j.front.definition.ScriptValue;
import s6j.front.definition.TimeoutWord;
import s6j.front.importer.ImportReport;
import s6j.front.importer.ImportSettings;
import s6j.front.importer.SourceText;
import s6j.front.importer.Span;
import s6j.front.shell.Sh;
import s6j.front.toml.Name;

/** One script for openrc-run (openrc-run and start-stop-daemon pages). */
final class OpenRcScript {
  /** What openrc-run gives to scripts, as far as they use it while they start and stop. */
  private static final String PRELUDE =
      """
      ebegin() { echo "$* ..."; }
      einfo() { echo "$*"; }
      einfon() { printf %s "$*"; }
      ewarn() { echo "$*" >&2; }
      eerror() { echo "$*" >&2; }
      eend() { r=${1:-0}; [ $# = 0 ] || shift; [ "$r" = 0 ] || [ $# = 0 ] || eerror "$*"; return "$r"; }
      ewend() { eend "$@"; }
      eindent() { :; }
      eoutdent() { :; }
      vebegin() { :; }
      veinfo() { :; }
      vewarn() { :; }
      veend() { return "${1:-0}"; }
      yesno() {
        case $1 in
          [Yy][Ee][Ss] | [Tt][Rr][Uu][Ee] | [Oo][Nn] | 1) return 0 ;;
        esac
        return 1
      }
      checkpath() {
        kind=d mode= owner=
        while [ $# -gt 0 ]; do
          case $1 in
            -d | --directory | -D | --directory-truncate) kind=d ;;
            -f | --file | -F | --file-truncate) kind=f ;;
            -p | --pipe) kind=p ;;
            -m | --mode) mode=$2; shift ;;
            -o | --owner) owner=$2; shift ;;
            -q | --quiet) ;;
            *)
              case $kind in
                d) mkdir -p "$1" || return ;;
                f) [ -e "$1" ] || : >"$1" || return ;;
                p) [ -p "$1" ] || mkfifo "$1" || return ;;
              esac
              [ -z "$mode" ] || chmod "$mode" "$1" || return
              [ -z "$owner" ] || chown "$owner" "$1" || return ;;
          esac
          shift
        done
      }
      """;

  private static final String BEFORE =
      "if command -v start_pre >/dev/null; then start_pre || exit 1; fi\n";

  private static final String RUN =
      """
      [ -z "${directory-}" ] || cd "$directory" || exit 111
      [ -z "${umask-}" ] || umask "$umask"
      [ -z "${rc_ulimit-}" ] || ulimit $rc_ulimit
      eval "exec %s${command_user:+s6-setuidgid $command_user} $command ${command_args-}"
      """;

  private static final Pattern FUNCTION =
      Pattern.compile("(?m)^[ \\t]*([a-z_]+)[ \\t]*\\(\\)[ \\t]*\\n?[ \\t]*\\{");
  private static final Pattern DEPENDENCY =
      Pattern.compile("(?m)^[ \\t]*(need|use|want|after|before|provide)[ \\t]+([^#;\\n]*)");
  private static final Pattern SCHEDULE =
      Pattern.compile("(?:SIG)?([A-Z][A-Z0-9]*)/([0-9]{1,6})(?:/.*)?|([0-9]{1,6})");
  private static final long SECOND = 1000;

  private final String name;
  private final Path file;
  private final Path configuration;
  private final SourceText text;
  private final ImportSettings settings;
  private final ImportReport report;
  private final List<String> provides = new ArrayList<>();
  private final List<Name> before = new ArrayList<>();

  OpenRcScript(
      String name,
      Path file,
      Path configuration,
      SourceText text,
      ImportSettings settings,
      ImportReport report) {
    this.name = name;
    this.file = file.toAbsolutePath().normalize();
    this.configuration = configuration.toAbsolutePath().normalize();
    this.text = text;
    this.settings = settings;
    this.report = report;
  }

  List<String> provides() {
    return provides;
  }

  /** What it says it comes before. */
  List<Name> before() {
    return before;
  }

  Definition definition() {
    boolean isOneshot = has("start") || variable("command").isEmpty();
    Kind kind = isOneshot ? Kind.ONESHOT : Kind.LONGRUN;
    Definition definition = new Definition(name, text.place(0), kind);
    definition.set(Keys.DESCRIPTION, variable("description"));
    readDependencies(definition);
    if (isOneshot) readOneshot(definition);
    else readDaemon(definition);
    for (String hook : List.of("start_post", "stop_pre", "stop_post", "reload", "status"))
      if (has(hook)) report.left(text.place(0), hook + "() of " + name, "a oneshot that needs it");
    return definition;
  }

  private boolean has(String function) {
    Matcher found = FUNCTION.matcher(text.text);
    while (found.find()) if (found.group(1).equals(function)) return true;
    return false;
  }

  /** What a plain assignment says, without its quotes; empty if nothing does. */
  private String variable(String variable) {
    Matcher found =
        Pattern.compile("(?m)^" + variable + "=(?:\"([^\"\\n]*)\"|'([^'\\n]*)'|([^ \\t\\n#;]*))")
            .matcher(text.text);
    if (!found.find()) return "";
    for (int group = 1; group <= 3; group++)
      if (found.group(group) != null) return found.group(group);
    return "";
  }

  private void readDependencies(Definition definition) {
    Matcher found = DEPENDENCY.matcher(text.text);
    while (found.find()) {
      Span words = text.span(found.start(2), found.end(2));
      for (String word : words.text.strip().split("[ \\t]+")) {
        switch (found.group(1)) {
          case "need" -> definition.add(Keys.NEEDS, new Name(word, words.place()));
          case "provide" -> provides.add(word);
          case "before" -> before.add(new Name(word, words.place()));
          default -> addOrder(definition, found.group(1), new Name(word, words.place()));
        }
      }
    }
  }

  /** {@code use} and {@code after} start nothing; {@code want} does, and goes on without. */
  private void addOrder(Definition definition, String word, Name other) {
    if (other.text().matches("[*-].*")) {
      report.left(other.place(), word + " " + other, "the names of the others");
      return;
    }
    definition.add(Keys.AFTER, other);
    if (word.equals("want")) definition.add(Keys.WANTS, other);
  }

  /** The script with what it expects around it. */
  private String body() {
    StringBuilder body =
        new StringBuilder("RC_SVCNAME=" + Sh.quote(name) + " SVCNAME=" + Sh.quote(name));
    body.append(" RC_SERVICE=").append(Sh.quote(file.toString())).append('\n');
    body.append("export RC_SVCNAME SVCNAME RC_SERVICE\n").append(PRELUDE);
    if (Files.exists(configuration))
      body.append(". ").append(Sh.quote(configuration.toString())).append('\n');
    return body.append(text.text.substring(text.text.indexOf('\n') + 1)).append('\n').toString();
  }

  private void readOneshot(Definition definition) {
    if (!has("start")) {
      report.changed(text.place(0), name + " has neither a command nor a start(): it does nothing");
      definition.set(Keys.UP, ScriptValue.command(List.of("true")));
      return;
    }
    report.changed(
        text.place(0), "start() of its own: what it leaves in the background is not supervised");
    definition.set(Keys.UP, ScriptValue.shell(body() + BEFORE + "start\n"));
    if (has("stop")) definition.set(Keys.DOWN, ScriptValue.shell(body() + "stop\n"));
  }

  private void readDaemon(Definition definition) {
    String pidFile = variable("pidfile");
    boolean isForeground =
        !variable("command_background").isEmpty()
            || variable("supervisor").equals("supervise-daemon");
    String watch = isForeground ? "" : watch(definition, pidFile);
    definition.set(
        Keys.RUN, ScriptValue.shell("#!/bin/sh\n" + body() + BEFORE + RUN.formatted(watch)));
    readStop(definition);
    definition.set(Keys.LEFTOVERS, Leftovers.LEAVE);
    boolean isRespawned = variable("supervisor").equals("supervise-daemon");
    definition.set(
        Keys.RESTART, Restart.of(isRespawned ? Restart.Policy.ALWAYS : Restart.Policy.NEVER));
    if (settings.logs()) definition.set(Keys.LOGGER, new Logger(text.place(0)));
    for (String more : List.of("start_stop_daemon_args", "output_log", "error_log", "chroot"))
      if (!variable(more).isEmpty()) report.left(text.place(0), more + "=" + variable(more), "");
  }

  /** A daemon that puts itself into the background is watched by a program. */
  private String watch(Definition definition, String pidFile) {
    if (!pidFile.startsWith("/") || pidFile.contains("$")) {
      definition.set(Keys.READINESS, Readiness.newline(Readiness.DEFAULT_FD));
      definition.set(Keys.FOLLOW, true);
      return "";
    }
    definition.set(Keys.READINESS, Readiness.newline(Readiness.DEFAULT_FD));
    return "s6-background-watch -d 3 " + Sh.quote(pidFile) + " ";
  }

  private void readStop(Definition definition) {
    String retry = variable("retry");
    String signal = variable("stopsig").replaceFirst("^SIG", "");
    long seconds = 5;
    Matcher schedule = SCHEDULE.matcher(retry);
    if (schedule.matches() && schedule.group(3) != null)
      seconds = Long.parseLong(schedule.group(3));
    else if (schedule.matches()) {
      signal = schedule.group(1);
      seconds = Long.parseLong(schedule.group(2));
    } else if (!retry.isEmpty())
      report.left(text.place(0), "retry=" + retry, "down-signal, timeouts");
    if (!signal.isEmpty() && !signal.equals("TERM"))
      definition.set(Keys.DOWN_SIGNAL, "SIG" + signal);
    definition.put(Keys.TIMEOUTS, TimeoutWord.KILL, seconds * SECOND);
  }
}
