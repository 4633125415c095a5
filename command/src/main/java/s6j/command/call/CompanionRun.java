package s6j.command.call;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.NextProgram;
import s6j.cli.Output;
import s6j.formats.ByteSink;
import s6j.formats.files.NameList;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.OpenFlags;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.ExitStatus;
import s6j.posix.meaning.Pid;
import s6j.rc.live.ChildRun;

/** A program of the suite and the words it is run with. */
public final class CompanionRun {
  private static final int PIECE = 8192;

  private final CommandCall call;
  private final String name;
  private final NameList words = new NameList();

  public CompanionRun(CommandCall call, String name) {
    this.call = call;
    this.name = name;
    words.add(Executable.companion(call.posix, call.calledAs, CString.of(name)));
  }

  public CompanionRun word(String word) {
    words.add(word);
    return this;
  }

  public CompanionRun word(byte[] word) {
    words.add(word);
    return this;
  }

  public CompanionRun wordIf(boolean condition, String word) {
    return condition ? word(word) : this;
  }

  /** An option with a value, unless that is null. */
  public CompanionRun value(String option, byte @Nullable [] value) {
    return value == null ? this : word(option).word(value);
  }

  public CompanionRun words(byte[][] more) {
    for (byte[] word : more) words.add(word);
    return this;
  }

  /** {@code -v}, if it is not the usual one. */
  public CompanionRun verbosity() {
    return call.settings.verbosity == GlobalSettings.USUAL_VERBOSITY ? this : anyVerbosity();
  }

  /** {@code -v}, the usual one too. */
  public CompanionRun anyVerbosity() {
    return word("-v").word(Decimal.string(call.settings.verbosity));
  }

  public CompanionRun repository() {
    return word("-r").word(call.settings.repodir);
  }

  public CompanionRun live() {
    return word("-l").word(call.settings.livedir);
  }

  public CompanionRun holderUser() {
    byte[] user = call.settings.holderUser;
    return CString.length(user) == 0 ? this : word("-h").word(user);
  }

  /** {@code -t}, if there is a limit. */
  public CompanionRun timeout(long millis) {
    return millis > 0 ? word("-t").word(Decimal.string(millis)) : this;
  }

  /** Of what is wrong with sources s6 has always told the first thing alone, but to people. */
  public CompanionRun tellingFirstProblem() {
    call.environment.set("S6J_PROBLEMS", CString.of("first"));
    return this;
  }

  /** The command line that it is. */
  public byte[][] toArray() {
    return words.toArray();
  }

  /** Becomes the program. */
  public int become() {
    return new NextProgram(call.posix, call.messages, words.toArray()).exec(call.environment);
  }

  /** The same, its lines in columns where people read them. */
  public int show() {
    if (!call.settings.color) return become();
    ByteSink text = new ByteSink(PIECE);
    int code = capture(text);
    Output out = call.output();
    new SlashedLines(text).print(out);
    return out.finish(call.messages, code);
  }

  /** Runs the program, which gets signals to end passed on: its exit code. */
  public @ExitStatus int run() {
    int code = new ChildRun(call.posix, call.calledAs).in(call.environment).run(words);
    return code >= 0 ? code : unable("run ", code);
  }

  /** The same for one of several steps: it is said which one failed. */
  public @ExitStatus int runStep() {
    int code = run();
    return code == 0 ? 0 : call.messages.fatal().text(name).text(" failed").exit(code);
  }

  /** Runs the program and takes what it prints: its exit code. */
  public @ExitStatus int capture(ByteSink into) {
    int[] ends = new int[2];
    int answer = call.posix.pipe(ends, OpenFlags.O_CLOEXEC);
    if (answer < 0) return unable("make a pipe for ", answer);
    Spawn spawn = new Spawn().move(ends[1], 1);
    spawn.arguments = words.toArray();
    spawn.environment = call.environment.variables();
    int pid = Executable.spawn(call.posix, spawn);
    call.posix.close(ends[1]);
    if (pid >= 0) readAll(ends[0], into);
    call.posix.close(ends[0]);
    return pid < 0 ? unable("spawn ", pid) : await(pid);
  }

  private void readAll(@Descriptor int fd, ByteSink into) {
    byte[] piece = new byte[PIECE];
    int count = call.posix.read(fd, piece, 0, PIECE);
    while (count > 0) {
      into.put(piece, 0, count);
      count = call.posix.read(fd, piece, 0, PIECE);
    }
  }

  private @ExitStatus int await(@Pid int pid) {
    int[] status = new int[1];
    int answer = call.posix.waitpid(pid, status, 0);
    while (answer == -Errno.EINTR) answer = call.posix.waitpid(pid, status, 0);
    return answer < 0 ? unable("wait for ", answer) : WaitStatus.shellCode(status[0]);
  }

  private @ExitStatus int unable(String what, int error) {
    return call.messages.fatal().unableTo(what).text(name).exit(ExitCode.SYSTEM, error);
  }
}
