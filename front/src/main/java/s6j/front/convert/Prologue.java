package s6j.front.convert;

import java.util.List;
import java.util.stream.Stream;
import s6j.front.definition.Condition;
import s6j.front.definition.Definition;
import s6j.front.shell.Sh;

/** The lines of a generated script that come before the program itself. */
final class Prologue {
  private final Definition definition;

  Prologue(Definition definition) {
    this.definition = definition;
  }

  /** Empty if there is nothing to prepare. */
  String text() {
    StringBuilder text = new StringBuilder();
    if (definition.producerFor.isPresent()) text.append("exec 2>&1\n");
    text.append(conditions());
    if (!definition.umask.isEmpty()) text.append("umask ").append(definition.umask).append('\n');
    return text.append(environment()).toString();
  }

  /** The comment that heads every generated script. */
  static String heading(Definition definition) {
    String about = definition.description.isEmpty() ? "" : ": " + definition.description;
    return "#!/bin/sh\n# " + definition.name + about + "\n";
  }

  private List<Condition> atStart() {
    return definition.conditions.stream()
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
    definition.readiness.ifPresent(ready -> text.append("  echo >&" + ready.fd() + "\n"));
    text.append("  exit 0\n}\nrm -f ").append(skipped()).append('\n');
    for (Condition condition : atStart())
      text.append(ConditionTest.expression(condition))
          .append(" || skip ")
          .append(Sh.quote(condition.reason()))
          .append('\n');
    return text.toString();
  }

  private String environment() {
    StringBuilder text = new StringBuilder();
    if (!definition.login.isEmpty()) text.append(EnvironmentScript.login(definition.login));
    definition.environment.forEach(
        (name, value) -> text.append("export " + name + "=" + Sh.quote(value) + "\n"));
    return text.append(EnvironmentScript.files(definition.envFiles)).toString();
  }

  /** The programs that set up the process before the script proper, as one command line. */
  List<String> chain() {
    return Stream.of(envDirs(), limits(), user()).flatMap(List::stream).toList();
  }

  private List<String> envDirs() {
    return definition.envDirs.stream()
        .flatMap(
            directory ->
                directory.startsWith("-")
                    ? Stream.of("s6-envdir", "-I", directory.substring(1))
                    : Stream.of("s6-envdir", directory))
        .toList();
  }

  private List<String> limits() {
    if (definition.limits.isEmpty()) return List.of();
    Stream<String> options =
        definition.limits.entrySet().stream()
            .flatMap(limit -> Stream.of(limit.getKey().option, limit.getValue()));
    return Stream.concat(Stream.of("s6-softlimit"), options).toList();
  }

  private List<String> user() {
    return definition.user.isEmpty() ? List.of() : List.of("s6-setuidgid", definition.user);
  }
}
