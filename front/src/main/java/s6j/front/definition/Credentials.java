package s6j.front.definition;

import java.util.Map;
import s6j.front.toml.Place;
import s6j.front.toml.Section;

/** Secrets that a service alone can read, as files of a directory that it is told. */
public final class Credentials extends Entries {
  private static final Table TABLE = new Table();
  private static final String ROOT = "/run/credentials";

  public static final Key<Map<String, String>> LOAD =
      TABLE.key("load", Type.MAP, "of each name the file that it is read from");
  public static final Key<Map<String, String>> SET =
      TABLE.key("set", Type.MAP, "of each name what it is, for what is no secret");
  public static final Key<String> OWNER =
      TABLE.key("owner", Type.LINE, "who reads them, as `USER` or `USER:GROUP`; the user");

  static final Type<Credentials> TYPE = TABLE.type(Credentials::new, Credentials::check);

  public Credentials(Place place) {
    super(TABLE, place);
  }

  /** Whether a file can be called so. */
  public static boolean isName(String name) {
    return name.matches("[^/\\s]{1,255}") && !name.matches("\\.\\.?");
  }

  private static void check(Credentials credentials, Section section) {
    for (Key<Map<String, String>> key : java.util.List.of(LOAD, SET))
      for (Map.Entry<String, String> one : credentials.get(key).entrySet()) {
        if (!isName(one.getKey())) section.bad(key.name, "no name: " + one.getKey(), "");
        if (key == LOAD && !one.getValue().startsWith("/"))
          section.bad(key.name, "is no absolute path: " + one.getValue(), "");
      }
  }

  /** Where those of a service lie. */
  public static String directory(String service) {
    return ROOT + "/" + service;
  }
}
