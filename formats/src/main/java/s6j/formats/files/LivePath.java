package s6j.formats.files;

import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Posix;

/** Where the live directory of s6-rc is when no option says so. */
public final class LivePath {
  private static final byte[] USUAL = CString.of("/run/s6-rc");

  private LivePath() {}

  /** The value of S6J_LIVE (an extension), or /run/s6-rc where that is not set or empty. */
  public static byte[] of(Posix posix) {
    byte[] said = new Environment(posix).get("S6J_LIVE");
    return said == null || said.length == 0 ? USUAL : said;
  }
}
