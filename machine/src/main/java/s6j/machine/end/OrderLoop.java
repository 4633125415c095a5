package s6j.machine.end;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.BigEndian;
import s6j.machine.place.InitPaths;
import s6j.machine.place.Initctl;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.posix.Turn;
import s6j.posix.WaitStatus;

/**
 * Takes orders from the fifo until one of them is due that ends the machine. A later order takes
 * the place of an earlier one. Allocates nothing once it runs.
 */
final class OrderLoop {
  /** Only rc.shutdown is run, and nothing ended. */
  static final char SCRIPT_ALONE = 'S';

  private static final int BAD_PROTOCOL = 101;
  private static final int ROOM = 32 * Initctl.SIZE;
  private static final long SECOND_MILLIS = 1000;
  private static final long MILLI_NANOS = 1_000_000;

  /** In milliseconds this is further away than any clock here counts. */
  private static final long MOST_SECONDS = Long.MAX_VALUE / SECOND_MILLIS - 1;

  private final Posix posix;
  private final Messages messages;
  private final int fifo;
  private final Turn turn;
  private final Turn.Timer due;
  private final Spawn spawn = new Spawn();
  private final byte[][] script = new byte[1][];
  private final int[] status = new int[1];
  private final byte[] received = new byte[ROOM];
  private int filled;
  private char what = SCRIPT_ALONE;
  private long graceMillis;
  private int code;

  OrderLoop(Posix posix, Messages messages, int fifo, byte[] base, long graceMillis) {
    this.posix = posix;
    this.messages = messages.neverWaiting();
    this.fifo = fifo;
    this.graceMillis = graceMillis;
    script[0] = InitPaths.below(base, "scripts/rc.shutdown");
    turn = new Turn(posix, messages, 1);
    turn.onReadable(fifo, ready -> takeOrders());
    due = turn.timer(this::runScript);
  }

  /** 0 once the end is due, or the exit code of what cannot be gone on with. */
  int run() {
    turn.run();
    return code;
  }

  /** What was ordered last. */
  char what() {
    return what;
  }

  long graceMillis() {
    return graceMillis;
  }

  private void takeOrders() {
    int got = posix.read(fifo, received, filled, ROOM - filled);
    while (got > 0) {
      filled += got;
      takeReceived();
      got = posix.read(fifo, received, filled, ROOM - filled);
    }
    if (got < 0 && got != -Errno.EAGAIN) {
      leave(messages.fatal().unableTo("read from pipe").exit(ExitCode.SYSTEM, got));
    } else if (filled > 0) {
      // Orders are written at once or not at all, so the rest of this one will not come.
      leave(messages.fatal().text("bad shutdown protocol").exit(BAD_PROTOCOL));
    }
  }

  private void leave(int exitCode) {
    code = exitCode;
    turn.leave();
  }

  /** Takes whole orders, and keeps what is left of the last. */
  private void takeReceived() {
    int at = 0;
    while (at < filled) {
      int size = size(received[at]);
      if (at + size > filled) break;
      take(at);
      at += size;
    }
    System.arraycopy(received, at, received, 0, filled - at);
    filled -= at;
  }

  private static int size(byte letter) {
    return switch (letter) {
      case 'S', 'h', 'p', 'r' -> Initctl.SIZE;
      default -> 1;
    };
  }

  private void take(int at) {
    if (size(received[at]) > 1) {
      takeShutdown(at);
    } else if (received[at] == 'c') {
      what = SCRIPT_ALONE;
      due.clear();
    } else {
      messages.warning().text("unknown command: ").letter(received[at]).end();
    }
  }

  private void takeShutdown(int at) {
    what = (char) received[at];
    long seconds = BigEndian.get(received, at + 1, 8);
    long nanos = BigEndian.get(received, at + Initctl.NANOS_AT, 4);
    long grace = BigEndian.get(received, at + Initctl.GRACE_AT, 4);
    if (grace > 0 && grace <= Shutdownd.MOST_GRACE) graceMillis = grace;
    if (seconds > MOST_SECONDS) due.clear();
    else if (seconds < 0) due.after(0);
    else due.after(seconds * SECOND_MILLIS + (nanos + MILLI_NANOS - 1) / MILLI_NANOS);
  }

  private void runScript() {
    spawn.reset();
    spawn.file = script[0];
    spawn.arguments = script;
    int pid = posix.spawn(spawn);
    if (pid < 0) messages.warning().unableTo("spawn ").bytes(script[0]).end(pid);
    else await(pid);
    if (what != SCRIPT_ALONE) turn.leave();
  }

  private void await(int pid) {
    int answer = posix.waitpid(pid, status, 0);
    while (answer == -Errno.EINTR) answer = posix.waitpid(pid, status, 0);
    if (answer < 0) messages.unableTo("waitpid", answer);
    else if (!WaitStatus.exited(status[0])) tell(" was killed by signal ", signal());
    else if (WaitStatus.exitCode(status[0]) != 0) tell(" exited ", WaitStatus.exitCode(status[0]));
  }

  private int signal() {
    return WaitStatus.signal(status[0]);
  }

  private void tell(String how, int number) {
    messages.warning().bytes(script[0]).text(how).number(number).end();
  }
}
