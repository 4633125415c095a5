package s6j.front.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import s6j.front.definition.Condition;
import s6j.front.definition.Confinement;
import s6j.front.definition.Definition;
import s6j.front.definition.Keys;
import s6j.front.definition.Readiness;
import s6j.front.shell.Sh;

/** The lines of a generated script that come before the program itself. */
final class Prologue {
  private static final String PATH = "PATH";

  private final Definition definition;

  Prologue(Definition definition) {
    this.definition = definition;
  }

  /** Empty if there is nothing to prepare. */
  String text() {
    StringBuilder text = new StringBuilder();
    if (definition.find(Keys.PRODUCER_FOR).isPresent()) text.append("exec 2>&1\n");
    text.append(conditions());
    if (definition.get(Keys.IGNORE_SIGPIPE)) text.append("trap '' PIPE\n");
    text.append(new OwnFiles(definition).making());
    String umask = definition.get(Keys.UMASK);
    if (!umask.isEmpty()) text.append("umask " + umask + "\n");
    return text.append(environment()).toString();
  }

  /** The comment that heads every generated script. */
  static String heading(Definition definition) {
    String about = definition.get(Keys.DESCRIPTION);
    return "#!/bin/sh\n# " + definition.name + (about.isEmpty() ? "" : ": " + about) + "\n";
  }

  /** A line for a directory that is said. */
  String changeDirectory() {
    String directory = definition.get(Keys.DIRECTORY);
    return directory.isEmpty() ? "" : "cd " + Sh.quote(directory) + " || exit 111\n";
  }

  private List<Condition> atStart() {
    return definition.get(Keys.CONDITION).stream()
        .filter(condition -> condition.moment() == Condition.Moment.START)
        .toList();
  }

  boolean mayBeSkipped() {
    return !atStart().isEmpty();
  }

  /** Where the reason is kept: in the live directory, seen from a service directory. */
  String skipped() {
    return "../../skipped/" + Sh.quote(definition.name.text());
  }

  private String conditions() {
    if (!mayBeSkipped()) return "";
    StringBuilder text = new StringBuilder("skip() {\n  mkdir -p ../../skipped\n");
    text.append("  printf '%s\\n' \"$1\" >").append(skipped()).append('\n');
    definition
        .find(Keys.READINESS)
        .ifPresent(ready -> text.append("  echo >&" + ready.get(Readiness.FD) + "\n"));
    text.append("  exit 0\n}\nrm -f ").append(skipped()).append('\n');
    for (Condition condition : atStart())
      text.append(ConditionScript.expression(condition))
          .append(" || skip ")
          .append(Sh.quote(condition.reason()))
          .append('\n');
    return text.toString();
  }

  private String environment() {
    StringBuilder text = new StringBuilder();
    String login = definition.get(Keys.LOGIN);
    if (!login.isEmpty()) text.append(EnvironmentScript.login(login));
    new TreeMap<>(definition.get(Keys.ENVIRONMENT))
        .forEach(
            (name, value) -> {
              if (!name.equals(PATH)) text.append("export " + name + "=" + Sh.quote(value) + "\n");
            });
    return text.append(EnvironmentScript.files(definition.get(Keys.ENV_FILES))).toString();
  }

  /** The programs that set up the process before the script proper, as one command line. */
  List<String> chain() {
    return Stream.of(envDirs(), limits(), confinement(), user(), path())
        .flatMap(List::stream)
        .toList();
  }

  /** Set last, as the programs here are found by the path that was there before. */
  private List<String> path() {
    String path = definition.get(Keys.ENVIRONMENT).get(PATH);
    return path == null ? List.of() : List.of("env", PATH + "=" + path);
  }

  private List<String> envDirs() {
    return definition.get(Keys.ENV_DIRS).stream()
        .flatMap(
            directory ->
                directory.startsWith("-")
                    ? Stream.of("s6-envdir", "-I", directory.substring(1))
                    : Stream.of("s6-envdir", directory))
        .toList();
  }

  /** Hard limits first: a soft one is cut at what was there. */
  private List<String> limits() {
    List<String> hard = new ArrayList<>();
    List<String> soft = new ArrayList<>();
    definition
        .get(Keys.LIMITS)
        .forEach(
            (limit, number) -> {
              int colon = number.indexOf(':');
              if (colon >= 0) hard.addAll(List.of(limit.option, number.substring(colon + 1)));
              soft.addAll(List.of(limit.option, colon < 0 ? number : number.substring(0, colon)));
            });
    if (!hard.isEmpty()) hard.addAll(0, List.of("s6-softlimit", "-n", "-h"));
    if (!soft.isEmpty()) soft.add(0, "s6-softlimit");
    hard.addAll(soft);
    return hard;
  }

  private List<String> confinement() {
    return definition
        .find(Keys.CONFINE)
        .map(confinement -> confinement.words(definition.get(Keys.USER)))
        .orElse(List.of());
  }

  private List<String> user() {
    String user = definition.get(Keys.USER);
    boolean isDone = definition.find(Keys.CONFINE).filter(Confinement::takesUser).isPresent();
    return user.isEmpty() || isDone ? List.of() : List.of("s6-setuidgid", user);
  }
}
