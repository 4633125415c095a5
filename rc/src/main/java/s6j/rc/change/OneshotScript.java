package s6j.rc.change;

import s6j.formats.RcDatabaseReader;
import s6j.formats.files.CompiledDirectory;
import s6j.formats.files.RcScriptReader;
import s6j.posix.CString;
import s6j.posix.Posix;

/** Finds a script of a oneshot in the database of a live directory; says nothing of trouble. */
final class OneshotScript {
  /** What kept a script from being found. */
  enum Trouble {
    NONE,

    /** The lock of the database; {@link #why} is the negated errno of this and of files. */
    LOCK,
    SIZES,

    /** The database is in a format that is not read here. */
    FOREIGN,

    /** There is no oneshot of that number. */
    NUMBER,
    INVALID_DATABASE,
    DATABASE;
  }

  final CompiledDirectory compiled;
  private final Posix posix;
  private RcScriptReader reader;
  private int why;

  OneshotScript(Posix posix, byte[] live) {
    this.posix = posix;
    this.compiled = new CompiledDirectory(posix, CString.path(live, CString.of("compiled")));
  }

  /** {@code script} is one of {@link RcScriptReader}; waits for the lock if {@code wait}. */
  Trouble find(int script, long number, boolean wait) {
    int lock = compiled.lock(wait);
    why = lock;
    if (lock < 0) return Trouble.LOCK;
    Trouble trouble = read(script, number);
    posix.close(lock);
    return trouble;
  }

  /** The negated errno, or 0 for a file that is too short. */
  int why() {
    return why == RcDatabaseReader.SHORT ? 0 : why;
  }

  /** The words of the script that was found; none at all are one that succeeds. */
  byte[][] words() {
    return reader.words();
  }

  /** The name of its oneshot. */
  byte[] name() {
    return reader.name();
  }

  private Trouble read(int script, long number) {
    why = compiled.readSizes();
    if (why == RcDatabaseReader.FOREIGN) return Trouble.FOREIGN;
    if (why != 0) return Trouble.SIZES;
    reader = new RcScriptReader(posix, compiled);
    if (!reader.isOneshot(number)) return Trouble.NUMBER;
    why = reader.read((int) number, script);
    if (why == RcDatabaseReader.INVALID) return Trouble.INVALID_DATABASE;
    return why == 0 ? Trouble.NONE : Trouble.DATABASE;
  }
}
