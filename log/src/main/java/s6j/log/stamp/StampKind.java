package s6j.log.stamp;

/** A kind of time stamp in front of lines. */
public enum StampKind {
  /** s6-log's and multilog's t, svlogd's -t. */
  LABEL(1),
  /** s6-log's T. */
  LOCAL(2),
  /** svlogd's -tt: date and time joined by an underscore. */
  UTC(4),
  /** svlogd's -ttt: date and time joined by a T. */
  UTC_T(8);

  public static final int NONE = 0;

  private final int bit;

  StampKind(int bit) {
    this.bit = bit;
  }

  public int with(int kinds) {
    return kinds | bit;
  }

  boolean isIn(int kinds) {
    return (kinds & bit) != 0;
  }
}
