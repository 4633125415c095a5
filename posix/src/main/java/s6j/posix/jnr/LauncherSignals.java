package s6j.posix.jnr;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import s6j.posix.CString;
import s6j.posix.Signal;

/**
 * The signals that programs read from a descriptor. They must be blocked in every thread, and so
 * before the virtual machine starts: by its launcher, or by the program that becomes it.
 */
public final class LauncherSignals {
  /** The signals that s6's daemons wait for. */
  private static final String OF_DAEMONS = "HUP,INT,QUIT,ABRT,USR1,USR2,ALRM,TERM,CHLD,PWR,WINCH";

  private static final String OF_TERMINALS = ",CONT,TSTP,TTIN,TTOU";

  /** By number, as its name differs between libraries. */
  private static final String FIRST_REAL_TIME = "," + Signal.MUSL_SIGRTMIN;

  /** Signals by the names of the programs, both as they stand in a shell's case. */
  public static final Map<String, String> OF_PROGRAMS =
      new TreeMap<>(
          Map.ofEntries(
              entry("s6-supervise|supervise", "HUP,INT,QUIT,TERM,CHLD" + FIRST_REAL_TIME),
              entry("s6-svscan|svscan|runsvdir", OF_DAEMONS + FIRST_REAL_TIME),
              entry("s6-log|log|svlogd|multilog", OF_DAEMONS),
              entry("s6-ioconnect|ioconnect|s6-socklog|socklog", "TERM"),
              entry("s6-background-watch|background-watch|trap", OF_DAEMONS + OF_TERMINALS),
              entry("s6-tree", OF_DAEMONS + OF_TERMINALS + ",XCPU"),
              entry(
                  "s6-svwait|svwait|s6-svlisten|svlisten|s6-svlisten1|svlisten1"
                      + "|s6-ftrig-wait|ftrig-wait|s6-ftrig-listen|ftrig-listen"
                      + "|s6-ftrig-listen1|ftrig-listen1|s6-svlink|svlink|s6-svunlink|svunlink"
                      + "|s6-instance-create|instance-create|s6-instance-delete|instance-delete"
                      + "|s6-svhealth|svhealth|s6-timerd|timerd|s6-listend|listend",
                  "CHLD,HUP,INT,QUIT,TERM"),
              entry("s6-notifyoncheck|notifyoncheck|s6-sudod|sudod|wait|s6-maximumtime", "CHLD"),
              entry("s6-rc|rc", "CHLD,TERM,INT"),
              entry("s6-logship|logship", "TERM,INT"),
              entry("s6-ipcserverd|ipcserverd", "CHLD,TERM,HUP,QUIT,ABRT"),
              entry("s6-fdholderd|fdholderd", "TERM,HUP")));

  private LauncherSignals() {}

  /** A bit for each signal of a program. */
  static long of(byte[] program) {
    String name = CString.text(program);
    long signals = 0;
    for (Map.Entry<String, String> entry : OF_PROGRAMS.entrySet())
      if (Arrays.asList(entry.getKey().split("\\|")).contains(name))
        for (String signal : entry.getValue().split(","))
          signals |= Signal.bit(Signal.number(CString.of(signal)));
    return signals;
  }
}
