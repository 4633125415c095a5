package s6j.machine.utmp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import s6j.machine.Called;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.PeerCredentials;
import s6j.posix.Posix;

public class LogouthookdTest {
  private static final int CLIENT = 4242;
  private static final String UTMP = "/var/run/utmp";

  /** As in the record: type, pid, line, id, user, host, session, seconds. */
  public static byte[] record(int type, int pid, String line, String id, String user, String host) {
    byte[] bytes = new byte[UtmpRecord.SIZE];
    bytes[0] = (byte) type;
    bytes[4] = (byte) pid;
    bytes[5] = (byte) (pid >> 8);
    copy(line, bytes, 8);
    copy(id, bytes, 40);
    copy(user, bytes, 44);
    copy(host, bytes, 76);
    bytes[336] = 77;
    bytes[340] = 9;
    return bytes;
  }

  private static void copy(String text, byte[] into, int at) {
    System.arraycopy(CString.of(text), 0, into, at, text.length());
  }

  private static byte[] all(byte[]... records) {
    byte[] all = new byte[records.length * UtmpRecord.SIZE];
    for (int i = 0; i < records.length; i++)
      System.arraycopy(records[i], 0, all, i * UtmpRecord.SIZE, UtmpRecord.SIZE);
    return all;
  }

  /** Standard input is a connection of a user that is closed, or has sent something. */
  private static Posix connection(FakePosix kernel, int user, int sent) {
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("read") && arguments[0].equals(0)) return sent;
              if (!method.getName().equals("peerCredentials"))
                return method.invoke(kernel, arguments);
              ((PeerCredentials) arguments[1]).pid = CLIENT;
              ((PeerCredentials) arguments[1]).uid = user;
              return 0;
            });
  }

  private static String run(FakePosix kernel, int user, int sent) {
    return Called.as(connection(kernel, user, sent), "s6-linux-init-logouthookd");
  }

  @Test
  void theRecordOfAClientThatIsGoneIsThatOfADeadOne() {
    byte[] boot = record(2, 0, "~", "", "reboot", "");
    byte[] other = record(7, 1000, "tty1", "1", "ann", "");
    byte[] login = record(7, CLIENT, "pts/0", "ts/0", "joe", "far.away");
    byte[] dead = login.clone();
    dead[0] = 8;
    Arrays.fill(dead, 44, 332, (byte) 0);
    Arrays.fill(dead, 340, 348, (byte) 0);
    FakePosix posix = new FakePosix().file(UTMP, all(boot, other, login, login), 0666);
    assertEquals("exit 0", run(posix, 0, 0));
    assertArrayEquals(all(boot, other, dead, login), posix.bytes(UTMP));
    assertEquals("", posix.errors());
  }

  @Test
  void withoutAnIdItIsTheLineThatTells() {
    byte[] login = record(7, CLIENT, "tty2", "", "joe", "");
    byte[] earlier = record(6, 1, "tty2", "", "LOGIN", "");
    FakePosix posix = new FakePosix().file(UTMP, all(earlier, login), 0666);
    assertEquals("exit 0", run(posix, 0, 0));
    assertEquals(8, posix.bytes(UTMP)[0]);
    assertEquals(7, posix.bytes(UTMP)[UtmpRecord.SIZE]);
  }

  @Test
  void whoIsNotMeantIsLeftAlone() {
    byte[] other = record(7, 1000, "tty1", "1", "ann", "");
    FakePosix posix = new FakePosix().file(UTMP, all(other), 0666);
    assertEquals("exit 0", run(posix, 0, 0));
    assertEquals("exit 1", run(posix, 1000, 0));
    assertEquals("exit 2", run(posix, 0, 1));
    assertEquals("exit 111", run(posix, 0, -Errno.EIO));
    assertArrayEquals(other, posix.bytes(UTMP));
    assertEquals("exit 111", run(new FakePosix(), 0, 0));
    assertEquals("exit 111", Called.as(new FakePosix(), "s6-linux-init-logouthookd"));
  }
}
