package s6j.posix;

/** Flags of {@link Posix#open}, with Linux's values on x86-64 and arm64 but for those said. */
public final class OpenFlags {
  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_CREAT = 0100;
  public static final int O_EXCL = 0200;
  public static final int O_NOCTTY = 0400;
  public static final int O_TRUNC = 01000;
  public static final int O_APPEND = 02000;
  public static final int O_NONBLOCK = 04000;

  /** x86-64's value; implementations translate it where the machine has another. */
  public static final int O_DIRECTORY = 0200000;

  /** x86-64's value; implementations translate it where the machine has another. */
  public static final int O_NOFOLLOW = 0400000;

  public static final int O_CLOEXEC = 02000000;

  private OpenFlags() {}
}
