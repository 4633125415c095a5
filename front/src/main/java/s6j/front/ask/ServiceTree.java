package s6j.front.ask;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Services that run, under s6-rc or not. */
public interface ServiceTree {
  /** All services, or the named ones. */
  List<ServiceState> services(List<String> names) throws IOException;

  /** The service whose process writes the log of this one: its own name if there is no other. */
  String logger(String service) throws IOException;

  /** Why a service is up, or is not. */
  Reason why(String service) throws IOException;

  /**
   * A scan directory where one is given, else a live directory. Where none is given and none is in
   * the usual place, the working directory if s6-svscan works on it.
   */
  static ServiceTree of(Path scandir, Path live) throws IOException {
    Path scanned = scandir(scandir, live);
    if (scanned != null) return new ScanTree(scanned);
    LiveTree tree = LiveTree.of(live);
    if (Files.isDirectory(tree.live())) return tree;
    throw new IOException(
        "there is no live directory "
            + tree.live()
            + "; -l LIVE names another, -s SCANDIR a scan directory without s6-rc");
  }

  /** The scan directory of {@link #of}, or null if a live directory is meant. */
  static @Nullable Path scandir(@Nullable Path given, @Nullable Path live) {
    if (given != null) return given;
    Path meant = LiveTree.of(live).live();
    if (isScanned(meant)) return meant;
    boolean isSaid = live != null || LiveTree.isSaid() || Files.isDirectory(meant);
    Path here = Path.of(".");
    return !isSaid && isScanned(here) ? here : null;
  }

  private static boolean isScanned(Path directory) {
    return Files.isDirectory(directory.resolve(".s6-svscan"));
  }
}
