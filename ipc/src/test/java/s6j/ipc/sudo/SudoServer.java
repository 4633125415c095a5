package s6j.ipc.sudo;

import java.util.ArrayList;
import java.util.List;
import s6j.cli.Foresight;
import s6j.cli.Program;
import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.DescriptorSet;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/** A sudo server on a fake machine, connected to one client; its program lives for 500 ms. */
final class SudoServer {
  static final int LIFE_MILLIS = 500;
  static final int EXIT_CODE = 7;

  /** The client's end of the connection. */
  static final int CONNECTION = 3;

  final FakePosix posix = new FakePosix();
  final FakePosix client;

  /** The programs that were started. */
  final List<FakePosix> programs = new ArrayList<>();

  /** What the server knows of the program that it starts. */
  Foresight foresight = (kernel, spawn) -> false;

  private int time;

  SudoServer() {
    SocketAddress address = new SocketAddress();
    address.unix(CString.of("/s"), 2);
    int socket = posix.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, 0);
    posix.bind(socket, address);
    posix.listen(socket, 1);
    client = posix.another();
    client.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, OpenFlags.O_NONBLOCK);
    client.connect(CONNECTION, address);
    int connection = posix.accept(socket, new SocketAddress(), 0);
    posix.inherit(posix.dup(connection, 3, false), 0).inherit(connection, 1);
    posix.close(socket);
    posix.program("/bin/prog", this::start);
  }

  private void start(FakePosix program) {
    programs.add(program);
    program.after(LIFE_MILLIS, () -> program.end(EXIT_CODE));
  }

  /** What the client does next, 10 ms after what it did before. */
  SudoServer then(Runnable step) {
    posix.after(time += 10, step);
    return this;
  }

  SudoServer later(int millis) {
    time += millis;
    return this;
  }

  int serve(String... options) {
    return serveOn(posix, options);
  }

  int serveOn(Posix kernel, String... options) {
    byte[][] arguments = new byte[options.length + 2][];
    arguments[0] = CString.of("s6-sudod");
    for (int i = 0; i < options.length; i++) arguments[i + 1] = CString.of(options[i]);
    arguments[options.length + 1] = CString.of("prog");
    Program sudod = Sudod.declaration(foresight);
    return sudod.main.run(kernel, sudod, arguments);
  }

  /** Sends bytes with the client's streams attached so many times. */
  void send(byte[] bytes, int descriptors) {
    DescriptorSet attached = new DescriptorSet();
    for (int i = 0; i < descriptors; i++) attached.descriptors[attached.count++] = i % 3;
    client.sendWithDescriptors(CONNECTION, bytes, 0, bytes.length, attached);
  }

  /** A request with these arguments and three descriptors. */
  static byte[] request(String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) arguments[i] = CString.of(words[i]);
    return message(SudoRequest.encode(arguments, new byte[0][]).copy(), 3);
  }

  static byte[] message(byte[] body, int descriptors) {
    ByteSink message = new ByteSink(64).big32(body.length);
    return message.put(descriptors >> 8).put(descriptors).put(body).copy();
  }

  /** What the server, which has ended, said behind its banner: bytes, and -1 at the end. */
  List<Integer> heard() {
    posix.endWith(0);
    byte[] one = new byte[1];
    List<Integer> heard = new ArrayList<>();
    int got = client.read(CONNECTION, one, 0, 1);
    for (int i = 0; got > 0; got = client.read(CONNECTION, one, 0, 1))
      if (i++ >= SudoRequest.SERVER_BANNER.length) heard.add(one[0] & 255);
    // A server that ends with what was sent unread resets the connection.
    if (got == 0 || got == -Errno.ECONNRESET) heard.add(-1);
    return heard;
  }

  /** Whether all programs have ended, or were asked to. */
  boolean hasEndedAll() {
    for (FakePosix program : programs)
      if (!program.hasEnded() && !posix.kills().contains("TERM " + program.getpid())) return false;
    return true;
  }
}
