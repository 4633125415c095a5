package s6j.faults.simulation;

/** Some of the suite's programs on a {@link Machine}, under faults that are drawn from a seed. */
interface World extends AutoCloseable {
  Machine machine();

  /** Some faults, then peace, then everything must be as it should be. */
  void round();

  /** Ends all in order, and looks at what is left. */
  void end();

  @Override
  void close();
}
