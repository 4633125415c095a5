package s6j.metrics;

import s6j.formats.RcDatabaseReader;
import s6j.formats.files.CompiledDirectory;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.meaning.OrErrno;

/** What s6-rc says of its services: oneshots have nobody else to speak for them. */
final class LiveStates {
  private static final int UP = 1;

  private final CompiledDirectory set;
  private final WholeFile state;
  private final byte[] live;
  private int count;

  LiveStates(Posix posix, byte[] live) {
    this.live = live;
    set = new CompiledDirectory(posix, CString.path(live, CString.of("compiled")));
    state = new WholeFile(posix);
  }

  /** Reads all: 0, or the negated errno; {@code -EPROTO} if what is there makes no sense. */
  @OrErrno
  int read() {
    int answer = set.readSizes();
    if (answer == 0) answer = set.readDatabase();
    if (answer == RcDatabaseReader.SOUND) answer = state.read(Posix.CWD, path("state"));
    else if (answer > 0) return -Errno.EPROTO;
    if (answer < 0) return answer;
    count = set.serviceCount();
    return answer < count ? -Errno.EPROTO : 0;
  }

  byte[] path(String name) {
    return CString.path(live, CString.of(name));
  }

  int count() {
    return count;
  }

  byte[] name(int service) {
    return set.database().nameOf(service);
  }

  boolean isLongrun(int service) {
    return set.database().isLongrun(service);
  }

  boolean isUp(int service) {
    return (state.bytes()[service] & UP) != 0;
  }
}
