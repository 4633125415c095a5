package s6j.log.directory;

import s6j.posix.CString;
import s6j.posix.Executable;
import s6j.posix.Posix;

/** Where execlineb is: beside the logger, or on its PATH (s6-log page, !processor). */
public final class ProcessorPath {
  private static final byte[] NAME = CString.of("execlineb");
  private static final byte[] USUAL = CString.of("/usr/bin/execlineb");

  private ProcessorPath() {}

  /** Never a bare name: that would be looked for in the log directory. */
  public static byte[] of(Posix posix, byte[] calledAs) {
    byte[] found = Executable.companion(posix, calledAs, NAME);
    return CString.indexOf(found, '/') < 0 ? USUAL : found;
  }
}
