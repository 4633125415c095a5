package s6j.posix;

import s6j.posix.jnr.JnrPosix;

/**
 * Runs the contract on the JVM's implementation in a virtual machine of its own, whose threads all
 * have the signals blocked; arguments: an empty directory, any word, a file that another process
 * holds locked. Ends by exec, as tools do.
 */
final class JnrContract {
  private static final int PLACEHOLDER = 9;

  private static int checks;

  private JnrContract() {}

  public static void main(String[] arguments) {
    Posix posix = new JnrPosix();
    System.out.println("placeholder " + posix.descriptorFlags(PLACEHOLDER));
    byte[][] words = JnrPosix.commandLine(arguments.length);
    int missing = PosixContract.FORK;
    if (posix.geteuid() != 0) missing |= PosixContract.NAMESPACES;
    int failures = new PosixContract(posix, words[0], JnrContract::tell).without(missing).runAll();
    System.out.println("checks " + checks);
    System.out.println("failures " + failures);
    localTime(posix);
    lockOfAnother(posix, words[2]);
    System.out.flush();
    become(posix, words);
  }

  private static void tell(String name, boolean condition) {
    checks++;
    if (!condition) System.out.println("FAILED " + name);
  }

  private static void localTime(Posix posix) {
    int[] fields = new int[6];
    posix.localTime(1_000_000_000, fields);
    System.out.println("local time " + fields[3] + ":" + fields[4] + ":" + fields[5]);
  }

  private static void lockOfAnother(Posix posix, byte[] path) {
    int fd = posix.open(Posix.CWD, path, OpenFlags.O_RDWR, 0);
    System.out.println("lock " + posix.isLocked(fd) + " " + posix.lock(fd, true, false));
    posix.close(fd);
  }

  private static void become(Posix posix, byte[][] words) {
    posix.signals(Signal.bit(Signal.SIGHUP));
    String script =
        "echo launcher variables: ${S6J_JVM_BLOCKED-none};"
            + "while read a b; do test \"$a\" = SigBlk: && echo blocked: $b; done"
            + " </proc/self/status;"
            + "while read a b; do test \"$a\" = SigIgn: || continue;"
            + " case $b in *[13579bdf]???) echo ignores SIGPIPE;; esac; done </proc/self/status;"
            + "for i in /proc/$$/fd/*; do test ${i##*/} -gt 2 && test -e $i"
            + " && printf 'open: ' && readlink $i; done;"
            + "printf 'argument: %s' \"$0\"";
    byte[][] line = {CString.of("sh"), CString.of("-c"), CString.of(script), words[1]};
    posix.exec(CString.of("/bin/sh"), line, null);
  }
}
