package s6j.packages;

import s6j.cli.Output;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** What the commands say on standard error: a line each, with its kind in front. */
final class Notices {
  private final Output out;

  Notices(Posix posix) {
    out = new Output(posix, 2, 4096);
  }

  /** Begins a line of one of the kinds Info, Warning, Success, Fatal. */
  Notices begin(String kind) {
    out.text(kind).text(": ");
    return this;
  }

  Notices text(String text) {
    out.text(text);
    return this;
  }

  Notices bytes(byte[] bytes) {
    out.bytes(bytes);
    return this;
  }

  Notices quoted(byte[] name) {
    out.text("'").bytes(name).text("'");
    return this;
  }

  Notices number(long value) {
    out.number(value);
    return this;
  }

  void end() {
    out.line().flush();
  }

  /** Ends the line with what an errno, negated or not, means. */
  void end(int errno) {
    out.text(": ").text(Errno.text(errno < 0 ? -errno : errno));
    end();
  }

  /** Ends the line and answers the exit code. */
  int exit(int code) {
    end();
    return code;
  }
}
