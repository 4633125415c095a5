package s6j.front.definition;

/** A limit that s6-softlimit sets, under its key in a definition. */
public enum Limit {
  OPEN_FILES("open-files", "-o"),
  PROCESSES("processes", "-p"),
  ADDRESS_SPACE("address-space", "-a"),
  MEMORY("memory", "-m"),
  RESIDENT("resident", "-r"),
  DATA("data", "-d"),
  STACK("stack", "-s"),
  LOCKED("locked", "-l"),
  CORE("core", "-c"),
  FILE_SIZE("file-size", "-f"),
  CPU_SECONDS("cpu-seconds", "-t");

  public final String key;
  public final String option;

  Limit(String key, String option) {
    this.key = key;
    this.option = option;
  }
}
