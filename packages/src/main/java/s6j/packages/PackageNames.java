package s6j.packages;

import s6j.formats.NameTable;
import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** The names of packages and of their services, sorted by bytes. */
final class PackageNames {
  private static final int DIRECTORY =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
  private static final int ENTRIES = 4096;

  private final Posix posix;
  private final Places places;
  private final FileStat stat = new FileStat();

  PackageNames(Posix posix, Places places) {
    this.posix = posix;
    this.places = places;
  }

  /** Whether there is such a package; {@code system} is none, nor is a name with a dot in front. */
  boolean isPackage(byte[] name) {
    if (name.length == 0 || name[0] == '.' || CString.is(name, "system")) return false;
    return posix.stat(Posix.CWD, places.scripts(name), true, stat) >= 0 && stat.isDirectory();
  }

  /** Whether the package has such a service: an executable file. */
  boolean isService(byte[] pkg, byte[] name) {
    if (name.length == 0 || name[0] == '.') return false;
    byte[] run = places.run(pkg, name);
    return posix.stat(Posix.CWD, run, true, stat) >= 0
        && stat.isRegular()
        && posix.access(Posix.CWD, run, Posix.X_OK) >= 0;
  }

  byte[][] packages() {
    NameTable found = entries(places.packages());
    NameTable packages = new NameTable();
    for (int i = 0; i < found.count(); i++)
      if (isPackage(found.name(i))) packages.add(found.name(i));
    return sorted(packages);
  }

  byte[][] services(byte[] pkg) {
    NameTable found = entries(places.services(pkg));
    NameTable services = new NameTable();
    for (int i = 0; i < found.count(); i++)
      if (isService(pkg, found.name(i))) services.add(found.name(i));
    return sorted(services);
  }

  private NameTable entries(byte[] path) {
    NameTable names = new NameTable();
    int fd = posix.open(Posix.CWD, path, DIRECTORY, 0);
    if (fd < 0) return names;
    DirectoryReader reader = new DirectoryReader(posix, ENTRIES).start(fd);
    while (reader.next()) names.add(CString.slice(reader.name(), 0, CString.length(reader.name())));
    posix.close(fd);
    return names;
  }

  private static byte[][] sorted(NameTable names) {
    byte[][] sorted = new byte[names.count()][];
    for (int i = 0; i < sorted.length; i++) {
      int at = i;
      for (; at > 0 && isBefore(names.name(i), sorted[at - 1]); at--) sorted[at] = sorted[at - 1];
      sorted[at] = names.name(i);
    }
    return sorted;
  }

  private static boolean isBefore(byte[] a, byte[] b) {
    for (int i = 0; i < a.length && i < b.length; i++)
      if (a[i] != b[i]) return (a[i] & 0xff) < (b[i] & 0xff);
    return a.length < b.length;
  }
}
