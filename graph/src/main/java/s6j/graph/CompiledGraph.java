package s6j.graph;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import s6j.formats.Cdb;
import s6j.formats.RcDatabase;
import s6j.formats.files.CompiledDirectory;
import s6j.posix.CString;

/** The graph of a compiled database, without the services that every database has. */
public final class CompiledGraph {
  private static final int INTERNALS = 2;

  private final CompiledDirectory directory;
  private final RcDatabase database;
  private final ServiceGraph graph = new ServiceGraph();

  private CompiledGraph(CompiledDirectory directory) {
    this.directory = directory;
    this.database = directory.database();
  }

  /**
   * Of a directory whose sizes, database and names have been read and are sound.
   *
   * @throws IllegalStateException if the names are not those of the database
   */
  public static ServiceGraph of(CompiledDirectory directory) {
    return new CompiledGraph(directory).read();
  }

  private ServiceGraph read() {
    for (int i = INTERNALS; i < database.count(); i++) addService(i);
    for (int i = INTERNALS; i < database.count(); i++) addNeeds(i);
    for (int i = INTERNALS; i < database.longruns; i++)
      if (database.consumer[i] >= INTERNALS && database.consumer[i] < database.longruns)
        graph.pipe(i - INTERNALS, database.consumer[i] - INTERNALS);
    addBundles();
    return graph;
  }

  private void addService(int number) {
    ServiceGraph.Kind kind =
        database.isLongrun(number) ? ServiceGraph.Kind.LONGRUN : ServiceGraph.Kind.ONESHOT;
    boolean essential = (database.flags[number] & RcDatabase.ESSENTIAL) != 0;
    graph.service(text(database.nameOf(number)), kind, essential);
  }

  private void addNeeds(int number) {
    int start = database.needsStart[number];
    for (int i = start; i < start + database.needsCount[number]; i++)
      if (database.needs[i] >= INTERNALS)
        graph.needs(number - INTERNALS, database.needs[i] - INTERNALS);
  }

  private void addBundles() {
    Cdb names = directory.names();
    int answer = names.next();
    for (; answer == 0; answer = names.next()) {
      byte[] key = CString.slice(names.bytes(), names.keyAt(), names.keyAt() + names.keyLength());
      if (!directory.isConsistent()) throw new IllegalStateException("invalid names");
      if (directory.atomic(key) < 0) graph.bundle(text(key), contents());
    }
    if (answer == Cdb.DAMAGED) throw new IllegalStateException("invalid cdb");
  }

  private List<Integer> contents() {
    List<Integer> contents = new ArrayList<>();
    for (int i = 0; i < directory.found(); i++)
      if (directory.found(i) >= INTERNALS) contents.add(directory.found(i) - INTERNALS);
    return contents;
  }

  private static String text(byte[] name) {
    return new String(name, StandardCharsets.UTF_8);
  }
}
