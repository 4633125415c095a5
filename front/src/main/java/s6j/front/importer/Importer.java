package s6j.front.importer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads the services of another system. */
public interface Importer {
  /** The word by which {@code s6j import} names it, as in {@code systemd}. */
  String kind();

  /** Reads files or directories. All that cannot be carried over goes to the report. */
  Import read(List<Path> sources, ImportSettings settings, ImportReport report) throws IOException;
}
