package s6j.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Services, what they need and the bundles that hold them, to be drawn by {@link SvgDrawing}.
 * Services are numbered from 0 in the order they are added in.
 */
public final class ServiceGraph {
  /** What a service is. */
  public enum Kind {
    ONESHOT,
    LONGRUN
  }

  record Service(String name, Kind kind, boolean essential) {}

  record Bundle(String name, SortedSet<Integer> services) {}

  /** From a service to one that it needs; or, for a pipe, to the one that reads what it writes. */
  record Edge(int from, int to, boolean pipe) {}

  private final List<Service> services = new ArrayList<>();
  private final List<Bundle> bundles = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();

  /** Adds a service; its number. */
  public int service(String name, Kind kind, boolean essential) {
    services.add(new Service(name, kind, essential));
    return services.size() - 1;
  }

  /** Adds a bundle of services by their numbers; one without any is not drawn. */
  public ServiceGraph bundle(String name, Collection<Integer> contents) {
    for (int service : contents) check(service);
    if (!contents.isEmpty()) bundles.add(new Bundle(name, new TreeSet<>(contents)));
    return this;
  }

  /** Says that one service needs another. */
  public ServiceGraph needs(int service, int needed) {
    return edge(new Edge(service, needed, false));
  }

  /** Says that one longrun's output is another's input, which implies the need. */
  public ServiceGraph pipe(int producer, int consumer) {
    return edge(new Edge(producer, consumer, true));
  }

  private ServiceGraph edge(Edge edge) {
    check(edge.from());
    check(edge.to());
    edges.add(edge);
    return this;
  }

  private void check(int service) {
    if (service < 0 || service >= services.size())
      throw new IllegalArgumentException("no service " + service);
  }

  List<Service> services() {
    return services;
  }

  List<Bundle> bundles() {
    return bundles;
  }

  List<Edge> edges() {
    return edges;
  }
}
