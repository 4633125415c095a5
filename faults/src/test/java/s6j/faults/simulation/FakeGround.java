package s6j.faults.simulation;

import static s6j.posix.OpenFlags.*;

import java.util.ArrayList;
import java.util.List;
import s6j.faults.story.Ground;
import s6j.faults.story.Script;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;

/** A story's directory on a {@link Machine}, where time is virtual. */
final class FakeGround implements Ground, AutoCloseable {
  private static final String ROOT = "/story";
  private static final String SAID = "/said/";
  private static final String DAEMONS = SAID + "daemons.";

  /** When a command hangs. */
  private static final long HANGS_MILLIS = 120_000;

  private static final long STEP_MILLIS = 10;

  final Machine machine;
  private final FakePosix init;
  private final StringBuilder complaints = new StringBuilder();
  private int commands;

  FakeGround(long seed) {
    this(seed, false);
  }

  /** Scanners have the supervisors in their processes if they are {@code hosted}. */
  FakeGround(long seed, boolean hosted) {
    this.hosted = hosted;
    machine = new Machine(seed);
    init = machine.init;
    init.directory(ROOT).directory(SAID);
    init.file(DAEMONS + 1, "").file(DAEMONS + 2, "");
    init.chdir(CString.of(ROOT));
    init.interpreter(FakeGround::interpret);
  }

  private static void interpret(FakePosix child) {
    String text = child.text(child.ownFile());
    if (ScriptPlayer.is(text)) ScriptPlayer.play(child, text);
    else GeneratedScript.run(child, text);
  }

  @Override
  public Posix posix() {
    return init;
  }

  @Override
  public String root() {
    return ROOT;
  }

  @Override
  public String textOf(Script script) {
    return script.text();
  }

  private final boolean hosted;

  private final class Started implements Daemon {
    private final FakePosix process;
    private final int[] status = new int[1];

    Started(FakePosix process) {
      this.process = process;
    }

    @Override
    public int pid() {
      return process.getpid();
    }

    @Override
    public boolean hasEnded() {
      if (process.hasEnded()) init.waitpid(pid(), status, Posix.WNOHANG);
      return process.hasEnded();
    }

    @Override
    public int code() {
      return codeOf(status[0]);
    }
  }

  private static int codeOf(int status) {
    return WaitStatus.exited(status)
        ? WaitStatus.exitCode(status)
        : 128 + WaitStatus.signal(status);
  }

  @Override
  public Daemon start(List<String> words, String input) {
    return new Started(begin(words, input, DAEMONS));
  }

  @Override
  public Answer run(List<String> words, String input) {
    String said = SAID + ++commands + ".";
    FakePosix process = begin(words, input, said);
    for (long left = HANGS_MILLIS; !process.hasEnded(); left -= STEP_MILLIS) {
      if (left <= 0) throw new BrokenInvariant(String.join(" ", words) + " does not end");
      machine.turns.run(STEP_MILLIS);
    }
    int[] status = new int[1];
    init.waitpid(process.getpid(), status, Posix.WNOHANG);
    Answer answer = new Answer(codeOf(status[0]), init.text(said + 1), init.text(said + 2));
    complaints.append(answer.err());
    for (int fd = 1; fd <= 2; fd++) init.unlink(Posix.CWD, CString.of(said + fd));
    return answer;
  }

  private FakePosix begin(List<String> told, String input, String said) {
    List<String> words = new ArrayList<>(told);
    if (hosted && words.get(0).equals("s6-svscan")) words.add(1, "-H");
    Spawn spawn = new Spawn();
    spawn.file = CString.of("/usr/bin/" + words.get(0));
    spawn.arguments = words.stream().map(CString::of).toArray(byte[][]::new);
    spawn.arguments[0] = spawn.file;
    int[] fds = {open(input == null ? "/dev/null" : input, O_RDONLY), out(said + 1), out(said + 2)};
    for (int fd = 0; fd <= 2; fd++) spawn.move(fds[fd], fd);
    int pid = init.spawn(spawn);
    for (int fd : fds) init.close(fd);
    if (pid < 0) throw new AssertionError("cannot start " + words + ": " + pid);
    return init.process(pid);
  }

  private int out(String file) {
    return open(file, O_WRONLY | O_CREAT | O_APPEND);
  }

  private int open(String file, int flags) {
    int fd = init.open(Posix.CWD, CString.of(file), flags | O_CLOEXEC, 0600);
    if (fd < 0) throw new AssertionError("cannot open " + file + ": " + fd);
    return fd;
  }

  @Override
  public String said(int fd) {
    return init.text(DAEMONS + fd);
  }

  /** What daemons and services have said, and commands on their standard error. */
  String complaints() {
    return said(1) + said(2) + complaints;
  }

  @Override
  public void pass(long millis) {
    machine.turns.run(millis);
  }

  @Override
  public long patienceMillis() {
    return 30_000;
  }

  @Override
  public long pauseMillis() {
    return 50;
  }

  @Override
  public void close() {
    machine.close();
  }
}
