package s6j.machine.utmp;

import s6j.cli.Messages;
import s6j.posix.CString;
import s6j.posix.Posix;

/** What is written into wtmp when a machine is asked to go down. */
public final class History {
  private static final int LONGEST = 256;

  private History() {}

  /** Notes a shutdown or a reboot; that it cannot is warned of. */
  public static void add(Posix posix, Messages messages, boolean isReboot) {
    byte[] buffer = new byte[LONGEST];
    int length = posix.hostName(buffer);
    if (length < 0) messages.warning().unableTo("gethostname").end(length);
    byte[] host = CString.slice(buffer, 0, Math.max(length, 0));
    byte[] user = CString.of(isReboot ? "reboot" : "shutdown");
    int session = posix.getsid(0);
    UtmpRecord record = new UtmpRecord();
    record.ofRunLevel(user, host, posix.getpid(), session, posix.realtimeNanos());
    int error = UtmpFile.addToHistory(posix, record);
    if (error < 0) messages.warning().unableTo("write to /var/log/wtmp").end(error);
  }
}
