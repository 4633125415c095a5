package s6j.dist.selftest;

import s6j.posix.Posix;
import s6j.posix.jnr.JnrPosix;

/** Where the self-tests start on the JVM; the first argument stands for the program's name. */
public final class JvmSelfTest {
  private JvmSelfTest() {}

  public static void main(String[] args) {
    Posix posix = new JnrPosix();
    posix.exit(SelfTest.run(posix, JnrPosix.commandLine(args.length)));
  }
}
