package s6j.front.definition;

import java.util.Map;
import java.util.TreeMap;
import s6j.front.toml.Name;
import s6j.front.toml.Place;

/** One service or bundle, as a person means it: the values of its {@link Keys}. */
public final class Definition extends Entries {
  /** The types of s6-rc. */
  public enum Kind implements Word {
    LONGRUN,
    ONESHOT,
    BUNDLE
  }

  public final Name name;

  /** Further programs that run uses, by their names in data. */
  public final Map<String, ScriptValue> programs = new TreeMap<>();

  /** Further files of a longrun that are no programs, by their paths in data. */
  public final Map<String, String> data = new TreeMap<>();

  /** Why it is left out of the set, or empty. */
  public String skipped = "";

  public Definition(Name name) {
    super(Keys.TABLE, name.place());
    this.name = name;
  }

  public Definition(String name, Place place, Kind kind) {
    this(new Name(name, place));
    set(Keys.TYPE, kind);
  }

  public Kind kind() {
    return get(Keys.TYPE);
  }

  /** Whether it is part of a mode. */
  public boolean isIn(String mode) {
    return find(Keys.MODES).map(own -> own.contains(mode)).orElse(true);
  }
}
