package s6j.packages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import s6j.cli.Family;
import s6j.cli.Program;
import s6j.formats.ServiceStatus;
import s6j.formats.files.LockFile;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * A root at /srv with a package {@code shop} of the services {@code db} and {@code web}, and
 * programs that answer 0 unless told otherwise.
 */
final class Shop {
  static final String DIRECTORY = "/var/run/supervisor/.directories/shop:";
  static final String STATE = "/var/run/supervisor/shop/";
  static final String DISABLED = "/srv/system/storage/supervisor/shop/status/persistent/";

  final FakePosix posix = new FakePosix();

  /** Command lines of the children, in order. */
  final List<String> children = new ArrayList<>();

  private final Map<String, FakePosix> supervisors = new HashMap<>();

  /** The name of a program that shall fail with this code. */
  String failing = "none";

  int failure = 1;

  /** What it says on standard error. */
  String complaint = "";

  Shop() {
    for (String service : List.of("db", "web"))
      posix.program("/srv/scripts/shop/run/" + service, child -> {});
    posix.file("/srv/scripts/shop/run/notes", "not executable");
    posix.directory("/srv/scripts/system/run").directory("/srv/scripts/empty/run");
    posix.directory("/var/run");
    for (String program : List.of("svc", "svwait", "svlink", "svunlink"))
      posix.program("/usr/bin/s6-" + program, this::act);
    posix.program("/usr/bin/s6-svscan", child -> children.add(child.line()));
    scanner();
  }

  private void act(FakePosix child) {
    String line = child.line();
    children.add(line);
    boolean fails = line.startsWith("/usr/bin/" + failing);
    if (fails) child.write(2, CString.of(complaint), 0, complaint.length());
    if (!fails && line.contains("svunlink")) leave(line.substring(line.lastIndexOf(':') + 1));
    child.exit(fails ? failure : 0);
  }

  /** An s6-svscan that reads its fifo. */
  private void scanner() {
    posix.directory("/var/run/supervisor/.service/.s6-svscan");
    byte[] fifo = CString.of("/var/run/supervisor/.service/.s6-svscan/control");
    posix.mkfifo(Posix.CWD, fifo, 0600);
    posix.another().open(Posix.CWD, fifo, OpenFlags.O_RDWR, 0);
  }

  /** Gives a service a supervisor, with a process if {@code pid} is not 0. */
  Shop supervise(String service, int pid) {
    String directory = DIRECTORY + service + "/supervise";
    posix.directory(directory).directory(STATE);
    FakePosix supervisor = posix.another();
    supervisors.put(service, supervisor);
    new LockFile(supervisor).take(Posix.CWD, CString.of(directory + "/lock"), 0600);
    ServiceStatus status = new ServiceStatus();
    status.begin(posix.realtimeNanos() - 5_000_000_000L, true);
    status.pid = pid;
    byte[] bytes = new byte[ServiceStatus.SIZE];
    status.encode(bytes, 0);
    posix.file(directory + "/status", bytes, 0644);
    posix.file(DIRECTORY + service + "/timeout-kill", "20000\n");
    return this;
  }

  /** Takes the supervisor away again. */
  Shop leave(String service) {
    supervisors.remove(service).end(0);
    return this;
  }

  Shop hold(String service) {
    posix.file(DIRECTORY + service + "/down", "");
    return this;
  }

  Shop disable(String service) {
    posix.file(DISABLED + service + ".disabled", "");
    return this;
  }

  PackageService service(String name) {
    Places places = new Places(CString.of("/srv"), CString.of("/var/run/supervisor"));
    return new PackageService(posix, places, CString.of("shop"), CString.of(name));
  }

  int run(String... words) {
    return run(posix, words);
  }

  static int run(Posix posix, String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) arguments[i] = CString.of(words[i]);
    Program program = Family.find(PackagesPrograms.all(), CString.baseName(arguments[0]));
    return program.main.run(posix, program, arguments);
  }
}
