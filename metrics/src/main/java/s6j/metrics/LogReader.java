package s6j.metrics;

import org.jspecify.annotations.Nullable;
import s6j.formats.Tai64n;
import s6j.formats.files.ProcPath;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;

/**
 * Finds where a logger writes: the words it was started with that are directories with a file
 * {@code current}, so any s6-log, multilog or svlogd will do.
 */
final class LogReader {
  private static final String[] LOGGERS = {"s6-log", "log", "multilog", "svlogd"};
  private static final byte[] SUFFIX = CString.of("/log");
  private static final byte[] CURRENT = CString.of("current");
  private static final int DIRECTORY =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private final ProcPath path = new ProcPath();
  private final WholeFile words;
  private final FileStat stat = new FileStat();
  private final DirectoryReader reader;
  private final byte[] link = new byte[4096];
  private byte[] works = {};

  LogReader(Posix posix) {
    this.posix = posix;
    words = new WholeFile(posix);
    reader = new DirectoryReader(posix, 8192);
  }

  /** Whether a service is a logger: by its place, or by its program. */
  static boolean isLogger(byte[] service, ProcessUse process) {
    int length = CString.length(service) - SUFFIX.length;
    if (length > 0 && CString.equal(CString.slice(service, length, length + 4), SUFFIX))
      return true;
    for (String logger : LOGGERS) if (process.isNamed(logger)) return true;
    return false;
  }

  /** The directories of a logger's process; null if there are none that can be read. */
  @Nullable LogFigures read(int pid) {
    works = new byte[0];
    LogFigures found = null;
    int length = words.read(Posix.CWD, path.commandLine(pid));
    for (int from = 0; from < length; from++) {
      int to = from;
      while (to < length && words.bytes()[to] != 0) to++;
      LogFigures one = look(pid, CString.slice(words.bytes(), from, to), found);
      if (one != null) {
        one.next = found;
        found = one;
      }
      from = to;
    }
    return found;
  }

  private @Nullable LogFigures look(int pid, byte[] word, @Nullable LogFigures known) {
    if (word.length == 0 || word[0] != '/' && word[0] != '.') return null;
    byte[] directory = word[0] == '/' ? word : below(pid, word);
    for (LogFigures one = known; one != null; one = one.next)
      if (CString.equal(one.directory, directory)) return null;
    int fd = posix.open(Posix.CWD, directory, DIRECTORY, 0);
    if (fd < 0) return null;
    LogFigures figures = new LogFigures(directory);
    boolean isLog = fill(fd, figures);
    posix.close(fd);
    return isLog ? figures : null;
  }

  /** A path as the process sees it. */
  private byte[] below(int pid, byte[] word) {
    if (works.length == 0) {
      int length = posix.readlink(Posix.CWD, path.workingDirectory(pid), link);
      works = length > 0 ? CString.slice(link, 0, length) : CString.of(".");
    }
    int from = word.length > 1 && word[1] == '/' ? 2 : 0;
    return CString.path(works, CString.slice(word, from, word.length));
  }

  private boolean fill(@Descriptor int fd, LogFigures figures) {
    boolean isLog = false;
    figures.rotatedNanos = Tai64n.INVALID;
    reader.start(fd);
    while (reader.next()) {
      boolean isCurrent = CString.equal(reader.name(), CURRENT);
      boolean isArchive = reader.name()[0] == '@';
      if (!isCurrent && !isArchive) continue;
      if (posix.stat(fd, reader.name(), false, stat) < 0 || !stat.isRegular()) continue;
      isLog |= isCurrent;
      if (isCurrent) figures.currentBytes = stat.size;
      else figures.addArchive(Tai64n.parseLabel(reader.name(), 0));
      figures.bytes += stat.size;
    }
    return isLog;
  }
}
