package s6j.rccompiler.compile;

import s6j.formats.ByteSink;
import s6j.formats.RcDatabase;
import s6j.posix.CString;

/**
 * Writes the two services every set has (docs/specification/s6-rc.md, C.6): the runner of oneshots
 * and the holder of the pipes between longruns.
 */
final class InternalServices {
  private static final String RUNNER = "servicedirs/s6rc-oneshot-runner";
  private static final String FDHOLDER = "servicedirs/s6rc-fdholder";

  private final Target target;
  private final RcDatabase database;
  private final GeneratedScripts scripts;

  InternalServices(Target target, RcDatabase database, GeneratedScripts scripts) {
    this.target = target;
    this.database = database;
    this.scripts = scripts;
  }

  /** {@code blocking}: oneshots wait for the lock of the live directory. */
  void writeRunner(boolean blocking) {
    skeleton(RUNNER, "3\n");
    executable(RUNNER + "/run", scripts.runner(blocking));
  }

  /** {@code user} owns the daemon, or null for the user of the tree. */
  void writeFdholder(byte[] user) {
    skeleton(FDHOLDER, "1\n");
    String environment = FDHOLDER + "/data/rules/uid/0/env";
    directory(environment);
    file(environment + "/S6_FDHOLDER_LIST", "\n");
    file(environment + "/S6_FDHOLDER_STORE_REGEX", "^pipe:s6rc-\n");
    symlink(environment + "/S6_FDHOLDER_RETRIEVE_REGEX", "S6_FDHOLDER_STORE_REGEX");
    file(environment + "/S6_FDHOLDER_SETDUMP", "\n");
    file(environment + "/S6_FDHOLDER_GETDUMP", "\n");
    symlink(FDHOLDER + "/data/rules/gid/0/env", "../../uid/0/env");
    int consumers = writeConsumers();
    executable(FDHOLDER + "/run", scripts.fdholder(user, descriptors(2 * consumers)));
  }

  /** The names of the longruns that have producers; how many there are. */
  private int writeConsumers() {
    ByteSink names = new ByteSink(256);
    int consumers = 0;
    for (int i = 0; i < database.longruns; i++) {
      if (database.producerCount[i] == 0) continue;
      names.put(database.nameOf(i)).put('\n');
      consumers++;
    }
    target.file(CString.of(FDHOLDER + "/data/autofilled"), names);
    return consumers;
  }

  private static int descriptors(int needed) {
    return needed < 240 ? 256 : needed + (needed >> 4) + 2;
  }

  /** Lets root, group 0 and the runner's own user in. */
  private void skeleton(String service, String notificationFd) {
    directory(service);
    file(service + "/notification-fd", notificationFd);
    directory(service + "/data");
    directory(service + "/data/rules");
    directory(service + "/data/rules/gid");
    directory(service + "/data/rules/gid/0");
    file(service + "/data/rules/gid/0/allow", "");
    directory(service + "/data/rules/uid");
    directory(service + "/data/rules/uid/0");
    file(service + "/data/rules/uid/0/allow", "");
    symlink(service + "/data/rules/uid/self", "0");
  }

  private void executable(String path, byte[] content) {
    target.file(CString.of(path), content, content.length);
    target.mode(CString.of(path), 0755);
  }

  private void directory(String path) {
    target.directory(CString.of(path));
  }

  private void file(String path, String content) {
    target.file(CString.of(path), content);
  }

  private void symlink(String path, String to) {
    target.symlink(CString.of(path), to);
  }
}
