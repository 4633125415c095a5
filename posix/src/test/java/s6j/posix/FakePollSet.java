package s6j.posix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The descriptors of one {@link Posix#openPollSet}, by the numbers they were added under. */
final class FakePollSet {
  private static final int READY = Poller.READ | Poller.HANGUP | Poller.ERROR;

  private final Map<Integer, FakeOpenFile> members = new LinkedHashMap<>();

  void add(int fd, FakeOpenFile file) {
    forgetClosed();
    if (file.pipe == null && file.inode != null) throw new FakeFailure(Errno.EPERM);
    if (members.containsKey(fd)) throw new FakeFailure(Errno.EEXIST);
    members.put(fd, file);
  }

  void remove(int fd, FakeOpenFile file) {
    forgetClosed();
    if (members.get(fd) != file) throw new FakeFailure(Errno.ENOENT);
    members.remove(fd);
  }

  private void forgetClosed() {
    members.values().removeIf(file -> file.descriptors == 0);
  }

  boolean isReady() {
    forgetClosed();
    return members.values().stream().anyMatch(FakePollSet::isReady);
  }

  private static boolean isReady(FakeOpenFile file) {
    return (file.readiness() & READY) != 0;
  }

  /** What was told goes behind the others. */
  int ready(int[] descriptors) {
    forgetClosed();
    List<Integer> told = new ArrayList<>();
    members.forEach(
        (fd, file) -> {
          if (told.size() < descriptors.length && isReady(file)) told.add(fd);
        });
    for (int i = 0; i < told.size(); i++) {
      descriptors[i] = told.get(i);
      members.put(told.get(i), members.remove(told.get(i)));
    }
    return told.size();
  }
}
