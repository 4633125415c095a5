package s6j.rc.change;

/** What the command line of s6-rc says about transitions. */
public final class RcSettings {
  /**
   * Oneshots at a time. The runner takes 40 connections, and one that waits 30 s for a place fails;
   * below that number none waits, and some places are left to others.
   */
  static final int DEFAULT_CONCURRENCY = 36;

  /** The verbosity that tells of connections with the oneshot runner. */
  static final int TELLS_CONNECTIONS = 4;

  /** {@link #dryRunMillis} of a real run. */
  static final long REAL = -1;

  public long verbosity = 1;

  /** How long a transition takes in a dry run, in milliseconds, or {@link #REAL}. */
  public long dryRunMillis = REAL;

  /** Of the whole command, in milliseconds; 0 for none. */
  public long timeoutMillis;

  public int concurrency = DEFAULT_CONCURRENCY;
  public boolean stopsEssential;

  /** What a signal kept from being started or stopped is no failure, as with s6-rc. */
  public boolean forgivesUndone;

  public boolean isDryRun() {
    return dryRunMillis != REAL;
  }
}
