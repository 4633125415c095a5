package s6j.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs of both suites in turns, of which each is as often the first, and of a second reference if
 * there is one. What scatters is measured a second time, and the calmer of the two counts, whatever
 * it says.
 */
final class Pairs {
  private final Path reference;

  /** Null if there is none. */
  private final Path second;

  private final Path suite;
  private int turn;

  /** {@code second} is another reference, or null. */
  Pairs(Path reference, Path second, Path suite) {
    this.reference = reference;
    this.second = second;
    this.suite = suite;
  }

  /** What the three have shown in each turn, a list for each row. */
  private record Shown(List<Samples> theirs, List<Samples> seconds, List<Samples> ours) {
    static Shown of(Measure measure) {
      return new Shown(lists(measure), lists(measure), lists(measure));
    }

    void addMedians(Shown batch) {
      Pairs.addMedians(batch.theirs, theirs);
      Pairs.addMedians(batch.seconds, seconds);
      Pairs.addMedians(batch.ours, ours);
    }
  }

  List<Figure> measure(Measure measure) throws Exception {
    Probe probe = measure.setup().open();
    try {
      if (measure.batch() > 1) oneTurn(measure, probe, Shown.of(measure));
      List<Figure> figures = once(measure, probe);
      if (figures.stream().noneMatch(Figure::isNoisy)) return figures;
      return calmer(figures, once(measure, probe));
    } finally {
      probe.close();
    }
  }

  private static List<Figure> calmer(List<Figure> first, List<Figure> second) {
    List<Figure> calm = new ArrayList<>();
    for (int i = 0; i < first.size(); i++)
      calm.add(second.get(i).spread() < first.get(i).spread() ? second.get(i) : first.get(i));
    return calm;
  }

  private List<Figure> once(Measure measure, Probe probe) throws Exception {
    Shown all = Shown.of(measure);
    for (int pair = 0; pair < measure.pairs(); pair++) {
      Shown batch = Shown.of(measure);
      for (int i = 0; i < measure.batch(); i++) oneTurn(measure, probe, batch);
      all.addMedians(batch);
    }
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < measure.rows().size(); i++)
      figures.add(
          Figure.of(measure.rows().get(i), all.theirs.get(i), all.seconds.get(i), all.ours.get(i)));
    return figures;
  }

  private void oneTurn(Measure measure, Probe probe, Shown shown) throws Exception {
    boolean oursFirst = turn++ % 2 != 0;
    if (oursFirst) run(probe, suite, shown.ours);
    if (measure.isPaired()) run(probe, reference, shown.theirs);
    if (measure.isPaired() && second != null) run(probe, second, shown.seconds);
    if (!oursFirst) run(probe, suite, shown.ours);
  }

  private static void run(Probe probe, Path bin, List<Samples> samples) throws Exception {
    double[] figures = probe.run(bin);
    for (int i = 0; i < figures.length; i++) samples.get(i).add(figures[i]);
  }

  private static void addMedians(List<Samples> batch, List<Samples> all) {
    for (int i = 0; i < batch.size(); i++)
      if (batch.get(i).count() > 0) all.get(i).add(batch.get(i).median());
  }

  private static List<Samples> lists(Measure measure) {
    List<Samples> lists = new ArrayList<>();
    for (int i = 0; i < measure.rows().size(); i++) lists.add(new Samples());
    return lists;
  }
}
