package s6j.cli;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Installation;
import s6j.posix.Posix;

/**
 * How scripts that we write name the programs of this suite and of execline. One of the suite that
 * is nowhere is warned of, once, and named by the path where it should be. One of execline that is
 * not found here keeps its plain name: execlineb may know a directory for these that is on nobody's
 * PATH, as Debian's does.
 */
public final class ScriptPrograms {
  private static final String PLAIN = "/._+-:,=";

  private final Posix posix;
  private final @Nullable Messages messages;
  private final Installation installation;
  private byte @Nullable [] searched;
  private String[] known = new String[32];
  private byte[][] words = new byte[32][];
  private int count;

  /** {@code calledAs} is argv[0]; without {@code messages} (null) nothing is warned of. */
  public ScriptPrograms(Posix posix, @Nullable Messages messages, byte[] calledAs) {
    this.posix = posix;
    this.messages = messages;
    this.installation = new Installation(posix, calledAs);
  }

  /**
   * The scripts are those of a machine: they will have this PATH, not the present one, and
   * execlineb is the one that has execline's programs beside it.
   */
  public ScriptPrograms ofMachine(byte[] path) {
    searched = path;
    return this;
  }

  /** Begins a script that names its programs so. */
  public ExeclineScript script() {
    return new ExeclineScript(this);
  }

  /** The absolute path of a program of the suite or of execlineb, be it there or not. */
  byte[] path(String program) {
    String key = "/" + program;
    byte[] path = remembered(key);
    return path == null ? remember(key, lookUpPath(CString.of(program))) : path;
  }

  /** The name itself where PATH leads to the program, else its path. */
  byte[] word(String program) {
    byte[] word = remembered(program);
    return word == null ? remember(program, lookUp(CString.of(program))) : word;
  }

  /** Scripts of a run name the same programs again and again, and what is missing is told once. */
  private byte @Nullable [] remembered(String key) {
    for (int i = 0; i < count; i++) if (known[i].equals(key)) return words[i];
    return null;
  }

  private byte[] remember(String key, byte[] word) {
    if (count == known.length) grow();
    known[count] = key;
    words[count++] = word;
    return word;
  }

  private byte[] lookUpPath(byte[] name) {
    byte[] path =
        searched == null ? installation.place(name) : installation.placeAmongExecline(name);
    if (posix.access(Posix.CWD, path, Posix.X_OK) >= 0) return path;
    if (isOfExecline(name)) return name;
    warn(name, path);
    return path;
  }

  private byte[] lookUp(byte[] name) {
    boolean missing = installation.lacks(name);
    if (missing && isOfExecline(name)) return name;
    byte[] word = searched == null ? installation.word(name) : installation.word(name, searched);
    if (missing) warn(name, word);
    return word;
  }

  /** What execlineb finds by itself. */
  private static boolean isOfExecline(byte[] name) {
    boolean isOfSuite = CString.startsWith(name, CString.of("s6-"));
    return !isOfSuite && !CString.equal(name, CString.of("execlineb"));
  }

  private void grow() {
    String[] moreNames = new String[2 * count];
    byte[][] moreWords = new byte[2 * count][];
    System.arraycopy(known, 0, moreNames, 0, count);
    System.arraycopy(words, 0, moreWords, 0, count);
    known = moreNames;
    words = moreWords;
  }

  private void warn(byte[] name, byte[] path) {
    if (messages == null) return;
    messages.warning().unableTo("find ").bytes(name);
    messages.text(", which a script will look for at ").bytes(path).end();
  }

  /** Whether a word is read as it is without quotes. */
  static boolean isPlain(byte[] word) {
    int length = CString.length(word);
    for (int i = 0; i < length; i++) {
      byte b = word[i];
      boolean isLetter = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
      if (!isLetter && !(b >= '0' && b <= '9') && PLAIN.indexOf(b) < 0) return false;
    }
    return true;
  }
}
