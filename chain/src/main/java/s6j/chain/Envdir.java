package s6j.chain;

import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** s6-envdir and envdir: change the environment by the files of a directory. */
public final class Envdir {
  private Envdir() {}

  public static Program declaration() {
    return new Program(
            "s6-envdir",
            null,
            "[ -I | -i ] [ -n ] [ -f ] [ -L ] [ -c nullchar ] dir prog...",
            "sets variables from the files of a directory and runs a program",
            Envdir::run)
        .flag('i', "a missing directory is an error (default)")
        .flag('I', "a missing directory is like an empty one")
        .flag('n', "keep blanks at the end; with -f, a newline at the end")
        .flag('f', "take whole files, not only the first line")
        .flag('L', "take more than the first 4095 bytes of a file")
        .value('c', "nullchar", "put this character for NUL, instead of a newline");
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

  private static int plan(Chain chain, Options options) {
    VariableFile files = new VariableFile(chain.posix);
    files.waitsForWriters = true;
    boolean optional = false;
    for (int option = options.next(); option != Options.END; option = options.next())
      switch (option) {
        case 'i' -> optional = false;
        case 'I' -> optional = true;
        case 'n' -> files.keepsEnd = true;
        case 'f' -> files.verbatim = true;
        case 'L' -> files.unclamped = true;
        case 'c' -> files.nul = CString.length(options.value()) == 0 ? 0 : options.value()[0];
        default -> {
          return chain.wrongUse();
        }
      }
    int place = options.firstOperand();
    byte[] name = chain.operand(place);
    if (name == null || chain.operand(place + 1) == null) return chain.wrongUse();
    if (files.nul == 0)
      return chain.messages.fatal().unableTo("envdir ").bytes(name).exit(111, Errno.EINVAL);
    EnvironmentDirectory directory = new EnvironmentDirectory(name, files);
    directory.optional = optional;
    return chain.then(directory).leadsTo(place + 1);
  }

  /** Alone among its siblings it fails with 111 even then. */
  private static int wrongUse(Chain chain) {
    chain.wrongUse();
    return 111;
  }

  private static int planDaemontools(Chain chain, Options options) {
    if (chain.operand(1) == null || chain.operand(2) == null) return wrongUse(chain);
    VariableFile files = new VariableFile(chain.posix).ofDaemontools();
    return chain
        .failingWith(111)
        .then(new EnvironmentDirectory(chain.operand(1), files))
        .leadsTo(2);
  }
}
