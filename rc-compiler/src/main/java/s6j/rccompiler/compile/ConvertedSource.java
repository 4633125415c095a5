package s6j.rccompiler.compile;

import s6j.formats.files.TreeRemoval;
import s6j.posix.CString;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;

/**
 * The definitions written as files NAME.toml, turned into a source directory of its own by s6j
 * convert; that tells by itself what is wrong with them.
 */
final class ConvertedSource {
  private static final byte[] S6J = CString.of("s6j");

  private final Posix posix;
  private final SourceProblems problems;
  private final byte[] directory;

  /** {@code directory} is made, and may be removed, when it is needed. */
  ConvertedSource(Posix posix, SourceProblems problems, byte[] directory) {
    this.posix = posix;
    this.problems = problems;
    this.directory = directory;
  }

  byte[] path() {
    return directory;
  }

  /** Whether all went well; {@code words[first]} and those behind it are the sources. */
  boolean make(byte[] calledAs, byte[][] words, int first) {
    Spawn spawn = new Spawn();
    spawn.arguments = line(words, first);
    spawn.file = Executable.companion(posix, calledAs, S6J);
    int pid = posix.spawn(spawn);
    if (pid < 0) {
      problems.unable(pid, "run s6j convert for the files NAME.toml");
      return false;
    }
    int[] status = new int[1];
    int answer = posix.waitpid(pid, status, 0);
    boolean isGood = answer > 0 && !WaitStatus.signaled(status[0]);
    if (isGood && WaitStatus.exitCode(status[0]) == 0) return true;
    problems.bad("definitions in files NAME.toml are wrong");
    return false;
  }

  private byte[][] line(byte[][] words, int first) {
    byte[][] line = new byte[5 + words.length - first][];
    line[0] = S6J;
    line[1] = CString.of("convert");
    line[2] = CString.of("-o");
    line[3] = directory;
    line[4] = CString.of("--");
    for (int i = first; i < words.length; i++) line[5 + i - first] = words[i];
    return line;
  }

  void remove() {
    new TreeRemoval(posix).remove(directory);
  }
}
