package s6j.front.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import s6j.front.toml.Place;
import s6j.front.toml.Section;

/** Directories of a service's own, made before it starts (systemd.exec page, RuntimeDirectory=). */
public final class Directories extends Entries {
  private static final String NAME = "[A-Za-z0-9_@{}+,.-]+";
  private static final Table TABLE = new Table();

  /** Where they lie, by the keys. */
  public static final Map<String, String> ROOTS = new LinkedHashMap<>();

  static {
    ROOTS.put("runtime", "/run");
    ROOTS.put("state", "/var/lib");
    ROOTS.put("cache", "/var/cache");
    ROOTS.put("logs", "/var/log");
    ROOTS.put("configuration", "/etc");
  }

  public static final Key<List<String>> RUNTIME =
      TABLE.key("runtime", Type.texts("names"), "below `/run`; RUNTIME_DIRECTORY");
  public static final Key<List<String>> STATE =
      TABLE.key("state", Type.texts("names"), "below `/var/lib`; STATE_DIRECTORY");
  public static final Key<List<String>> CACHE =
      TABLE.key("cache", Type.texts("names"), "below `/var/cache`; CACHE_DIRECTORY");
  public static final Key<List<String>> LOGS =
      TABLE.key("logs", Type.texts("names"), "below `/var/log`; LOGS_DIRECTORY");
  public static final Key<List<String>> CONFIGURATION =
      TABLE.key(
          "configuration",
          Type.texts("names"),
          "below `/etc`, left as it is if it is there; CONFIGURATION_DIRECTORY");
  public static final Key<String> RUNTIME_MODE = mode("runtime", RUNTIME);
  public static final Key<String> STATE_MODE = mode("state", STATE);
  public static final Key<String> CACHE_MODE = mode("cache", CACHE);
  public static final Key<String> LOGS_MODE = mode("logs", LOGS);
  public static final Key<String> CONFIGURATION_MODE = mode("configuration", CONFIGURATION);
  public static final Key<String> OWNER =
      TABLE.key("owner", Type.LINE, "whose they are, as `USER` or `USER:GROUP`; the user's");
  public static final Key<Preservation> PRESERVE =
      TABLE
          .key(
              "preserve",
              Type.word(Preservation.NO),
              "whether those below `/run` stay at each end, or when it is restarted")
          .needs(RUNTIME, "runtime = [\"daemon\"]");

  private static final List<Key<List<String>>> KINDS =
      List.of(RUNTIME, STATE, CACHE, LOGS, CONFIGURATION);
  private static final List<Key<String>> MODES =
      List.of(RUNTIME_MODE, STATE_MODE, CACHE_MODE, LOGS_MODE, CONFIGURATION_MODE);

  static final Type<Directories> TYPE = TABLE.type(Directories::new, Directories::check);

  public Directories(Place place) {
    super(TABLE, place);
  }

  private static Key<String> mode(String kind, Key<List<String>> base) {
    return TABLE
        .key(
            kind + "-mode",
            Type.matching(
                "octal digits", "[0-7]{1,5}", "is ", "must be octal digits, such as \"0750\""),
            "their mode; 0755")
        .needs(base, kind + " = [\"daemon\"]");
  }

  /** Whether it is a path that stays below where it begins. */
  public static boolean isName(String name) {
    return name.matches(NAME + "(/" + NAME + ")*")
        && !List.of(name.split("/")).contains("..")
        && !List.of(name.split("/")).contains(".");
  }

  private static void check(Directories directories, Section section) {
    for (Key<List<String>> kind : KINDS)
      for (String name : directories.get(kind))
        if (!isName(name))
          section.bad(kind.name, "no path below " + ROOTS.get(kind.name) + ": " + name, "");
  }

  /** Says names and mode of one kind, by its key. */
  public void say(String kind, List<String> names, String mode) {
    int index = new ArrayList<>(ROOTS.keySet()).indexOf(kind);
    set(KINDS.get(index), names);
    if (!names.isEmpty()) set(MODES.get(index), mode);
  }

  /** What is to be made. */
  public List<Made> made() {
    List<Made> made = new ArrayList<>();
    for (Key<List<String>> kind : KINDS) {
      String mode = get(MODES.get(KINDS.indexOf(kind)));
      for (String path : paths(kind))
        made.add(new Made(path, mode.isEmpty() ? "0755" : mode, kind == CONFIGURATION));
    }
    return made;
  }

  /** Absolute ones of a kind. */
  public List<String> paths(Key<List<String>> kind) {
    return get(kind).stream().map(name -> ROOTS.get(kind.name) + "/" + name).toList();
  }

  /** Of each kind that is said, as the service is told them. */
  public Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Key<List<String>> kind : KINDS)
      if (!get(kind).isEmpty())
        variables.put(
            kind.name.toUpperCase(Locale.ROOT) + "_DIRECTORY", String.join(":", paths(kind)));
    return variables;
  }

  /** A directory, and whether it is left as it is if it is there. */
  public record Made(String path, String mode, boolean isKept) {}

  /** What becomes of directories below /run when the service ends. */
  public enum Preservation implements Word {
    NO,
    RESTART,
    YES
  }
}
