package s6j.svc.instance;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.ScanDirectory;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.LockFile;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.svc.link.ServiceName;

/** A service that runs instances of a template, below its scan directory {@code instance}. */
final class InstancedService {
  static final byte[] TEMPLATE = CString.of("../template");
  private static final byte[] INSTANCES = CString.of("../instances");

  private InstancedService() {}

  /** Changes into the scan directory of its instances: 0, or 100, 111 or 1 (not running), said. */
  static int enter(Posix posix, Messages messages, byte[] service) {
    if (CString.length(service) == 0)
      return messages.fatal().text("invalid service path").exit(ExitCode.USAGE);
    byte[] directory = CString.path(service, ServiceDirectory.INSTANCE);
    int answer = posix.chdir(directory);
    if (answer < 0)
      return messages.fatal().unableTo("chdir to ").bytes(directory).exit(ExitCode.SYSTEM, answer);
    int held = new LockFile(posix).isHeld(Posix.CWD, ScanDirectory.LOCK);
    if (held == 1) return 0;
    if (held < 0)
      return messages
          .fatal()
          .unableTo("open ")
          .bytes(CString.path(directory, ScanDirectory.LOCK))
          .exit(ExitCode.SYSTEM, held);
    return messages.fatal().text("instanced service not running on ").bytes(service).exit(1);
  }

  /** Where an instance lives, seen from the scan directory. */
  static byte[] home(byte[] name) {
    return CString.path(INSTANCES, name);
  }

  /** Where a service sees an instance's service directory. */
  static byte[] directory(byte[] service, byte[] name) {
    return CString.path(CString.path(service, ServiceDirectory.INSTANCE), name);
  }

  /** 0, or 100 once it has said that an instance may not be named so. */
  static int checkName(Messages messages, byte[] name) {
    return ServiceName.isValidInstance(name)
        ? 0
        : messages.fatal().text("invalid instance name").exit(ExitCode.USAGE);
  }
}
