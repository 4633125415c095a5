package s6j.command.tell;

import s6j.formats.ServiceDirectory;
import s6j.formats.files.NameList;
import s6j.formats.files.ProcPath;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.FileStat;
import s6j.posix.PathText;
import s6j.posix.Posix;

/**
 * Where a logger writes: the words of its command line, else of its script, that are directories
 * with a file {@code current}. So any s6-log, multilog or svlogd will do.
 */
final class LogDirectories {
  private static final byte[] CURRENT = CString.of("current");

  private final Posix posix;
  private final NameList found;
  private boolean met;

  LogDirectories(Posix posix, NameList found) {
    this.posix = posix;
    this.found = found;
  }

  /** Adds those of a logger; whether there are any. */
  boolean add(KnownService logger) {
    met = false;
    if (logger.isRunning()) addOfProcess(logger.report.status.pid);
    if (!met) addOfScript(logger.directory, CString.of("run.user"));
    if (!met) addOfScript(logger.directory, ServiceDirectory.RUN);
    return met;
  }

  private void addOfProcess(int pid) {
    ProcPath path = new ProcPath();
    byte[] works = PathText.ofLink(posix, path.workingDirectory(pid));
    if (works == null) return;
    WholeFile words = new WholeFile(posix);
    int length = words.read(Posix.CWD, path.commandLine(pid));
    for (int from = 0; from < length; from++) {
      int to = from;
      while (to < length && words.bytes()[to] != 0) to++;
      offer(works, CString.slice(words.bytes(), from, to));
      from = to;
    }
  }

  private void addOfScript(byte[] service, byte[] name) {
    WholeFile script = new WholeFile(posix);
    int length = script.read(Posix.CWD, CString.path(service, name));
    for (int from = 0; from < length; from++) {
      int to = from;
      while (to < length && isOfWord(script.bytes()[to])) to++;
      if (to > from) offer(service, CString.slice(script.bytes(), from, to));
      from = to;
    }
  }

  private static boolean isOfWord(byte b) {
    return b > ' ' && b != '"' && b != '\'' && b != ';' || b < 0;
  }

  private void offer(byte[] works, byte[] word) {
    if (word.length == 0 || word[0] != '/' && word[0] != '.') return;
    byte[] directory = word[0] == '/' ? word : CString.path(works, word);
    FileStat stat = new FileStat();
    int answer = posix.stat(Posix.CWD, CString.path(directory, CURRENT), true, stat);
    if (answer < 0 || !stat.isRegular()) return;
    met = true;
    for (int i = 0; i < found.count(); i++) if (CString.equal(found.get(i), directory)) return;
    found.add(directory);
  }
}
