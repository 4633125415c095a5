package s6j.rccompiler.compile;

import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.Errno;

/** Everything found wrong, in the order in which the reference would meet it. */
public final class SourceProblems {
  static final int BAD_SOURCE = 1;
  static final int SYSTEM = 111;

  private SourceProblem[] problems = new SourceProblem[8];
  private int count;

  int count() {
    return count;
  }

  SourceProblem get(int place) {
    return problems[place];
  }

  public boolean none() {
    return count == 0;
  }

  /** Adds a problem of the sources; {@code parts} are texts and byte strings, joined. */
  SourceProblem bad(Object... parts) {
    return add(new SourceProblem(BAD_SOURCE, join(parts)));
  }

  /** Adds a failed system call: {@code unable to PARTS: STRERROR}. */
  SourceProblem unable(int errno, Object... parts) {
    byte[] text = join("unable to ", join(parts), ": ", Errno.text(errno < 0 ? -errno : errno));
    return add(new SourceProblem(SYSTEM, text));
  }

  public static byte[] join(Object... parts) {
    ByteSink joined = new ByteSink(128);
    for (Object part : parts) {
      if (part instanceof byte[] bytes) joined.put(bytes, 0, CString.length(bytes));
      else joined.put((String) part);
    }
    return joined.copy();
  }

  private SourceProblem add(SourceProblem problem) {
    if (count == problems.length) {
      SourceProblem[] more = new SourceProblem[2 * count];
      System.arraycopy(problems, 0, more, 0, count);
      problems = more;
    }
    problems[count++] = problem;
    return problem;
  }
}
