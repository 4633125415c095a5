package s6j.confine.wall;

import s6j.posix.CString;

/** The names of capabilities (capabilities(7)), in the order of their numbers, and sets of them. */
final class Capabilities {
  private static final String NAMES =
      "chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable"
          + " net_bind_service net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module"
          + " sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin sys_boot sys_nice sys_resource"
          + " sys_time sys_tty_config mknod lease audit_write audit_control setfcap mac_override"
          + " mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore ";

  /** More than there are. */
  static final int MOST = 64;

  static final long ALL = -1;
  private static final int PREFIX = 4;

  private long set;
  private byte[] unknown = {};

  /** The set that was read; a bit for each. */
  long set() {
    return set;
  }

  /** The word that is no name; empty if all are. */
  byte[] unknown() {
    return unknown;
  }

  /**
   * Reads names, commas or blanks between, with or without {@code CAP_}, in any case; whether all
   * are known. A leading {@code ~} means all but these.
   */
  boolean read(byte[] text) {
    int end = CString.length(text);
    boolean isLess = end > 0 && text[0] == '~';
    set = 0;
    for (int from = isLess ? 1 : 0; from < end; ) {
      int to = from;
      while (to < end && !isBetween(text[to])) to++;
      int number = to == from ? 0 : number(text, from, to);
      if (number < 0) {
        unknown = CString.slice(text, from, to);
        return false;
      }
      if (to > from) set |= 1L << (number & 63);
      from = to + 1;
    }
    if (isLess) set = ~set;
    return true;
  }

  static boolean has(long set, int capability) {
    return (set >> (capability & 63) & 1) != 0;
  }

  private static boolean isBetween(byte b) {
    return b == ',' || b == ' ' || b == '\t';
  }

  private static int number(byte[] text, int from, int to) {
    int begin = isPrefixed(text, from, to) ? from + PREFIX : from;
    int number = 0;
    for (int at = 0; at < NAMES.length(); number++) {
      int end = NAMES.indexOf(' ', at);
      if (end - at == to - begin && isSame(text, begin, at, end - at)) return number;
      at = end + 1;
    }
    return -1;
  }

  private static boolean isPrefixed(byte[] text, int from, int to) {
    return to - from > PREFIX
        && lower(text[from]) == 'c'
        && lower(text[from + 1]) == 'a'
        && lower(text[from + 2]) == 'p'
        && text[from + 3] == '_';
  }

  private static boolean isSame(byte[] text, int from, int at, int length) {
    for (int i = 0; i < length; i++)
      if (lower(text[from + i]) != NAMES.charAt(at + i)) return false;
    return true;
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }
}
