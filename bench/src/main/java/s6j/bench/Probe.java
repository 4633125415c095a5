package s6j.bench;

import java.nio.file.Path;

/** One run on the programs of a directory; what it leaves running or on disk ends by close. */
interface Probe {
  /** The figures, in the order of the measure's rows. */
  double[] run(Path bin) throws Exception;

  default void close() throws Exception {}

  /** A run that has one figure and leaves nothing. */
  interface Single {
    double run(Path bin) throws Exception;
  }

  static Probe of(Single single) {
    return bin -> new double[] {single.run(bin)};
  }
}
