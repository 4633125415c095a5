package s6j.rc;

import java.util.ArrayList;
import java.util.List;
import s6j.posix.CString;
import s6j.posix.DescriptorSet;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/** The oneshot runner's side of the socket, played by the test in a process of its own. */
public final class Runner {
  private static final int LOOK_EVERY = 5;
  private static final int LOOKS = 400;
  private final FakePosix machine;
  private final FakePosix own;
  private final int listening;

  /** "up 2" and the like, in order; and the most that were open at a time. */
  public final List<String> requests = new ArrayList<>();

  /** What the last request's descriptors are of. */
  final List<String> attached = new ArrayList<>();

  public int most;
  private int open;

  /** The exit code of every script; -1: it never ends. */
  public int exitCode;

  public Runner(FakePosix machine, String socket) {
    this.machine = machine;
    own = machine.another();
    machine.directory(socket.substring(0, socket.lastIndexOf('/')));
    listening = own.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, OpenFlags.O_NONBLOCK);
    SocketAddress address = new SocketAddress();
    address.unix(CString.of(socket), socket.length());
    own.unlink(Posix.CWD, CString.of(socket));
    own.bind(listening, address);
    own.listen(listening, 100);
    machine.after(LOOK_EVERY, () -> look(0));
  }

  /** As if it were killed. */
  public void die() {
    own.end(0);
  }

  private void look(int looks) {
    int fd = own.accept(listening, new SocketAddress(), OpenFlags.O_NONBLOCK);
    for (; fd >= 0; fd = own.accept(listening, new SocketAddress(), OpenFlags.O_NONBLOCK)) {
      open++;
      most = Math.max(most, open);
      write(fd, CString.of("s6-sudo b v1.0\n"));
      int connection = fd;
      machine.after(LOOK_EVERY, () -> serve(connection));
    }
    if (looks < LOOKS) machine.after(LOOK_EVERY, () -> look(looks + 1));
  }

  private void serve(int fd) {
    byte[] request = new byte[256];
    DescriptorSet set = new DescriptorSet();
    int got = own.receiveWithDescriptors(fd, request, 0, request.length, set);
    if (got > 0) requests.add(words(request, got) + ", " + set.count + " descriptors");
    attached.clear();
    for (int i = 0; i < set.count; i++) take(set.descriptors[i]);
    write(fd, new byte[] {0});
    if (exitCode >= 0) machine.after(LOOK_EVERY, () -> finish(fd));
  }

  private void take(int fd) {
    for (String open : own.openDescriptors())
      if (open.startsWith(fd + " ")) attached.add(open.substring(open.indexOf(' ') + 1));
    own.close(fd);
  }

  private void finish(int fd) {
    write(fd, new byte[] {0, 0, (byte) exitCode, 0});
    own.close(fd);
    open--;
  }

  private void write(int fd, byte[] bytes) {
    own.write(fd, bytes, 0, bytes.length);
  }

  /** The words behind header, banner and four numbers. */
  private static String words(byte[] request, int length) {
    int from = 6 + 15 + 16;
    byte[] words = CString.slice(request, from, length - 1);
    for (int i = 0; i < words.length; i++) if (words[i] == 0) words[i] = ' ';
    return CString.text(words);
  }
}
