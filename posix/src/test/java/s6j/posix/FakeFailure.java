package s6j.posix;

/** What ends a call of the fake kernel with an errno; never leaves {@link FakePosix}. */
final class FakeFailure extends RuntimeException {
  private static final long serialVersionUID = 1;
  final int errno;

  FakeFailure(int errno) {
    super(Errno.text(errno), null, false, false);
    this.errno = errno;
  }
}
