package s6j.rccompiler.database;

import s6j.cli.Output;
import s6j.formats.Cdb;
import s6j.formats.RcDatabase;
import s6j.formats.RcRelations;
import s6j.posix.CString;

/** Prints a set as a graph in the DOT language: services, what they need, bundles as clusters. */
final class DotGraph {
  private final OpenedSet set;
  private final RcDatabase database;
  private final Output out;

  DotGraph(OpenedSet set, Output out) {
    this.set = set;
    this.database = set.database();
    this.out = out;
  }

  /** The exit code. */
  int print() {
    out.text("digraph services {\n  rankdir=LR;\n  node [shape=box];\n");
    for (int i = 0; i < database.count(); i++) service(i);
    int code = bundles();
    for (int i = 0; i < database.count(); i++) needs(i);
    for (int i = 0; i < database.longruns; i++) pipe(i);
    for (RcRelations.Kind kind : RcRelations.Kind.values())
      for (int i = 0; i < database.count(); i++) related(kind, i);
    out.text("}\n");
    return code;
  }

  private void service(int service) {
    out.text("  s").number(service).text(" [label=\"");
    quoted(database.nameOf(service));
    out.text(database.isLongrun(service) ? "\"];\n" : "\", shape=ellipse];\n");
  }

  private void needs(int service) {
    int start = database.needsStart[service];
    for (int i = start; i < start + database.needsCount[service]; i++) {
      int needed = database.needs[i];
      if (needed > 1) edge(service, needed, "");
    }
  }

  private void pipe(int service) {
    int consumer = database.consumer[service];
    if (consumer < database.longruns) edge(service, consumer, " [style=bold, label=\"pipe\"]");
  }

  private void related(RcRelations.Kind kind, int service) {
    for (int i = 0; i < database.relations.count(kind, service, false); i++) {
      String style =
          switch (kind) {
            case AFTER -> " [style=dotted, label=\"after\"]";
            case WANTS -> " [style=dashed, label=\"wants\"]";
            case CONFLICTS -> " [style=dashed, color=red, label=\"conflicts\"]";
            case PART_OF -> " [style=dashed, label=\"part-of\"]";
          };
      edge(service, database.relations.other(kind, service, false, i), style);
    }
  }

  private void edge(int from, int to, String attributes) {
    out.text("  s").number(from).text(" -> s").number(to).text(attributes).text(";\n");
  }

  /** A service can stand in one cluster only: the first bundle that holds it. */
  private int bundles() {
    boolean[] placed = new boolean[database.count()];
    Cdb names = set.names();
    int answer = names.next();
    for (int number = 0; answer == 0; answer = names.next(), number++) {
      byte[] key = CString.slice(names.bytes(), names.keyAt(), names.keyAt() + names.keyLength());
      if (!set.isConsistent()) return set.invalid();
      if (set.atomic(key) < 0 && set.found() > 0) cluster(key, number, placed);
    }
    return answer == Cdb.DAMAGED ? set.damagedNames() : 0;
  }

  private void cluster(byte[] name, int number, boolean[] placed) {
    out.text("  subgraph cluster").number(number).text(" {\n    label=\"");
    quoted(name);
    out.text("\";\n   ");
    for (int i = 0; i < set.found(); i++) {
      int service = set.found(i);
      if (!placed[service]) out.text(" s").number(service).text(";");
      placed[service] = true;
    }
    out.text("\n  }\n");
  }

  private void quoted(byte[] name) {
    for (byte b : name) {
      if (b == '"' || b == '\\') out.text("\\");
      out.bytes(new byte[] {b}, 0, 1);
    }
  }
}
