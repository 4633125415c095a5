package s6j.execline.loop;

import org.jspecify.annotations.Nullable;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.execline.call.Call;
import s6j.execline.call.Children;
import s6j.execline.call.Chomping;
import s6j.execline.call.Repeated;
import s6j.execline.call.Words;
import s6j.execline.control.Codes;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Signal;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;

/** What the loops have in common: their options, their children, when they end. */
final class Loops {
  static final Option PARALLEL = Option.flag('p', "run all at the same time");
  static final Option MOST =
      Option.value('P', "maxpar", "run so many at the same time at most").number();
  static final Option FINE =
      Option.value(
          'o', "okcode,okcode,...", "one by one, end with the first exit code not among these");
  static final Option BREAKING =
      Option.value(
          'x', "breakcode,breakcode,...", "one by one, end with the first exit code among these");

  private static final int[] NONE = {};

  /** The loop goes on. */
  static final int GO_ON = -1;

  private final Call call;
  private final Repeated body;

  /** What the children get; the assignment is the first. */
  private final byte[][] variables;

  /** The variable, its value up to a null byte, in a buffer that is used again and again. */
  private byte[] assignment;

  /** Bytes of the name and the equals sign. */
  private final int prefix;

  private final byte[] named;
  private final int[] codes;
  private final boolean breaksAtListed;
  private final long most;
  private int[] running = new int[16];
  private int count;
  private final int[] status = new int[1];

  /** {@code most} children at the same time; see {@link #codes}. */
  Loops(Call call, Line line, byte[] variable, byte[][] command, long most) {
    this.call = call;
    this.most = most;
    named = command[0];
    boolean imports = line.chose(Chomping.IMPORTS, Chomping.EXPORTS);
    byte[][] words = imports ? Words.importing(variable, command) : command;
    Spawn plan = new Children(call).planUnmasked(words);
    prefix = CString.length(variable) + 1;
    assignment = CString.concat(variable, new byte[] {'='});
    variables = withAssignment(variable);
    plan.environment = variables;
    body = new Repeated(call, plan);
    Line.Given list = lastList(line);
    codes = list == null ? NONE : Codes.list(list.value);
    breaksAtListed = list == null || list.option == BREAKING;
    call.posix.defaultSignal(Signal.SIGCHLD);
  }

  /** The environment with the assignment instead of what the variable was. */
  private byte[][] withAssignment(byte[] variable) {
    call.environment.unset(variable);
    byte[][] others = call.environment.all();
    Words words = new Words().add(assignment);
    for (int i = 0; i < others.length && others[i] != null; i++) words.add(others[i]);
    return words.array();
  }

  private static Line.@Nullable Given lastList(Line line) {
    Line.Given last = null;
    for (Line.Given given = line.first(); given != null; given = given.next())
      if (given.option == FINE || given.option == BREAKING) last = given;
    return last;
  }

  /** Whether each list of codes is one. */
  static boolean areRight(Line line) {
    for (Line.Given given = line.first(); given != null; given = given.next()) {
      boolean isList = given.option == FINE || given.option == BREAKING;
      if (isList && Codes.list(given.value) == null) return false;
    }
    return true;
  }

  /** How many may run at the same time; {@code all} for no limit. */
  static long most(Line line, long all) {
    long most = 1;
    for (Line.Given given = line.first(); given != null; given = given.next())
      if (given.option == PARALLEL) most = all;
      else if (given.option == MOST) most = given.number();
    return Math.max(1, Math.min(most, all));
  }

  /** Starts the command for a value, waiting first if too many run: go on, or the exit code. */
  int start(byte[] value, int length) {
    if (assignment.length < prefix + length + 1) reserve(prefix + length + 1);
    System.arraycopy(value, 0, assignment, prefix, length);
    assignment[prefix + length] = 0;
    int pid = body.start();
    if (pid < 0) return call.unable("spawn ", named, pid);
    if (count == running.length) grow();
    running[count++] = pid;
    while (count >= most) {
      int status = awaitAny();
      if (status < 0) continue;
      int code = WaitStatus.passedOn(status);
      if (most == 1 && breaksAtListed == Codes.has(codes, code)) return code;
    }
    return GO_ON;
  }

  /** Makes room for an assignment; it stays at its place in the environment. */
  private void reserve(int size) {
    byte[] larger = new byte[2 * size];
    System.arraycopy(assignment, 0, larger, 0, prefix);
    variables[0] = larger;
    assignment = larger;
  }

  private void grow() {
    int[] more = new int[2 * count];
    System.arraycopy(running, 0, more, 0, count);
    running = more;
  }

  /** The status of one of ours that died, -1 if it was none of them. */
  private int awaitAny() {
    int pid = call.posix.waitpid(-1, status, 0);
    if (pid == -Errno.ECHILD) count = 0;
    for (int i = 0; i < count; i++)
      if (running[i] == pid) {
        running[i] = running[--count];
        return status[0];
      }
    return -1;
  }

  /** Waits for all that run. */
  void finish() {
    while (count > 0) awaitAny();
  }
}
