package s6j.front;

import java.io.IOException;
import java.util.List;

/** Services that run, under s6-rc or not. */
interface ServiceTree {
  /** All services, or the named ones. */
  List<ServiceState> services(List<String> names) throws IOException;

  /** The service whose process writes the log of this one: its own name if there is no other. */
  String logger(String service) throws IOException;

  /** A scan directory where one is given, else a live directory. */
  static ServiceTree of(java.nio.file.Path scandir, java.nio.file.Path live) {
    return scandir == null ? LiveTree.of(live) : new ScanTree(scandir);
  }
}
