package s6j.chain;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.files.VariableFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** s6-envdir and envdir: change the environment by the files of a directory. */
public final class Envdir {
  private static final Option MANDATORY =
      Option.flag('i', "a missing directory is an error (default)");
  private static final Option OPTIONAL =
      Option.flag('I', "a missing directory is like an empty one");
  private static final Option KEEPS_END =
      Option.flag('n', "keep blanks at the end; with -f, a newline at the end");
  private static final Option WHOLE = Option.flag('f', "take whole files, not only the first line");
  private static final Option LONG =
      Option.flag('L', "take more than the first 4095 bytes of a file");
  private static final Option NUL =
      Option.value('c', "nullchar", "put this character for NUL, instead of a newline");

  private Envdir() {}

  public static Program declaration() {
    return new Program(
            "s6-envdir",
            null,
            "[ -I | -i ] [ -n ] [ -f ] [ -L ] [ -c nullchar ] dir prog...",
            "sets variables from the files of a directory and runs a program",
            Envdir::run)
        .options(MANDATORY, OPTIONAL, KEEPS_END, WHOLE, LONG, NUL);
  }

  /** envdir of daemontools: no options, 111 for every failure. */
  public static Program daemontools() {
    return new Program(
        "envdir",
        null,
        "dir prog...",
        "sets variables from the files of a directory and runs a program, as in daemontools",
        Envdir::runDaemontools);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Envdir::plan);
  }

  static int runDaemontools(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Envdir::planDaemontools);
  }

  private static int plan(Chain chain, Line line) {
    VariableFile files = new VariableFile(chain.posix);
    files.waitsForWriters = true;
    files.keepsEnd = line.has(KEEPS_END);
    files.verbatim = line.has(WHOLE);
    files.unclamped = line.has(LONG);
    byte[] nul = line.bytes(NUL, new byte[] {files.nul});
    files.nul = CString.length(nul) == 0 ? 0 : nul[0];
    if (line.judge(2) != 0) return line.exitCode();
    byte[] name = line.operand(0);
    if (files.nul == 0)
      return chain
          .messages
          .fatal()
          .unableTo("envdir ")
          .bytes(name)
          .exit(ExitCode.SYSTEM, Errno.EINVAL);
    EnvironmentDirectory directory = new EnvironmentDirectory(name, files);
    directory.optional = line.chose(OPTIONAL, MANDATORY);
    return chain.then(directory).leadsTo(line.firstOperand() + 1);
  }

  /** Alone among its siblings it fails with 111 even then. */
  private static int wrongUse(Chain chain) {
    chain.wrongUse();
    return ExitCode.SYSTEM;
  }

  private static int planDaemontools(Chain chain, Line line) {
    if (chain.operand(1) == null || chain.operand(2) == null) return wrongUse(chain);
    VariableFile files = new VariableFile(chain.posix).ofDaemontools();
    return chain
        .failingWith(ExitCode.SYSTEM)
        .then(new EnvironmentDirectory(chain.operand(1), files))
        .leadsTo(2);
  }
}
