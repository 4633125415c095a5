package s6j.rccompiler.compile;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;

/**
 * Flattens bundles to the numbers of their atomic services (docs/specification/s6-rc.md, B.6).
 * Bundles are visited depth first in definition order with a stack of our own, so that errors come
 * in the reference's order and no depth overflows.
 */
final class BundleContents {
  private static final byte OPEN = 1;
  private static final byte DONE = 2;

  private final Definitions definitions;
  private final SourceProblems problems;
  private final int[][] contents;
  private final byte[] marks;
  private final int[] path;
  private final int[] nextMember;
  private int depth;

  BundleContents(Definitions definitions, SourceProblems problems) {
    this.definitions = definitions;
    this.problems = problems;
    int count = definitions.bundles.count();
    contents = new int[count][];
    marks = new byte[count];
    path = new int[count + 1];
    nextMember = new int[count];
  }

  /** The services of each bundle, ascending, by place of the bundle. */
  int[][] resolve() {
    for (int i = 0; i < contents.length; i++) if (marks[i] == 0) resolve(i);
    return contents;
  }

  private void resolve(int first) {
    depth = 0;
    enter(first);
    while (depth > 0) {
      int bundle = path[depth - 1];
      SourceDefinition definition = definitions.bundles.get(bundle);
      if (nextMember[bundle] == definition.names.count()) leave(bundle, definition);
      else visit(definition, definition.names.get(nextMember[bundle]++));
    }
  }

  private void enter(int bundle) {
    marks[bundle] = OPEN;
    path[depth++] = bundle;
  }

  private void visit(SourceDefinition bundle, int member) {
    switch (definitions.kindOf(member)) {
      case UNDEFINED -> undefined(bundle, member);
      case BUNDLE -> visitBundle(definitions.placeOf(member));
      case ONESHOT, LONGRUN -> {}
    }
  }

  private void visitBundle(int bundle) {
    if (marks[bundle] == 0) enter(bundle);
    else if (marks[bundle] == OPEN) cycle(bundle);
  }

  private void undefined(SourceDefinition bundle, int member) {
    if (definitions.isBroken(member)) return;
    problems
        .bad(
            "during resolution of bundle ", definitions.name(bundle.name),
            ": undefined service name ", definitions.name(member))
        .about(definitions.name(bundle.name), SourceReader.CONTENTS)
        .undefined(definitions.name(member));
  }

  private void cycle(int bundle) {
    byte[] name = nameOf(bundle);
    problems
        .bad(
            "cyclic bundle definition: resolution of ",
            nameOf(path[0]),
            " encountered a cycle involving ",
            name)
        .about(name, SourceReader.CONTENTS)
        .mentioning(nameOf(after(bundle)))
        .expecting(way(bundle));
  }

  /** The bundle on the way that one on it contains. */
  private int after(int bundle) {
    int place = 0;
    while (path[place] != bundle) place++;
    return path[place + 1 < depth ? place + 1 : place];
  }

  private byte[] way(int bundle) {
    byte[] way = CString.of("no way round: ");
    int from = 0;
    while (path[from] != bundle) from++;
    for (int i = from; i < depth; i++)
      way = SourceProblems.join(way, nameOf(path[i]), " contains ");
    return SourceProblems.join(way, nameOf(bundle));
  }

  private byte[] nameOf(int bundle) {
    return definitions.name(definitions.bundles.get(bundle).name);
  }

  private void leave(int bundle, SourceDefinition definition) {
    depth--;
    marks[bundle] = DONE;
    int[] all = new int[size(definition.names)];
    int count = 0;
    for (int i = 0; i < definition.names.count(); i++) {
      int member = definition.names.get(i);
      int[] services = servicesOf(member);
      if (services != null) {
        System.arraycopy(services, 0, all, count, services.length);
        count += services.length;
      } else if (definitions.of(member) != null
          && definitions.kindOf(member) != SourceDefinition.Kind.BUNDLE) {
        all[count++] = definitions.serviceNumber(member);
      }
    }
    contents[bundle] = IntSets.sortedUnique(all, count);
  }

  private int size(IntList members) {
    int size = 0;
    for (int i = 0; i < members.count(); i++) {
      int[] services = servicesOf(members.get(i));
      size += services == null ? 1 : services.length;
    }
    return size;
  }

  /** The services of a bundle that is done, or null. */
  private int @Nullable [] servicesOf(int member) {
    if (definitions.kindOf(member) != SourceDefinition.Kind.BUNDLE) return null;
    return contents[definitions.placeOf(member)];
  }
}
