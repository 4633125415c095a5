package s6j.front.definition;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import s6j.front.definition.Definition.Kind;
import s6j.front.toml.Name;
import s6j.front.toml.Place;
import s6j.front.toml.Problems;
import s6j.front.toml.Section;
import s6j.front.toml.Value;

/** Reads the table of a file, templates and modes already applied, into a definition. */
public final class DefinitionReader {
  private static final int LONGEST_NAME = 251;

  private final Section section;
  private final Definition definition;
  private final Problems problems;

  private DefinitionReader(Value.Table table, Name name, Problems problems) {
    this.section = new Section(table, "", problems);
    this.definition = new Definition(name);
    this.problems = problems;
  }

  public static Definition read(Value.Table table, Name name, Problems problems) {
    return new DefinitionReader(table, name, problems).read();
  }

  private Definition read() {
    definition.set(Keys.TYPE, guessed());
    Keys.TABLE.read(section, definition);
    checkName();
    checkKind();
    for (Key<?> key : Keys.TABLE.keys()) key.check(section, definition);
    readProtocol();
    checkDescriptors();
    checkTimeouts();
    return definition;
  }

  /** Without a type, the scripts tell it. */
  private Kind guessed() {
    if (isSaid(Keys.UP) || isSaid(Keys.DOWN)) return Kind.ONESHOT;
    return isSaid(Keys.CONTENTS) && !isSaid(Keys.RUN) ? Kind.BUNDLE : Kind.LONGRUN;
  }

  private boolean isSaid(Key<?> key) {
    return section.table.entries().containsKey(key.name);
  }

  private void checkName() {
    String name = definition.name.text();
    Place place = definition.name.place();
    if (name.isEmpty() || name.startsWith(".") || name.indexOf('/') >= 0 || name.indexOf('\n') >= 0)
      problems.add(place, "no name for a service: " + name.replace('\n', ' '));
    else if (" \t#".indexOf(name.charAt(0)) >= 0)
      problems.add(place, "a name cannot begin with a blank or #: " + name);
    else if (name.startsWith("s6rc-") || name.startsWith("s6-rc-"))
      problems.add(place, "the name " + name + " starts with a reserved prefix");
    else if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME)
      problems.add(place, "the name is longer than " + LONGEST_NAME + " bytes");
  }

  /** Each kind has its own keys, and a service has one without which it is none. */
  private void checkKind() {
    Kind kind = definition.kind();
    for (Key<?> key : Keys.TABLE.keys())
      if (!key.isFor(kind) && isSaid(key))
        problems.add(section.place(key.name), "a " + kind.word() + " has no " + key.name);
    Key<?> first = kind == Kind.LONGRUN ? Keys.RUN : Keys.UP;
    if (kind == Kind.BUNDLE || isSaid(first)) return;
    String text = "a " + kind.word() + " needs " + first.name;
    problems.add(section.table.place(), text, "type is longrun, oneshot or bundle");
  }

  private void readProtocol() {
    Readiness.Protocol protocol = definition.get(Keys.NOTIFY);
    definition.clear(Keys.NOTIFY);
    if (protocol == Readiness.Protocol.NONE) return;
    Readiness said = definition.find(Keys.READINESS).orElseGet(Readiness::sdNotify);
    if (said.way() == Readiness.Way.SD_NOTIFY) definition.set(Keys.READINESS, said);
    else section.bad(Keys.NOTIFY.name, "and another readiness exclude each other", "");
  }

  private void checkDescriptors() {
    int fd = definition.find(Keys.READINESS).map(ready -> ready.get(Readiness.FD)).orElse(0);
    if (fd != 0 && fd == definition.get(Keys.LOCK_FD))
      section.bad(Keys.LOCK_FD.name, "is the descriptor of the readiness, too", "");
  }

  private void checkTimeouts() {
    if (definition.kind() == Kind.LONGRUN) return;
    Map<TimeoutWord, Long> timeouts = definition.get(Keys.TIMEOUTS);
    for (TimeoutWord timeout : TimeoutWord.values())
      if (timeout.isOfLongruns() && timeouts.containsKey(timeout))
        section.bad(Keys.TIMEOUTS.name, "of a oneshot are up and down, not " + timeout.word(), "");
  }
}
