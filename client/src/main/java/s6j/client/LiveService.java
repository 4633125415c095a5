package s6j.client;

import java.util.List;

/**
 * A service of a live set, as its database has it.
 *
 * @param name its name
 * @param kind whether a supervisor looks after it
 * @param isUp whether s6-rc brought it up
 * @param isNamed whether it was asked for by itself, and not only for others that need it
 * @param needs the services that it directly needs
 */
public record LiveService(
    String name, Kind kind, boolean isUp, boolean isNamed, List<String> needs) {
  /** The kinds of services. */
  public enum Kind {
    /** A process that a supervisor keeps alive. */
    LONGRUN,
    /** Something that is done once. */
    ONESHOT
  }
}
