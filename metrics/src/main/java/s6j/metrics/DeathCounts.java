package s6j.metrics;

import s6j.formats.ByteSink;
import s6j.formats.NameTable;
import s6j.formats.Tai64n;
import s6j.formats.files.DeathTally;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.meaning.OrErrno;

/**
 * Deaths of services and rotations of logs since they were first seen, kept in a file: a death
 * tally holds the last ones alone, and a supervisor of s6 begins it anew; a log directory has the
 * files of the last rotations.
 *
 * <p>A record a service: the count in digits, a blank, the 28 hexadecimal digits of the last record
 * of its tally that is counted, a blank, its name, and a NUL. In place of a service's name there
 * may be the path of a log directory, which begins with a slash; its digits are those of the label
 * of the last file that is counted, and zeros. Two that read and write at the same time do no harm:
 * count and record belong together, whoever's come last.
 */
final class DeathCounts {
  private static final String HEX = "0123456789abcdef";
  private static final int DIGITS = 2 * DeathTally.SIZE;

  private final Posix posix;
  private final byte[] path;
  private final WholeFile file;
  private final NameTable names = new NameTable();
  private final ByteSink fresh = new ByteSink(4096);
  private int[] starts = new int[64];

  /** Which of the records were counted on. */
  private boolean[] isCounted = new boolean[64];

  private int length;

  DeathCounts(Posix posix, byte[] path) {
    this.posix = posix;
    this.path = path;
    file = new WholeFile(posix);
  }

  /** Reads the file: 0, also if there is none yet; {@code -EPROTO} if it is no such file. */
  @OrErrno
  int read() {
    length = file.read(Posix.CWD, path);
    if (length == -Errno.ENOENT) length = 0;
    if (length < 0) return length;
    for (int from = 0; from < length; ) {
      int end = posix.indexOf(file.bytes(), from, length, 0);
      int blank = posix.indexOf(file.bytes(), from, length, ' ');
      int name = blank + DIGITS + 2;
      boolean isRecord = blank > from && end > name;
      if (!isRecord || Decimal.parse(file.bytes(), from, blank, 10) < 0) return -Errno.EPROTO;
      int place = names.add(CString.slice(file.bytes(), name, end));
      if (place == starts.length) grow();
      if (place >= 0) starts[place] = from;
      from = end + 1;
    }
    return 0;
  }

  private void grow() {
    int[] more = new int[2 * starts.length];
    System.arraycopy(starts, 0, more, 0, starts.length);
    isCounted = new boolean[more.length];
    starts = more;
  }

  /** Counts what is new in the tally of a service: the count from now on. */
  long count(byte[] name, DeathReader deaths) {
    int place = names.find(name);
    byte[] last = new byte[DeathTally.SIZE];
    long total = place < 0 ? 0 : known(starts[place], last);
    total += deaths.behind(last);
    keep(name, total, deaths.count() == 0 ? last : deaths.last());
    return total;
  }

  /** Counts what is new in a log directory: the rotations from now on. */
  long count(LogFigures log) {
    int place = names.find(log.directory);
    byte[] last = new byte[DeathTally.SIZE];
    long total = place < 0 ? 0 : known(starts[place], last);
    total += log.archivesAfter(place < 0 ? Tai64n.INVALID : Tai64n.decode(last, 0));
    if (log.archives > 0) Tai64n.encode(log.rotatedNanos, last, 0);
    if (place >= 0) isCounted[place] = true;
    keep(log.directory, total, last);
    return total;
  }

  /** Keeps the counts of log directories whose loggers do not run now, while these are there. */
  void keepOthers() {
    for (int i = 0; i < names.count(); i++) {
      byte[] name = names.name(i);
      if (isCounted[i] || name[0] != '/') continue;
      if (posix.access(Posix.CWD, name, Posix.F_OK) < 0) continue;
      byte[] last = new byte[DeathTally.SIZE];
      long total = known(starts[i], last);
      keep(name, total, last);
    }
  }

  /** The count of a record of the file, and the last death that is in it. */
  private long known(int from, byte[] last) {
    byte[] bytes = file.bytes();
    int blank = posix.indexOf(bytes, from, length, ' ');
    for (int i = 0; i < last.length; i++) {
      int at = blank + 1 + 2 * i;
      last[i] = (byte) (HEX.indexOf(bytes[at]) << 4 | HEX.indexOf(bytes[at + 1]) & 15);
    }
    return Decimal.parse(bytes, from, blank, 10);
  }

  private void keep(byte[] name, long total, byte[] last) {
    fresh.put(Decimal.string(total)).put(' ');
    for (byte b : last) fresh.put(HEX.charAt(b >> 4 & 15)).put(HEX.charAt(b & 15));
    fresh.put(' ').put(name, 0, CString.length(name)).put(0);
  }

  /** Replaces the file, if anything in it has changed: 0 or the negated errno. */
  @OrErrno
  int write() {
    return isChanged() ? ReplacedFile.write(posix, path, fresh, 0600) : 0;
  }

  private boolean isChanged() {
    if (fresh.length() != length) return true;
    for (int i = 0; i < length; i++) if (file.bytes()[i] != fresh.array()[i]) return true;
    return false;
  }
}
