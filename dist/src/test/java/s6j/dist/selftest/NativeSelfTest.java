package s6j.dist.selftest;

import s6j.posix.tea.NativePosix;

/** Where the self-tests start natively. */
public final class NativeSelfTest {
  private NativeSelfTest() {}

  public static void main(String[] args) {
    NativePosix posix = new NativePosix(args.length);
    posix.exit(SelfTest.run(posix, posix.arguments()));
  }
}
