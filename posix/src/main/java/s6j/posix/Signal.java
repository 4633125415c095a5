package s6j.posix;

/** Signal numbers of Linux on x86-64 and arm64, and their names (spec 0.7). */
public final class Signal {
  public static final int SIGHUP = 1;
  public static final int SIGINT = 2;
  public static final int SIGQUIT = 3;
  public static final int SIGILL = 4;
  public static final int SIGTRAP = 5;
  public static final int SIGABRT = 6;
  public static final int SIGBUS = 7;
  public static final int SIGFPE = 8;
  public static final int SIGKILL = 9;
  public static final int SIGUSR1 = 10;
  public static final int SIGSEGV = 11;
  public static final int SIGUSR2 = 12;
  public static final int SIGPIPE = 13;
  public static final int SIGALRM = 14;
  public static final int SIGTERM = 15;
  public static final int SIGSTKFLT = 16;
  public static final int SIGCHLD = 17;
  public static final int SIGCONT = 18;
  public static final int SIGSTOP = 19;
  public static final int SIGTSTP = 20;
  public static final int SIGTTIN = 21;
  public static final int SIGTTOU = 22;
  public static final int SIGURG = 23;
  public static final int SIGXCPU = 24;
  public static final int SIGXFSZ = 25;
  public static final int SIGVTALRM = 26;
  public static final int SIGPROF = 27;
  public static final int SIGWINCH = 28;
  public static final int SIGIO = 29;
  public static final int SIGPWR = 30;
  public static final int SIGSYS = 31;

  /** The first real-time signal of musl, where programs begin to number their own. */
  public static final int MUSL_SIGRTMIN = 35;

  /** The highest signal that has a name. */
  private static final int LAST = 31;

  /** The highest signal there is. */
  private static final int HIGHEST = 64;

  private Signal() {}

  /** The signal's bit in a set for {@link Posix#signals}. */
  public static long bit(int signal) {
    return 1L << (signal - 1 & 63);
  }

  /** The name as svstat and svdt print it, with SIG; aliases win, as in the reference. */
  public static String name(int signal) {
    return switch (signal) {
      case SIGHUP -> "SIGHUP";
      case SIGINT -> "SIGINT";
      case SIGQUIT -> "SIGQUIT";
      case SIGILL -> "SIGILL";
      case SIGTRAP -> "SIGTRAP";
      case SIGABRT -> "SIGIOT";
      case SIGBUS -> "SIGBUS";
      case SIGFPE -> "SIGFPE";
      case SIGKILL -> "SIGKILL";
      case SIGUSR1 -> "SIGUSR1";
      case SIGSEGV -> "SIGSEGV";
      case SIGUSR2 -> "SIGUSR2";
      case SIGPIPE -> "SIGPIPE";
      case SIGALRM -> "SIGALRM";
      case SIGTERM -> "SIGTERM";
      case SIGSTKFLT -> "SIGSTKFLT";
      case SIGCHLD -> "SIGCLD";
      case SIGCONT -> "SIGCONT";
      case SIGSTOP -> "SIGSTOP";
      case SIGTSTP -> "SIGTSTP";
      case SIGTTIN -> "SIGTTIN";
      case SIGTTOU -> "SIGTTOU";
      case SIGURG -> "SIGURG";
      case SIGXCPU -> "SIGXCPU";
      case SIGXFSZ -> "SIGXFSZ";
      case SIGVTALRM -> "SIGVTALRM";
      case SIGPROF -> "SIGPROF";
      case SIGWINCH -> "SIGWINCH";
      case SIGIO -> "SIGIO";
      case SIGPWR -> "SIGPWR";
      case SIGSYS -> "SIGSYS";
      default -> "SIG???";
    };
  }

  /**
   * The number of a signal told by name in any case, with or without SIG, aliases included, or by
   * its decimal number; 0 if there is none such.
   */
  public static int number(byte[] name) {
    int decimal = decimal(name);
    if (decimal > 0) return decimal;
    int from = sameLetters(name, 0, 3, "SIG", 0) ? 3 : 0;
    for (int signal = 1; signal <= LAST; signal++)
      if (isNamed(name, from, name(signal))) return signal;
    if (isNamed(name, from, "SIGABRT")) return SIGABRT;
    if (isNamed(name, from, "SIGCHLD")) return SIGCHLD;
    if (isNamed(name, from, "SIGPOLL")) return SIGIO;
    return 0;
  }

  private static int decimal(byte[] name) {
    int length = CString.length(name);
    if (length == 0 || length > 3) return 0;
    int value = 0;
    for (int i = 0; i < length; i++) {
      if (name[i] < '0' || name[i] > '9') return 0;
      value = value * 10 + name[i] - '0';
    }
    return value <= HIGHEST ? value : 0;
  }

  private static boolean isNamed(byte[] name, int from, String full) {
    int length = CString.length(name) - from;
    return length == full.length() - 3 && sameLetters(name, from, length, full, 3);
  }

  private static boolean sameLetters(byte[] name, int from, int length, String upper, int at) {
    if (CString.length(name) - from < length) return false;
    for (int i = 0; i < length; i++) {
      int c = name[from + i];
      if ((c >= 'a' && c <= 'z' ? c - 32 : c) != upper.charAt(at + i)) return false;
    }
    return true;
  }
}
