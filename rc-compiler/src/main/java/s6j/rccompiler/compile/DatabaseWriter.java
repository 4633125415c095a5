package s6j.rccompiler.compile;

import s6j.formats.ByteSink;
import s6j.formats.CdbWriter;
import s6j.formats.RcDatabase;
import s6j.formats.RcRelations;
import s6j.posix.CString;

/** Writes the compiled directory (docs/specification/s6-rc.md, C) in the order of the reference. */
final class DatabaseWriter {
  private final Target target;
  private final RcDatabase database;
  private final Definitions definitions;
  private final int[][] bundles;
  private final Narrator narrator;

  DatabaseWriter(
      Target target,
      RcDatabase database,
      Definitions definitions,
      int[][] bundles,
      Narrator narrator) {
    this.target = target;
    this.database = database;
    this.definitions = definitions;
    this.bundles = bundles;
    this.narrator = narrator;
  }

  void write() {
    target.directory(CString.of("servicedirs"));
    narrator.detail("writing ", target.name(), "/n");
    byte[] sizes = database.sizes();
    target.file(CString.of("n"), sizes, sizes.length);
    narrator.detail("writing ", target.name(), "/resolve.cdb");
    target.file(CString.of("resolve.cdb"), names());
    narrator.detail("writing ", target.name(), "/db");
    target.file(CString.of("db"), database.encode());
    if (database.relations.isEmpty()) return;
    narrator.detail("writing ", target.name(), "/relations");
    target.file(CString.of(RcRelations.FILE), database.relations.encode());
  }

  /** Atomic services from the last to the first, then bundles from the last to the first. */
  private ByteSink names() {
    CdbWriter cdb = new CdbWriter(32 * database.count());
    for (int i = database.count() - 1; i >= 0; i--) {
      byte[] name = database.nameOf(i);
      cdb.add(name, name.length, new ByteSink(4).big32(i).array(), 4);
    }
    for (int i = bundles.length - 1; i >= 0; i--) {
      byte[] name = definitions.name(definitions.bundles.get(i).name);
      ByteSink contents = new ByteSink(4 * bundles[i].length);
      for (int service : bundles[i]) contents.big32(service);
      cdb.add(name, name.length, contents.array(), contents.length());
    }
    return cdb.finish();
  }
}
