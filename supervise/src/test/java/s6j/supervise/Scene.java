package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static s6j.posix.OpenFlags.*;

import java.util.ArrayList;
import java.util.List;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.posix.Spawn;

/**
 * A machine with a service directory /a whose run stays up until it is told otherwise, and a
 * listener that notes what status said when each event arrived.
 */
final class Scene {
  private static final String LISTENER = "ftrig1:@400000006900000000000001:raw001";

  final FakePosix posix = new FakePosix();

  /** "letter pid flags" of every event. */
  final List<String> seen = new ArrayList<>();

  /** The last run that was started. */
  FakePosix run;

  /** How often run was started. */
  int runs;

  private final FakePosix client = posix.another();

  /** Processes that are none of a supervisor's. */
  private final List<FakePosix> testers = new ArrayList<>(List.of(client));

  /** Supervisors live in the process of a scanner; for the tests of a class. */
  static boolean hosted;

  private final StringBuilder letters = new StringBuilder();
  private final int listener;

  Scene() {
    posix.directory("/a").directory("/a/event").permissions("/a/event", 03730, -1, -1);
    byte[] fifo = CString.of("/a/event/" + LISTENER);
    client.mkfifo(Posix.CWD, fifo, 0622);
    listener = client.open(Posix.CWD, fifo, O_RDONLY | O_NONBLOCK, 0);
    client.open(Posix.CWD, fifo, O_WRONLY | O_NONBLOCK, 0);
    serve();
  }

  void serve() {
    posix.program("/a/run", this::start);
  }

  void start(FakePosix child) {
    run = child;
    runs++;
  }

  /** The process of another supervisor on this machine. */
  FakePosix another() {
    FakePosix other = client.another();
    testers.add(other);
    return other;
  }

  /** Does something after so many milliseconds. */
  void at(long millis, Runnable action) {
    posix.after(millis, action);
  }

  int run() {
    return supervise("s6-supervise", "a");
  }

  int supervise(String... words) {
    return superviseOn(posix, words);
  }

  int superviseOn(Posix kernel, String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) arguments[i] = CString.of(words[i]);
    Posix heard = new Listening(this).around(kernel);
    return hosted
        ? OneHosted.run(heard, arguments)
        : SuperviseMain.run(heard, program(), arguments);
  }

  private static s6j.cli.Program program() {
    return SuperviseMain.declaration();
  }

  /** What svc does. */
  void send(String text) {
    byte[] bytes = CString.of(text);
    int fd = client.open(Posix.CWD, CString.of("/a/supervise/control"), O_WRONLY | O_NONBLOCK, 0);
    if (fd < 0) return;
    client.write(fd, bytes, 0, bytes.length);
    client.close(fd);
  }

  /** Writes as run. */
  void write(int fd, String text) {
    byte[] bytes = CString.of(text);
    assertEquals(bytes.length, run.write(fd, bytes, 0, bytes.length));
  }

  FakePosix childOfRun() {
    posix.program("/bin/child", child -> {});
    Spawn spawn = new Spawn();
    spawn.file = CString.of("/bin/child");
    spawn.arguments = new byte[][] {spawn.file};
    return posix.process(run.spawn(spawn));
  }

  void fillListener() {
    byte[] much = new byte[4096];
    int fd = client.open(Posix.CWD, CString.of("/a/event/" + LISTENER), O_WRONLY | O_NONBLOCK, 0);
    while (client.write(fd, much, 0, much.length) > 0) {
      // until it is full
    }
    client.close(fd);
  }

  boolean exists(String path) {
    return posix.exists(path);
  }

  byte[] status() {
    return posix.bytes("/a/supervise/status");
  }

  /** All event letters so far. */
  String announced() {
    hear();
    return letters.toString();
  }

  /** Notes what has arrived, and what the status is at this moment. */
  void hear() {
    byte[] letter = new byte[1];
    while (client.read(listener, letter, 0, 1) == 1) {
      letters.append((char) letter[0]);
      byte[] status = status();
      if (status == null) continue;
      int pid = (status[30] & 0xff) << 8 | status[31] & 0xff;
      seen.add((char) letter[0] + " " + pid + String.format(" %02x", status[34]));
    }
  }

  void leavesNothing() {
    assertEquals(List.of(), posix.complaints());
    assertEquals(
        List.of(), posix.others().stream().filter(other -> !testers.contains(other)).toList());
  }
}
