package s6j.chain;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.Posix;

/** s6-softlimit and softlimit: run a program under limits. */
public final class Softlimit {
  /** What they limit the letters tell, those of chpst too. */
  private static final Option[] RESOURCES = {
    Option.value('a', "bytes", "limit the address space"),
    Option.value('c', "bytes", "limit core files"),
    Option.value('d', "bytes", "limit the data segment"),
    Option.value('f', "bytes", "limit files"),
    Option.value('l', "bytes", "limit locked memory"),
    Option.value('m', "bytes", "limit data, stack, locked memory and address space"),
    Option.value('o', "number", "limit open descriptors"),
    Option.value('p', "number", "limit the processes of the user"),
    Option.value('r', "bytes", "limit resident memory"),
    Option.value('s', "bytes", "limit the stack"),
    Option.value('t', "seconds", "limit the processor time")
  };

  private static final Option PRIORITY =
      Option.value('P', "priority", "limit the real-time priority");
  private static final Option HARD =
      Option.flag('h', "set the hard limits of the options that follow");
  private static final Option NEAREST =
      Option.flag('n', "leave hard limits as they are that cannot be raised");
  private static final Option BOTH = Option.flag('H', "set both limits of the options that follow");

  private Softlimit() {}

  public static Program declaration() {
    return new Program(
            "s6-softlimit",
            null,
            "[ -n ] [ -H | -h ] [ -a allbytes ] [ -c corebytes ] [ -d databytes ] [ -f filebytes ]"
                + " [ -l lockbytes ] [ -m membytes ] [ -o openfiles ] [ -p processes ]"
                + " [ -r residentbytes ] [ -s stackbytes ] [ -t cpusecs ] prog...",
            "sets limits and runs a program; = stands for the hard limit",
            Softlimit::run)
        .passingOverUnknown()
        .options(RESOURCES)
        .options(PRIORITY, HARD, BOTH, NEAREST);
  }

  /** softlimit of daemontools: unknown options are refused, 111 for every failure. */
  public static Program daemontools() {
    return new Program(
            "softlimit",
            null,
            "[ -a allbytes ] [ -c corebytes ] [ -d databytes ] [ -f filebytes ] [ -l lockbytes ]"
                + " [ -m membytes ] [ -o openfiles ] [ -p processes ] [ -r residentbytes ]"
                + " [ -s stackbytes ] [ -t cpusecs ] prog...",
            "sets soft limits and runs a program, as in daemontools",
            Softlimit::runDaemontools)
        .options(RESOURCES);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Softlimit::plan);
  }

  static int runDaemontools(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Softlimit::planDaemontools);
  }

  private static int plan(Chain chain, Line line) {
    int which = ResourceLimit.SOFT;
    boolean isNearest = false;
    for (Line.Given given = line.first(); given != null; given = given.next()) {
      if (given.option == HARD) which = ResourceLimit.HARD;
      if (given.option == NEAREST) isNearest = true;
      if (given.option == BOTH) which = ResourceLimit.SOFT | ResourceLimit.HARD;
      boolean limits = given.option == PRIORITY || given.isAmong(RESOURCES);
      if (limits && !add(chain, given, which, isNearest)) return line.usage();
    }
    return line.judge(1) != 0 ? line.exitCode() : chain.leadsTo(line.firstOperand());
  }

  private static int planDaemontools(Chain chain, Line line) {
    for (Line.Given given = line.first(); given != null; given = given.next())
      if (!add(chain, given, ResourceLimit.SOFT, false)) return line.usage();
    if (line.judge(1) != 0) return line.exitCode();
    return chain.failingWith(ExitCode.SYSTEM).leadsTo(line.firstOperand());
  }

  private static boolean add(Chain chain, Line.Given given, int which, boolean isNearest) {
    for (int resource : resources(given.option.letter)) {
      ResourceLimit limit = ResourceLimit.parse(resource, which, given.value);
      if (limit == null) return false;
      limit.isNearest = isNearest;
      chain.then(limit);
    }
    return true;
  }

  /** What an option of softlimit and chpst limits; null for another. */
  static int @Nullable [] resources(char letter) {
    return switch (letter) {
      case 'a' -> new int[] {ResourceLimit.AS};
      case 'c' -> new int[] {ResourceLimit.CORE};
      case 'd' -> new int[] {ResourceLimit.DATA};
      case 'f' -> new int[] {ResourceLimit.FSIZE};
      case 'l' -> new int[] {ResourceLimit.MEMLOCK};
      case 'm' ->
          new int[] {
            ResourceLimit.DATA, ResourceLimit.STACK, ResourceLimit.MEMLOCK, ResourceLimit.AS
          };
      case 'o' -> new int[] {ResourceLimit.NOFILE};
      case 'p' -> new int[] {ResourceLimit.NPROC};
      case 'P' -> new int[] {ResourceLimit.RTPRIO};
      case 'r' -> new int[] {ResourceLimit.RSS};
      case 's' -> new int[] {ResourceLimit.STACK};
      case 't' -> new int[] {ResourceLimit.CPU};
      default -> null;
    };
  }
}
