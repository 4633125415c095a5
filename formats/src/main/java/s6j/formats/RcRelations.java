package s6j.formats;

import org.jspecify.annotations.Nullable;

/**
 * What services of a compiled set are to each other beyond needs: the file {@code relations} beside
 * {@code db}, which the reference passes over (docs/specification/s6-rc.md, C.8). A line a
 * relation, with the numbers that {@code db} gives its services.
 */
public final class RcRelations {
  /** How one service stands to another. */
  public enum Kind {
    /** It starts behind the other, and stops before it, if both are to. */
    AFTER("after"),
    /** The other is started with it, and may fail. */
    WANTS("wants"),
    /** Both are never up: a start of one stops the other. */
    CONFLICTS("conflicts"),
    /** It stops when the other is stopped. */
    PART_OF("part-of");

    /** In the file, and the name of the list in a source directory. */
    public final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  public static final String FILE = "relations";

  /** What the file begins with, before the number of services. */
  static final String START = "s6j-relations 1 ";

  static final String END = "end\n";

  private static final Kind[] KINDS = Kind.values();

  /** The line of a service that a start does again. */
  static final String AGAIN = "again";

  private final int services;
  private final boolean[] again;
  private final List[] lists = new List[KINDS.length];

  /** The pairs of one kind, and for each service those that begin and end with it. */
  private static final class List {
    int[] froms = new int[8];
    int[] tos = new int[8];
    int count;
    @Nullable Side forward;
    @Nullable Side backward;

    void add(int from, int to) {
      if (count == froms.length) {
        froms = grown(froms);
        tos = grown(tos);
      }
      froms[count] = from;
      tos[count++] = to;
    }

    private int[] grown(int[] numbers) {
      int[] more = new int[2 * count];
      System.arraycopy(numbers, 0, more, 0, count);
      return more;
    }
  }

  /** By service: where its others begin, and how many it has, as they were added. */
  private static final class Side {
    final int[] start;
    final int[] others;

    Side(int services, int[] keys, int[] values, int count) {
      start = new int[services + 1];
      others = new int[count];
      for (int i = 0; i < count; i++) start[keys[i] + 1]++;
      for (int i = 0; i < services; i++) start[i + 1] += start[i];
      int[] next = new int[services];
      System.arraycopy(start, 0, next, 0, services);
      for (int i = 0; i < count; i++) others[next[keys[i]]++] = values[i];
    }
  }

  /** Without relations, of so many services. */
  public RcRelations(int services) {
    this.services = services;
    again = new boolean[services];
    for (int i = 0; i < lists.length; i++) lists[i] = new List();
  }

  /** Adds a relation; none is added once one was asked for. */
  public RcRelations add(Kind kind, int service, int other) {
    lists[kind.ordinal()].add(service, other);
    return this;
  }

  /** A start does a service again: a oneshot that was done, a longrun that ended for good. */
  public RcRelations again(int service) {
    again[service] = true;
    return this;
  }

  public boolean isAgain(int service) {
    return again[service];
  }

  public boolean isEmpty() {
    for (boolean one : again) if (one) return false;
    for (List list : lists) if (list.count > 0) return false;
    return true;
  }

  public boolean has(Kind kind) {
    return lists[kind.ordinal()].count > 0;
  }

  /** How many others a service names, or, in reverse, name it. */
  public int count(Kind kind, int service, boolean reverse) {
    List list = lists[kind.ordinal()];
    if (list.count == 0) return 0;
    Side side = side(list, reverse);
    return side.start[service + 1] - side.start[service];
  }

  /** One of them. */
  public int other(Kind kind, int service, boolean reverse, int place) {
    Side side = side(lists[kind.ordinal()], reverse);
    return side.others[side.start[service] + place];
  }

  private Side side(List list, boolean reverse) {
    Side made = reverse ? list.backward : list.forward;
    if (made != null) return made;
    Side side =
        reverse
            ? new Side(services, list.tos, list.froms, list.count)
            : new Side(services, list.froms, list.tos, list.count);
    if (reverse) list.backward = side;
    else list.forward = side;
    return side;
  }

  /** The bytes of the file. */
  public ByteSink encode() {
    ByteSink out = new ByteSink(256);
    out.put(START).decimal(services).put('\n');
    for (Kind kind : KINDS) encode(kind, out);
    for (int i = 0; i < services; i++) if (again[i]) out.put(AGAIN).put(' ').decimal(i).put('\n');
    return out.put(END);
  }

  private void encode(Kind kind, ByteSink out) {
    for (int i = 0; i < services; i++)
      for (int j = 0; j < count(kind, i, false); j++) {
        out.put(kind.word).put(' ').decimal(i).put(' ');
        out.decimal(other(kind, i, false, j)).put('\n');
      }
  }
}
