package s6j.chain;

import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.Posix;

/** s6-softlimit and softlimit: run a program under limits. */
public final class Softlimit {
  private Softlimit() {}

  public static Program declaration() {
    Program program =
        new Program(
            "s6-softlimit",
            null,
            "[ -H | -h ] [ -a allbytes ] [ -c corebytes ] [ -d databytes ] [ -f filebytes ]"
                + " [ -l lockbytes ] [ -m membytes ] [ -o openfiles ] [ -p processes ]"
                + " [ -r residentbytes ] [ -s stackbytes ] [ -t cpusecs ] prog...",
            "sets limits and runs a program; = stands for the hard limit",
            Softlimit::run);
    return resources(program)
        .value('P', "priority", "limit the real-time priority")
        .flag('h', "set the hard limits of the options that follow")
        .flag('H', "set both limits of the options that follow");
  }

  /** softlimit of daemontools: unknown options are refused, 111 for every failure. */
  public static Program daemontools() {
    Program program =
        new Program(
            "softlimit",
            null,
            "[ -a allbytes ] [ -c corebytes ] [ -d databytes ] [ -f filebytes ] [ -l lockbytes ]"
                + " [ -m membytes ] [ -o openfiles ] [ -p processes ] [ -r residentbytes ]"
                + " [ -s stackbytes ] [ -t cpusecs ] prog...",
            "sets soft limits and runs a program, as in daemontools",
            Softlimit::runDaemontools);
    return resources(program);
  }

  private static Program resources(Program program) {
    return program
        .value('a', "bytes", "limit the address space")
        .value('c', "bytes", "limit core files")
        .value('d', "bytes", "limit the data segment")
        .value('f', "bytes", "limit files")
        .value('l', "bytes", "limit locked memory")
        .value('m', "bytes", "limit data, stack, locked memory and address space")
        .value('o', "number", "limit open descriptors")
        .value('p', "number", "limit the processes of the user")
        .value('r', "bytes", "limit resident memory")
        .value('s', "bytes", "limit the stack")
        .value('t', "seconds", "limit the processor time");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Softlimit::plan);
  }

  static int runDaemontools(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Softlimit::planDaemontools);
  }

  private static int plan(Chain chain, Options options) {
    int which = Limit.SOFT;
    for (int option = options.next(); option != Options.END; option = options.next())
      switch (option) {
        case 'h' -> which = Limit.HARD;
        case 'H' -> which = Limit.SOFT | Limit.HARD;
        case Options.WRONG -> {
          continue;
        }
        default -> {
          if (!add(chain, option, which, options.value())) return chain.wrongUse();
        }
      }
    return chain.leadsTo(options.firstOperand());
  }

  private static int planDaemontools(Chain chain, Options options) {
    for (int option = options.next(); option != Options.END; option = options.next())
      if (option == Options.WRONG || !add(chain, option, Limit.SOFT, options.value()))
        return chain.wrongUse();
    return chain.failingWith(111).leadsTo(options.firstOperand());
  }

  private static boolean add(Chain chain, int option, int which, byte[] value) {
    int[] resources = resources(option);
    if (resources == null) return false;
    for (int resource : resources) {
      Limit limit = Limit.parse(resource, which, value);
      if (limit == null) return false;
      chain.then(limit);
    }
    return true;
  }

  /** What an option of softlimit and chpst limits; null for another. */
  static int[] resources(int option) {
    return switch (option) {
      case 'a' -> new int[] {Limit.AS};
      case 'c' -> new int[] {Limit.CORE};
      case 'd' -> new int[] {Limit.DATA};
      case 'f' -> new int[] {Limit.FSIZE};
      case 'l' -> new int[] {Limit.MEMLOCK};
      case 'm' -> new int[] {Limit.DATA, Limit.STACK, Limit.MEMLOCK, Limit.AS};
      case 'o' -> new int[] {Limit.NOFILE};
      case 'p' -> new int[] {Limit.NPROC};
      case 'P' -> new int[] {Limit.RTPRIO};
      case 'r' -> new int[] {Limit.RSS};
      case 's' -> new int[] {Limit.STACK};
      case 't' -> new int[] {Limit.CPU};
      default -> null;
    };
  }
}
