package s6j.svc.link;

import s6j.posix.CString;

/** Names of services in a scan directory, and of instances. */
public final class ServiceName {
  /** The longest name that s6-svscan looks at unless its -L says otherwise. */
  static final int SEEN_BY_DEFAULT = 251;

  private static final byte[] BLANKS = CString.of(" \t\f\r\n");

  private ServiceName() {}

  /** The last part of a directory's path, slashes at its end left aside. */
  static byte[] ofDirectory(byte[] path) {
    int end = CString.length(path);
    while (end > 1 && path[end - 1] == '/') end--;
    return CString.baseName(CString.slice(path, 0, end));
  }

  /** Whether a scanner would look at it: not empty, no dot in front, no path. */
  static boolean isValid(byte[] name) {
    return CString.length(name) > 0 && name[0] != '.' && CString.indexOf(name, '/') < 0;
  }

  /** Whether an instance may have it: no blanks either, and short enough for its scanner. */
  public static boolean isValidInstance(byte[] name) {
    if (!isValid(name) || CString.length(name) > SEEN_BY_DEFAULT) return false;
    for (byte blank : BLANKS) if (CString.indexOf(name, blank) >= 0) return false;
    return true;
  }
}
