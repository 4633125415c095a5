package s6j.front.definition;

import java.util.List;
import java.util.Optional;
import s6j.front.toml.Name;
import s6j.front.toml.Section;
import s6j.front.toml.Value;

/** What is told of changed files, and who is told. */
public final class Watch {
  /** What a service gets. */
  public enum Answer implements Word {
    RESTART("-r"),
    RELOAD("-l");

    /** Of s6-svwatch. */
    public final String option;

    Answer(String option) {
      this.option = option;
    }
  }

  /** Services that get the same: all longruns that need the watched one, or some by name. */
  public record Dependents(boolean areAll, List<Name> names) {}

  static final Type<Dependents> DEPENDENTS =
      new Type<>(
          "`true`, or names",
          () -> Schema.any(Schema.FLAG, Schema.TEXTS),
          new Dependents(false, List.of()),
          Watch::dependents,
          Watch::write,
          List.of());

  private Watch() {}

  private static Optional<Dependents> dependents(Section section, String key) {
    if (section.take(key).orElse(null) instanceof Value.Flag flag)
      return Optional.of(new Dependents(flag.isSet(), List.of()));
    return Optional.of(new Dependents(false, section.names(key)));
  }

  private static void write(TomlText out, String key, Dependents dependents) {
    if (dependents.areAll) Type.FLAG.write().write(out, key, true);
    else Type.NAMES.write().write(out, key, dependents.names);
  }
}
