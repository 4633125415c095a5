package s6j.front.importer;

import java.io.IOException;
import java.nio.file.Path;

/** Reads the services of another system. */
public interface Importer {
  /** The word by which {@code s6j import} names it, as in {@code systemd}. */
  String format();

  /** One line for the list of formats. */
  String describes();

  /** Whether this looks like something it reads, so that the format need not be named. */
  boolean recognizes(Path input);

  /** Reads a file or a directory. What is broken in it is among the answer's problems. */
  Imported read(Path input) throws IOException;
}
