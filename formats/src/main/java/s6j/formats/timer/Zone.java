package s6j.formats.timer;

/** Local time: how far it is ahead of UTC. */
public interface Zone {
  /** UTC itself. */
  Zone UTC = moment -> 0;

  /** Seconds that the clocks on the walls are ahead of UTC at a moment, in seconds since 1970. */
  long offset(long moment);
}
