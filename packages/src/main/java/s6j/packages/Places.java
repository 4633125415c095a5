package s6j.packages;

import s6j.formats.ScanDirectory;
import s6j.posix.CString;

/**
 * Where everything of a tree of packages lies: scripts, settings, logs and marks below the root,
 * and what a reboot forgets below the run directory.
 */
final class Places {
  private static final byte[] SCRIPTS = CString.of("scripts");
  private static final byte[] SETTINGS = CString.of("settings");
  private static final byte[] STORAGE = CString.of("system/storage/supervisor");
  private static final byte[] RUN = CString.of("run");
  private static final byte[] COLON = CString.of(":");

  final byte[] root;

  /** The run directory. */
  final byte[] volatiles;

  /** Both absolute. */
  Places(byte[] root, byte[] volatiles) {
    this.root = root;
    this.volatiles = volatiles;
  }

  byte[] packages() {
    return CString.path(root, SCRIPTS);
  }

  byte[] scripts(byte[] pkg) {
    return CString.path(packages(), pkg);
  }

  byte[] services(byte[] pkg) {
    return CString.path(scripts(pkg), RUN);
  }

  byte[] run(byte[] pkg, byte[] service) {
    return CString.path(services(pkg), service);
  }

  byte[] postrun(byte[] pkg, byte[] service) {
    return CString.path(CString.path(scripts(pkg), CString.of("postrun")), service);
  }

  /** The file that makes a package start at boot. */
  byte[] bootMark(byte[] pkg) {
    return CString.path(scripts(pkg), CString.of("start"));
  }

  /** Files for the service directory: timeouts, signals and the like. */
  byte[] knob(byte[] pkg, byte[] service, String name) {
    byte[] settings = CString.path(CString.path(CString.path(root, SETTINGS), pkg), service);
    return CString.path(CString.path(settings, CString.of("service")), CString.of(name));
  }

  byte[] storage() {
    return CString.path(root, STORAGE);
  }

  byte[] logs(byte[] pkg) {
    return CString.path(CString.path(storage(), pkg), CString.of("logs"));
  }

  /** The log directory of a service. */
  byte[] log(byte[] pkg, byte[] service) {
    return CString.path(logs(pkg), service);
  }

  /** The path at which viewers expect the log. */
  byte[] logLink(byte[] pkg, byte[] service) {
    return CString.concat(log(pkg, service), CString.of(".log"));
  }

  byte[] persistent(byte[] pkg) {
    return CString.path(CString.path(storage(), pkg), CString.of("status/persistent"));
  }

  byte[] disabledMark(byte[] pkg, byte[] service) {
    return mark(persistent(pkg), service, ".disabled");
  }

  /** The link from the storage to {@link #state}. */
  byte[] stateLink(byte[] pkg) {
    return CString.path(CString.path(storage(), pkg), CString.of("status/volatile"));
  }

  /** What a reboot forgets of a package. */
  byte[] state(byte[] pkg) {
    return CString.path(volatiles, pkg);
  }

  byte[] restartMark(byte[] pkg, byte[] service) {
    return mark(state(pkg), service, ".restart");
  }

  /** Holds how often the service was started since its supervisor was. */
  byte[] generation(byte[] pkg, byte[] service) {
    return mark(state(pkg), service, ".generation");
  }

  /** Held by the command that changes a service. */
  byte[] lock(byte[] pkg, byte[] service) {
    return mark(state(pkg), service, ".lock");
  }

  byte[] pid(byte[] pkg, byte[] service) {
    return mark(state(pkg), service, ".pid");
  }

  byte[] scanDirectory() {
    return CString.path(volatiles, CString.of(".service"));
  }

  /** Held by s6-svscan while it lives. */
  byte[] scannerLock() {
    return CString.path(scanDirectory(), ScanDirectory.LOCK);
  }

  byte[] serviceDirectories() {
    return CString.path(volatiles, CString.of(".directories"));
  }

  /** What a service is called in the scan directory. */
  static byte[] scanName(byte[] pkg, byte[] service) {
    return CString.concat(CString.concat(pkg, COLON), service);
  }

  byte[] serviceDirectory(byte[] pkg, byte[] service) {
    return CString.path(serviceDirectories(), scanName(pkg, service));
  }

  /** Held by the command that starts s6-svscan. */
  byte[] startLock() {
    return CString.path(storage(), CString.of("lock"));
  }

  /** Where s6-svscan and the supervisors themselves complain. */
  byte[] scannerLog() {
    return CString.path(storage(), CString.of("svscan.log"));
  }

  private static byte[] mark(byte[] directory, byte[] service, String suffix) {
    return CString.concat(CString.path(directory, service), CString.of(suffix));
  }
}
