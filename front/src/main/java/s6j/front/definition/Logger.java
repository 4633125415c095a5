package s6j.front.definition;

import java.util.List;
import s6j.front.toml.Place;

/**
 * Where the standard output of a longrun goes: to a directory of its own, written by s6-log in a
 * service NAME-log, or to another longrun ({@code service} not empty). {@code script}, if not
 * empty, replaces the words made from the other components.
 */
public record Logger(
    String directory,
    String service,
    String user,
    int keep,
    long size,
    String stamp,
    List<String> script,
    Place place) {
  public static final int DEFAULT_KEEP = 10;
  public static final long DEFAULT_SIZE = 1000000;
  public static final String DEFAULT_STAMP = "tai64n";

  public static Logger directory(String directory, Place place) {
    return new Logger(
        directory, "", "", DEFAULT_KEEP, DEFAULT_SIZE, DEFAULT_STAMP, List.of(), place);
  }

  public static Logger service(String service, Place place) {
    return new Logger("", service, "", DEFAULT_KEEP, DEFAULT_SIZE, DEFAULT_STAMP, List.of(), place);
  }
}
