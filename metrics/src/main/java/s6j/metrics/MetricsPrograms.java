package s6j.metrics;

import s6j.cli.Program;

/** The programs of the room. */
public final class MetricsPrograms {
  private MetricsPrograms() {}

  public static Program[] all() {
    return new Program[] {Metrics.declaration(), Metricsd.declaration()};
  }
}
