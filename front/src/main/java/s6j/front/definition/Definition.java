package s6j.front.definition;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import s6j.front.toml.Name;
import s6j.front.toml.Place;

/**
 * One service or bundle, as a person means it. Fields start with the value that stands for "not
 * said"; docs/definitions.md has the meaning of each under the key of the same name.
 */
public final class Definition {
  /** The types of s6-rc. */
  public enum Kind {
    LONGRUN,
    ONESHOT,
    BUNDLE;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** What a script is for. */
  public enum Role {
    RUN,
    FINISH,
    UP,
    DOWN,
    RELOAD;

    public String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public final Name name;
  public Kind kind = Kind.LONGRUN;
  public String description = "";
  public final Map<Role, Script> scripts = new EnumMap<>(Role.class);

  /** What must be up before. */
  public final List<Name> needs = new ArrayList<>();

  /** Bundles that hold this, and, for a bundle, what it holds. */
  public final List<Name> in = new ArrayList<>();

  public final List<Name> contents = new ArrayList<>();
  public final List<String> tags = new ArrayList<>();

  /** What a template, whose name ends in {@code @}, is made into. */
  public final List<String> instances = new ArrayList<>();

  /** Modes it is part of; empty optional: all of them. */
  public Optional<List<String>> modes = Optional.empty();

  public Optional<Readiness> readiness = Optional.empty();
  public Optional<Logger> logger = Optional.empty();

  /** A user, perhaps with groups as s6-setuidgid takes them, or empty. */
  public String user = "";

  /** Where the user is said. */
  public Place userPlace;

  /** The account whose HOME, USER, LOGNAME and SHELL are set, or empty. */
  public String login = "";

  /** Octal digits, or empty. */
  public String umask = "";

  /** Working directory of run, or empty. */
  public String directory = "";

  public final Map<Limit, String> limits = new EnumMap<>(Limit.class);
  public final Map<String, String> environment = new TreeMap<>();

  /** Files of NAME=VALUE lines; a leading {@code -} says that it may be missing. */
  public final List<String> envFiles = new ArrayList<>();

  /** Directories for s6-envdir; a leading {@code -} says that it may be missing. */
  public final List<String> envDirs = new ArrayList<>();

  public final Map<Timeout, Long> timeouts = new EnumMap<>(Timeout.class);
  public Restart restart = Restart.DEFAULT;
  public String downSignal = "";
  public String reloadSignal = "";
  public boolean killGroup;
  public boolean newPidNamespace;

  /** The down signal without the CONT behind it. */
  public boolean downSignalAlone;

  public Adoption adoption = Adoption.BY_TREE;
  public Leftovers leftovers = Leftovers.LEAVE;

  /** Descriptor on which run holds its lock, 0 for none. */
  public int lockFd;

  public boolean essential;
  public boolean recommended;
  public final List<Condition> conditions = new ArrayList<>();
  public Optional<Configure> configure = Optional.empty();

  public Optional<Watch> watch = Optional.empty();
  public Optional<Health> health = Optional.empty();

  /** Further programs that run uses, by their names in data. */
  public final Map<String, Script> programs = new TreeMap<>();

  /** The ends of pipelines, where they are said by hand. */
  public Optional<Name> producerFor = Optional.empty();

  public final List<Name> consumerFor = new ArrayList<>();
  public String pipelineName = "";

  /** Why it is left out of the set, or empty. */
  public String skipped = "";

  public Definition(Name name) {
    this.name = name;
    this.userPlace = name.place();
  }

  public Definition(String name, Place place, Kind kind) {
    this(new Name(name, place));
    this.kind = kind;
  }

  /** Whether it is part of a mode. */
  public boolean isIn(String mode) {
    return modes.map(own -> own.contains(mode)).orElse(true);
  }
}
