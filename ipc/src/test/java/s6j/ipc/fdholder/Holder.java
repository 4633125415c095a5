package s6j.ipc.fdholder;

import java.util.ArrayList;
import java.util.List;
import s6j.formats.ByteSink;
import s6j.formats.Tai64n;
import s6j.formats.talk.FdholderClient;
import s6j.formats.talk.MessageStream;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.DescriptorSet;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.SocketAddress;

/** An fd-holder at /s on a fake machine, where everybody may do everything, and its clients. */
final class Holder {
  private static final int END = 100_000;

  final FakePosix posix = new FakePosix();
  private final List<FakePosix> clients = new ArrayList<>();
  private int time = 10;

  Holder(String... rights) {
    posix.directory("/rules/uid/self/env").file("/rules/uid/self/allow", "");
    for (String right : rights) {
      int equals = right.indexOf('=');
      posix.file(
          "/rules/uid/self/env/S6_FDHOLDER_" + right.substring(0, equals),
          right.substring(equals + 1));
    }
    int socket = posix.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, OpenFlags.O_NONBLOCK);
    posix.bind(socket, address());
    posix.listen(socket, 100);
    posix.inherit(socket, 0);
  }

  static Holder open() {
    return new Holder("STORE_REGEX=^", "RETRIEVE_REGEX=^", "LIST=1", "GETDUMP=1", "SETDUMP=1");
  }

  private static SocketAddress address() {
    SocketAddress address = new SocketAddress();
    address.unix(CString.of("/s"), 2);
    return address;
  }

  /** What a client does, each after what came before. */
  Holder then(Runnable step) {
    posix.after(time += 10, step);
    return this;
  }

  /** Lets time pass before the next step. */
  Holder pause(int millis) {
    time += millis;
    return this;
  }

  /** Serves until all steps are done: the exit code. */
  int serve(String... options) {
    return serveOn(posix, options);
  }

  int serveOn(Posix kernel, String... options) {
    posix.after(END, () -> posix.signal(Signal.SIGTERM));
    posix.after(END + 1000, () -> posix.signal(Signal.SIGTERM));
    byte[][] arguments = new byte[options.length + 3][];
    arguments[0] = CString.of("s6-fdholderd");
    for (int i = 0; i < options.length; i++) arguments[i + 1] = CString.of(options[i]);
    arguments[options.length + 1] = CString.of("-i");
    arguments[options.length + 2] = CString.of("/rules");
    return Fdholderd.run(kernel, Fdholderd.declaration(), arguments);
  }

  /** A new process that is connected: its descriptor 3. */
  FakePosix connect() {
    FakePosix client = posix.another();
    int fd = client.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, OpenFlags.O_NONBLOCK);
    if (fd != 3 || client.connect(fd, address()) < 0) throw new IllegalStateException("no holder");
    clients.add(client);
    return client;
  }

  /** Sends bytes with copies of /dev/null attached. */
  static void send(FakePosix client, byte[] bytes, int descriptors) {
    DescriptorSet attached = new DescriptorSet();
    int nothing = client.open(Posix.CWD, CString.of("/dev/null"), OpenFlags.O_CLOEXEC, 0);
    for (int i = 0; i < descriptors; i++) attached.descriptors[attached.count++] = nothing;
    if (bytes.length > 0) client.sendWithDescriptors(3, bytes, 0, bytes.length, attached);
    client.close(nothing);
  }

  static byte[] message(byte[] body, int descriptors) {
    ByteSink message = new ByteSink(64).big32(body.length);
    return message.put(descriptors >> 8).put(descriptors).put(body).copy();
  }

  static byte[] store(String id) {
    ByteSink body = new ByteSink(64).put('S').put('`').put(new byte[Tai64n.SIZE - 1]);
    return message(body.put(id.length()).put(id).put(0).copy(), 1);
  }

  /** The answers that have come to a client so far; -1 at the end once the holder hung up. */
  static List<Integer> answers(FakePosix client) {
    List<Integer> answers = new ArrayList<>();
    MessageStream stream = new MessageStream(client, 3, 3, 1 << 20);
    for (; ; ) {
      int length = stream.receive(client.monotonicNanos());
      if (length == -s6j.posix.Errno.ETIMEDOUT) return answers;
      if (length < 0) {
        answers.add(-1);
        return answers;
      }
      answers.add((int) stream.body()[0]);
      stream.drop();
    }
  }

  /** A client that behaves, over a connection of its own. */
  FdholderClient client(FakePosix process) {
    FdholderClient client = new FdholderClient(process, Deadline.NEVER);
    client.use(3);
    return client;
  }
}
