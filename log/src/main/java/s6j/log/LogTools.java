package s6j.log;

import s6j.cli.Program;
import s6j.log.ship.Logship;
import s6j.log.stamp.Tai64nReader;
import s6j.log.stamp.Tai64nStamper;
import s6j.log.syslog.SocklogMain;
import s6j.log.syslog.Ucspilogd;
import s6j.log.view.LogView;

/** The programs around logs: filters, the syslog socket, the viewer. */
public final class LogTools {
  private LogTools() {}

  public static Program[] all() {
    return new Program[] {
      Tai64nStamper.declaration(),
      Tai64nReader.declaration(),
      SocklogMain.declaration(),
      Ucspilogd.declaration(),
      LogView.declaration()
    };
  }

  /** What sends logs elsewhere: a daemon. */
  public static Program[] senders() {
    return new Program[] {Logship.declaration()};
  }
}
