package s6j.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs of both suites in turns, of which each is as often the first. What scatters is measured a
 * second time, and the calmer of the two counts, whatever it says.
 */
final class Pairs {
  private final Path reference;
  private final Path suite;
  private int turn;

  Pairs(Path reference, Path suite) {
    this.reference = reference;
    this.suite = suite;
  }

  List<Figure> measure(Measure measure) throws Exception {
    Probe probe = measure.setup().open();
    try {
      if (measure.batch() > 1) oneTurn(measure, probe, lists(measure), lists(measure));
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
    List<Samples> theirs = lists(measure);
    List<Samples> ours = lists(measure);
    for (int pair = 0; pair < measure.pairs(); pair++) {
      List<Samples> theirBatch = lists(measure);
      List<Samples> ourBatch = lists(measure);
      for (int i = 0; i < measure.batch(); i++) oneTurn(measure, probe, theirBatch, ourBatch);
      addMedians(theirBatch, theirs);
      addMedians(ourBatch, ours);
    }
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++)
      figures.add(Figure.of(measure.rows().get(i), theirs.get(i), ours.get(i)));
    return figures;
  }

  private void oneTurn(Measure measure, Probe probe, List<Samples> theirs, List<Samples> ours)
      throws Exception {
    boolean oursFirst = turn++ % 2 != 0;
    if (oursFirst) run(probe, suite, ours);
    if (measure.isPaired()) run(probe, reference, theirs);
    if (!oursFirst) run(probe, suite, ours);
  }

  private static void run(Probe probe, Path bin, List<Samples> samples) throws Exception {
    double[] figures = probe.run(bin);
    for (int i = 0; i < figures.length; i++) samples.get(i).add(figures[i]);
  }

  private static void addMedians(List<Samples> batch, List<Samples> all) {
    for (int i = 0; i < batch.size(); i++) all.get(i).add(batch.get(i).median());
  }

  private static List<Samples> lists(Measure measure) {
    List<Samples> lists = new ArrayList<>();
    for (int i = 0; i < measure.rows().size(); i++) lists.add(new Samples());
    return lists;
  }
}
