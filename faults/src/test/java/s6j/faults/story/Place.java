package s6j.faults.story;

import static s6j.posix.OpenFlags.*;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import s6j.formats.ServiceStatus;
import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** The files of a story, by paths within its directory, whatever kernel they are on. */
final class Place {
  private static final String EAR = "/ftrig1:@400000006500000000000000:storys";

  private final Posix posix;
  private final String root;

  /** Descriptors of the fifos that listen, and what they heard, by directory. */
  private final TreeMap<String, Integer> ears = new TreeMap<>();

  private final TreeMap<String, String> heard = new TreeMap<>();

  Place(Posix posix, String root) {
    this.posix = posix;
    this.root = root;
  }

  private byte[] path(String name) {
    return CString.of(name.startsWith("/") ? name : root + "/" + name);
  }

  /** Makes or replaces a file, and the directories above it. */
  void write(String name, String text, int mode) {
    int slash = name.lastIndexOf('/');
    if (slash > 0) makeDirectories(name.substring(0, slash));
    byte[] path = path(name);
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    demand(
        posix.open(Posix.CWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode),
        name,
        fd -> {
          for (int done = 0; done < bytes.length; ) {
            int count = posix.write(fd, bytes, done, bytes.length - done);
            if (count <= 0) throw new AssertionError("cannot write " + name + ": " + count);
            done += count;
          }
        });
    posix.chmod(Posix.CWD, path, mode);
  }

  private interface Use {
    void of(int fd);
  }

  private void demand(int fd, String name, Use use) {
    if (fd < 0) throw new AssertionError("cannot open " + name + ": " + fd);
    use.of(fd);
    posix.close(fd);
  }

  void makeDirectories(String name) {
    for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1))
      posix.mkdir(Posix.CWD, path(name.substring(0, slash)), 0755);
    posix.mkdir(Posix.CWD, path(name), 0755);
  }

  /** The text of a file, Latin-1; null if there is none. */
  String read(String name) {
    int fd = posix.open(Posix.CWD, path(name), O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
    if (fd < 0) return null;
    String text = rest(fd);
    posix.close(fd);
    return text;
  }

  /** The lines of a log directory, the oldest first; null if there is none. */
  String log(String name) {
    List<String> files = names(name);
    if (files == null) return null;
    StringBuilder lines = new StringBuilder();
    for (String file : files)
      if (file.startsWith("@") || file.equals("current")) lines.append(read(name + "/" + file));
    return lines.toString();
  }

  /** What can be read now. */
  private String rest(int fd) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    for (int count; (count = posix.read(fd, buffer, 0, buffer.length)) > 0; )
      all.write(buffer, 0, count);
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** The names in a directory that do not begin with a dot, sorted; null if there is none. */
  List<String> names(String name) {
    int fd = posix.open(Posix.CWD, path(name), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (fd < 0) return null;
    TreeSet<String> names = new TreeSet<>();
    DirectoryReader reader = new DirectoryReader(posix, 4096).start(fd);
    while (reader.next()) names.add(CString.text(reader.name()));
    posix.close(fd);
    names.removeIf(one -> one.startsWith("."));
    return List.copyOf(names);
  }

  /** What stat tells, or null. */
  FileStat stat(String name) {
    FileStat stat = new FileStat();
    return posix.stat(Posix.CWD, path(name), false, stat) < 0 ? null : stat;
  }

  int link(String target, String name) {
    return posix.symlink(CString.of(target), Posix.CWD, path(name));
  }

  int remove(String name) {
    return posix.unlink(Posix.CWD, path(name));
  }

  /** The process of a service, or the supervisor's for {@code supervisor:SERVICE}; 0 for none. */
  int pid(String service) {
    if (service.startsWith("supervisor:")) return holder(service.substring(11));
    String bytes = read(service + "/supervise/status");
    if (bytes == null || bytes.length() != ServiceStatus.SIZE) return 0;
    ServiceStatus status = new ServiceStatus();
    status.decode(bytes.getBytes(StandardCharsets.ISO_8859_1), 0);
    return status.pid;
  }

  private int holder(String service) {
    byte[] lock = path(service + "/supervise/lock");
    int fd = posix.open(Posix.CWD, lock, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
    if (fd < 0) return 0;
    int pid = posix.lockHolder(fd);
    posix.close(fd);
    return Math.max(pid, 0);
  }

  int listen(String fifodir) {
    deafen(fifodir);
    heard.put(fifodir, "");
    byte[] path = path(fifodir + EAR);
    int made = posix.mkfifo(Posix.CWD, path, 0622);
    if (made < 0) return made;
    int fd = posix.open(Posix.CWD, path, O_RDWR | O_NONBLOCK | O_CLOEXEC, 0);
    if (fd >= 0) ears.put(fifodir, fd);
    return fd;
  }

  /** All that was said in a fifodir since somebody listens there. */
  String heard(String fifodir) {
    Integer fd = ears.get(fifodir);
    if (fd == null) return null;
    return heard.merge(fifodir, rest(fd), String::concat);
  }

  private void deafen(String fifodir) {
    Integer fd = ears.remove(fifodir);
    if (fd == null) return;
    posix.close(fd);
    posix.unlink(Posix.CWD, path(fifodir + EAR));
  }

  void close() {
    for (String fifodir : List.copyOf(ears.keySet())) deafen(fifodir);
  }
}
