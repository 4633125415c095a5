package s6j.machine.utmp;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.PeerCredentials;
import s6j.posix.Posix;

/** s6-linux-init-logouthookd: ends the record of a login once the process of it is gone. */
public final class Logouthookd {
  private static final int NOT_ROOT = 1;
  private static final int CLIENT_WROTE = 2;

  private Logouthookd() {}

  public static Program declaration() {
    return new Program(
        "s6-linux-init-logouthookd",
        null,
        "",
        "ends the record of a login whose process has gone, as a server of one connection",
        Logouthookd::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.of(program.name));
    posix.close(1);
    PeerCredentials peer = new PeerCredentials();
    int answer = posix.peerCredentials(0, peer);
    if (answer < 0) return unable(messages, "getsockopt", answer);
    if (peer.uid != 0) return NOT_ROOT;
    answer = posix.read(0, new byte[1], 0, 1);
    if (answer < 0) return unable(messages, "read from stdin", answer);
    if (answer > 0) return messages.fatal().text("client attempted to write").exit(CLIENT_WROTE);
    return bury(posix, messages, peer.pid);
  }

  private static int bury(Posix posix, Messages messages, int pid) {
    UtmpFile file = new UtmpFile(posix);
    UtmpRecord record = new UtmpRecord();
    int answer = file.open();
    if (answer < 0) return unable(messages, "getutxent", answer);
    answer = file.find(pid, record);
    file.close();
    if (answer < 0) return unable(messages, "getutxent", answer);
    if (answer == 0) return 0;
    record.bury();
    answer = UtmpFile.replace(posix, record);
    return answer < 0 ? unable(messages, "pututxline", answer) : 0;
  }

  private static int unable(Messages messages, String what, int error) {
    return messages.fatal().unableTo(what).exit(ExitCode.SYSTEM, error);
  }
}
