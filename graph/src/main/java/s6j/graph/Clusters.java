package s6j.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import s6j.graph.ServiceGraph.Bundle;

/**
 * Bundles as boxes, which unlike bundles cannot overlap: a service stands in the smallest bundle
 * that has it, and a bundle stands in the smallest larger one that has at least half of its
 * services, as with a daemon and its logger, of which only the daemon is in the set of its kind.
 */
final class Clusters {
  static final int NONE = -1;

  private final List<Bundle> bundles;

  Clusters(ServiceGraph graph) {
    bundles = new ArrayList<>(graph.bundles());
    bundles.sort(
        Comparator.comparingInt((Bundle bundle) -> bundle.services().size())
            .thenComparing(Bundle::name));
  }

  /** From the smallest to the largest; the place of one is its number here. */
  List<Bundle> bundles() {
    return bundles;
  }

  /** The bundle a service stands in, or {@link #NONE}. */
  int of(int service) {
    for (int i = 0; i < bundles.size(); i++)
      if (bundles.get(i).services().contains(service)) return i;
    return NONE;
  }

  /** The bundle a bundle stands in, or {@link #NONE}. */
  int around(int bundle) {
    for (int i = bundle + 1; i < bundles.size(); i++)
      if (holdsHalf(bundles.get(i), bundles.get(bundle))) return i;
    return NONE;
  }

  private static boolean holdsHalf(Bundle large, Bundle small) {
    long shared = small.services().stream().filter(large.services()::contains).count();
    return 2 * shared >= small.services().size();
  }

  /** The names of all bundles that have a service. */
  List<String> namesOf(int service) {
    return bundles.stream()
        .filter(bundle -> bundle.services().contains(service))
        .map(Bundle::name)
        .toList();
  }
}
