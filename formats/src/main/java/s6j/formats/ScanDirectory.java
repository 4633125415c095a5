package s6j.formats;

import s6j.posix.CString;

/** Names in a scan directory (s6 scandir page), for an open directory or after a slash. */
public final class ScanDirectory {
  public static final byte[] PRIVATE = CString.of(".s6-svscan");
  public static final byte[] LOCK = CString.of(".s6-svscan/lock");
  public static final byte[] CONTROL = CString.of(".s6-svscan/control");
  public static final byte[] FINISH = CString.of(".s6-svscan/finish");
  public static final byte[] CRASH = CString.of(".s6-svscan/crash");
  public static final byte[] SIGHUP = CString.of(".s6-svscan/SIGHUP");
  public static final byte[] SIGINT = CString.of(".s6-svscan/SIGINT");
  public static final byte[] SIGTERM = CString.of(".s6-svscan/SIGTERM");
  public static final byte[] SIGQUIT = CString.of(".s6-svscan/SIGQUIT");
  public static final byte[] SIGUSR1 = CString.of(".s6-svscan/SIGUSR1");
  public static final byte[] SIGUSR2 = CString.of(".s6-svscan/SIGUSR2");
  public static final byte[] SIGPWR = CString.of(".s6-svscan/SIGPWR");
  public static final byte[] SIGWINCH = CString.of(".s6-svscan/SIGWINCH");

  /** An extension: live supervisors are left alone, and what dead ones left too, as s6 does. */
  public static final byte[] NO_ADOPT = CString.of(".s6-svscan/no-adopt");

  /** An extension: supervisors live in the scanner's process. */
  public static final byte[] HOSTED = CString.of(".s6-svscan/hosted");

  /** An extension: the name, for a moment, of what a scanner tells the one in its place. */
  public static final byte[] HANDOVER = CString.of(".s6-svscan/handover");

  /** The service that gets what nobody else logs: its supervisor's stderr is the console. */
  public static final byte[] CATCH_ALL_LOGGER = CString.of("s6-svscan-log");

  private ScanDirectory() {}
}
