package s6j.packages;

import s6j.formats.files.NameList;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** The names of packages and of their services, sorted by bytes. */
final class PackageNames {
  private final Posix posix;
  private final Places places;
  private final FileStat stat = new FileStat();

  /** Why a directory or a file could not be looked at, as a negated errno; else 0. */
  private int trouble;

  PackageNames(Posix posix, Places places) {
    this.posix = posix;
    this.places = places;
  }

  /** 0, or the negated errno that says why what was answered is not to be trusted. */
  int trouble() {
    return trouble;
  }

  private boolean seen(int answer) {
    boolean plain = answer >= 0 || answer == -Errno.ENOENT || answer == -Errno.ENOTDIR;
    if (!plain && trouble == 0) trouble = answer;
    return answer >= 0;
  }

  /** Whether there is such a package; {@code system} is none, nor is a name with a dot in front. */
  boolean isPackage(byte[] name) {
    if (name.length == 0 || name[0] == '.' || CString.is(name, "system")) return false;
    return seen(posix.stat(Posix.CWD, places.scripts(name), true, stat)) && stat.isDirectory();
  }

  /** Whether the package has such a service: an executable file. */
  boolean isService(byte[] pkg, byte[] name) {
    if (name.length == 0 || name[0] == '.') return false;
    byte[] run = places.run(pkg, name);
    return seen(posix.stat(Posix.CWD, run, true, stat))
        && stat.isRegular()
        && posix.access(Posix.CWD, run, Posix.X_OK) >= 0;
  }

  byte[][] packages() {
    NameList found = entries(places.packages());
    NameList packages = new NameList();
    for (int i = 0; i < found.count(); i++) if (isPackage(found.get(i))) packages.add(found.get(i));
    return sorted(packages);
  }

  byte[][] services(byte[] pkg) {
    NameList found = entries(places.services(pkg));
    NameList services = new NameList();
    for (int i = 0; i < found.count(); i++)
      if (isService(pkg, found.get(i))) services.add(found.get(i));
    return sorted(services);
  }

  private NameList entries(byte[] path) {
    NameList names = new NameList();
    seen(names.addDirectory(posix, path));
    return names;
  }

  private static byte[][] sorted(NameList names) {
    byte[][] sorted = new byte[names.count()][];
    for (int i = 0; i < sorted.length; i++) {
      int at = i;
      for (; at > 0 && isBefore(names.get(i), sorted[at - 1]); at--) sorted[at] = sorted[at - 1];
      sorted[at] = names.get(i);
    }
    return sorted;
  }

  private static boolean isBefore(byte[] a, byte[] b) {
    for (int i = 0; i < a.length && i < b.length; i++)
      if (a[i] != b[i]) return (a[i] & 0xff) < (b[i] & 0xff);
    return a.length < b.length;
  }
}
