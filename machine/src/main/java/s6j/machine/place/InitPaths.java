package s6j.machine.place;

import s6j.posix.CString;

/** Paths that the programs of a machine agree upon. */
public final class InitPaths {
  public static final byte[] BASE = CString.of("/etc/s6-linux-init/current");
  public static final byte[] RUN = CString.of("/run");
  public static final byte[] SCAN_DIRECTORY = CString.of("/run/service");
  public static final byte[] CONSOLE = CString.of("/dev/console");
  public static final byte[] NOTHING = CString.of("/dev/null");

  /** Services of the scan directory. */
  public static final String SHUTDOWND = "s6-linux-init-shutdownd";

  public static final String RUNLEVELD = "s6-linux-init-runleveld";
  public static final String LOGGER = "s6-svscan-log";

  public static final byte[] LOGGER_FIFO = CString.of("/run/service/s6-svscan-log/fifo");
  public static final byte[] RUNLEVELD_SOCKET =
      CString.of("/run/service/s6-linux-init-runleveld/s");
  static final byte[] SHUTDOWND_FIFO = CString.of("/run/service/s6-linux-init-shutdownd/fifo");

  /** How a container ends is written here. */
  public static final byte[] RESULTS = CString.of("/run/s6-linux-init-container-results");

  private InitPaths() {}

  /** A file of the directory that init boots from. */
  public static byte[] below(byte[] base, String file) {
    return CString.path(base, CString.of(file));
  }
}
