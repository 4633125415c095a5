package s6j.command.call;

import s6j.formats.files.LivePath;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Posix;

/** Where everything is and how much is said: built in, from the environment, file or options. */
public final class GlobalSettings {
  public static final String DEFAULT_BUNDLE = "default";

  /** Only other numbers are passed on. */
  public static final long USUAL_VERBOSITY = 1;

  /** Variables of the environment that say the same, and are no business of other programs. */
  private static final String[] VARIABLES = {
    "scandir", "livedir", "repodir", "bootdb", "stmpdir", "storelist", "verbosity", "fdhuser"
  };

  public long verbosity = USUAL_VERBOSITY;
  public byte[] scandir = CString.of("/run/service");
  public byte[] livedir;
  public byte[] repodir = CString.of("/var/lib/s6-rc/repository");
  public byte[] bootdb = CString.of("/etc/s6-rc/compiled/current");
  public byte[] stmpdir = CString.of("/run/s6-frontend");
  public byte[] storelist = CString.of("/usr/share/s6/sources:/etc/s6/sources");
  public byte[] holderUser = {};

  /** Whether output is for people: in columns. */
  public boolean color;

  public GlobalSettings(Posix posix) {
    livedir = LivePath.of(posix);
  }

  /** Takes the variables out of an environment that is to be passed on. */
  public static void clean(Environment environment) {
    for (String variable : VARIABLES) environment.unset(variable);
  }
}
